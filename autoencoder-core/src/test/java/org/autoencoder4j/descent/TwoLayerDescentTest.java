package org.autoencoder4j.descent;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.gradient.TwoLayerFixtures;
import org.autoencoder4j.gradient.TwoLayerSampleGradient;
import org.autoencoder4j.init.DecoderLaw;
import org.autoencoder4j.init.TwoLayerStart;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.testsupport.ArrayAssert;
import org.autoencoder4j.testsupport.Golden;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.autoencoder4j.train.TrainingResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TwoLayerDescentTest {
    private final INDArray x = Fixtures.observations(2, 20, 4);

    private Descent<TwoLayerAutoencoder> rule(Regime regime, LearningRate rate) {
        return TwoLayerDescent.of(TwoLayerSampleGradient.of(Batches.of(x), regime), rate);
    }

    private static TrainingResult<TwoLayerAutoencoder> train(
            Descent<TwoLayerAutoencoder> rule, TwoLayerAutoencoder start, int steps) {
        return Trainer.of(rule, StoppingRule.steps(steps)).train(start);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void fiveStepsAgreeWithTheGoldenFiles(int number) {
        Golden golden = Golden.read("p2_training_" + number);
        TwoLayerAutoencoder start = new TwoLayerAutoencoder(golden.matrix("inputs/W"), golden.matrix("inputs/A"));
        Batches samples = Batches.of(golden.matrix("inputs/X").transpose());
        LearningRate eta = LearningRate.constant(golden.number("inputs/eta"));
        double tolerance = golden.tolerance();

        TrainingResult<TwoLayerAutoencoder> weak =
                train(TwoLayerDescent.of(TwoLayerSampleGradient.of(samples, Regime.WEAKLY_TRAINED), eta), start, 5);
        assertClose(golden.matrix("outputs/weak_W5"), weak.parameters().encoder(), tolerance);
        assertIdentical(start.decoder(), weak.parameters().decoder());
        assertClose(
                golden.vector("outputs/weak_losses"),
                Nd4j.createFromArray(weak.history().losses()),
                tolerance);

        TrainingResult<TwoLayerAutoencoder> joint =
                train(TwoLayerDescent.of(TwoLayerSampleGradient.of(samples, Regime.JOINTLY_TRAINED), eta), start, 5);
        assertClose(golden.matrix("outputs/joint_W5"), joint.parameters().encoder(), tolerance);
        assertClose(golden.matrix("outputs/joint_A5"), joint.parameters().decoder(), tolerance);
        assertClose(
                golden.vector("outputs/joint_losses"),
                Nd4j.createFromArray(joint.history().losses()),
                tolerance);
    }

    @ParameterizedTest
    @EnumSource(Regime.class)
    void trainsWhatTheRegimeSaysAndLeavesTheStartAlone(Regime regime) {
        TwoLayerAutoencoder start = TwoLayerFixtures.autoencoder(regime, 1, 4, 30);
        Descent<TwoLayerAutoencoder> rule = rule(regime, LearningRate.constant(0.02));
        TrainingResult<TwoLayerAutoencoder> result =
                assertUnchanged(() -> train(rule, start, 20), start.encoder(), start.decoder(), x);
        TwoLayerAutoencoder end = result.parameters();
        assertEquals(regime.trainsEncoder(), ArrayAssert.relativeDifference(start.encoder(), end.encoder()) > 0);
        assertEquals(regime.trainsDecoder(), ArrayAssert.relativeDifference(start.decoder(), end.decoder()) > 0);
        assertEquals(start.isWeightTied(), end.isWeightTied());
        assertTrue(result.loss() < result.initialLoss(), result.loss() + " from " + result.initialLoss());
        assertIdentical(end.encoder(), train(rule, start, 20).parameters().encoder());
    }

    @ParameterizedTest
    @EnumSource(Regime.class)
    void resumesExactly(Regime regime, @TempDir Path folder) throws IOException {
        TwoLayerAutoencoder start = TwoLayerFixtures.autoencoder(regime, 1, 4, 10);
        Descent<TwoLayerAutoencoder> rule = rule(regime, LearningRate.decaying(0.05, 10));
        TrainingResult<TwoLayerAutoencoder> whole = train(rule, start, 12);
        Trainer.of(rule, StoppingRule.steps(7)).withCheckpoints(folder, 5).train(start);
        TrainingResult<TwoLayerAutoencoder> resumed =
                Trainer.of(rule, StoppingRule.steps(12)).resume(folder);
        assertIdentical(whole.parameters().encoder(), resumed.parameters().encoder());
        assertIdentical(whole.parameters().decoder(), resumed.parameters().decoder());
        assertEquals(whole.history().rows(), resumed.history().rows());
    }

    @ParameterizedTest
    @EnumSource(Regime.class)
    void backingOffTurnsDivergenceIntoDescent(Regime regime) {
        TwoLayerAutoencoder start = TwoLayerFixtures.autoencoder(regime, 1, 4, 10);
        Descent<TwoLayerAutoencoder> careful =
                rule(regime, LearningRate.constant(1e3).backingOff());
        TrainingResult<TwoLayerAutoencoder> result = train(careful, start, 30);
        double[] losses = result.history().losses();
        for (int i = 1; i < losses.length; i++) {
            assertTrue(losses[i] <= 1.1 * losses[i - 1], "step " + i + ": " + losses[i - 1] + " -> " + losses[i]);
        }
        assertTrue(result.loss() < result.initialLoss());
        assertTrue(result.history().row(30).learningRate() < 1e3 / 100);
    }

    private Descent<TwoLayerAutoencoder> slower(double gamma) {
        return TwoLayerDescent.of(
                TwoLayerSampleGradient.of(Batches.of(x), Regime.JOINTLY_TRAINED), LearningRate.constant(0.05), gamma);
    }

    /** W - gamma eta grad_W and A - eta grad_A, step by step from the gradients themselves. */
    @Test
    void aSlowerEncoderMovesByItsFactor() {
        double gamma = 0.3;
        TwoLayerAutoencoder start = TwoLayerFixtures.autoencoder(Regime.JOINTLY_TRAINED, 1, 4, 30);
        TwoLayerAutoencoder expected = start.copy();
        for (int k = 0; k < 5; k++) {
            var gradient = TwoLayerSampleGradient.of(Batches.of(x), Regime.JOINTLY_TRAINED)
                    .at(expected, k);
            INDArray encoder =
                    gradient.arrays().get(TwoLayerAutoencoder.ENCODER).mul(-gamma * 0.05);
            INDArray decoder =
                    gradient.arrays().get(TwoLayerAutoencoder.DECODER).mul(-0.05);
            expected = new TwoLayerAutoencoder(encoder.addi(expected.encoder()), decoder.addi(expected.decoder()));
        }
        TwoLayerAutoencoder actual = train(slower(gamma), start, 5).parameters();
        assertClose(expected.encoder(), actual.encoder(), 1e-14);
        assertClose(expected.decoder(), actual.decoder(), 1e-14);
        TwoLayerAutoencoder plain = train(rule(Regime.JOINTLY_TRAINED, LearningRate.constant(0.05)), start, 5)
                .parameters();
        assertTrue(ArrayAssert.relativeDifference(plain.encoder(), actual.encoder()) > 1e-4);
        assertIdentical(plain.encoder(), train(slower(1), start, 5).parameters().encoder());
    }

    @Test
    void aRunOfASlowerEncoderResumesWithItsFactorOnly(@TempDir Path folder) throws IOException {
        TwoLayerAutoencoder start = TwoLayerFixtures.autoencoder(Regime.JOINTLY_TRAINED, 1, 4, 10);
        TrainingResult<TwoLayerAutoencoder> whole = train(slower(0.3), start, 12);
        Trainer.of(slower(0.3), StoppingRule.steps(7))
                .withCheckpoints(folder, 5)
                .train(start);
        TrainingResult<TwoLayerAutoencoder> resumed =
                Trainer.of(slower(0.3), StoppingRule.steps(12)).resume(folder);
        assertIdentical(whole.parameters().encoder(), resumed.parameters().encoder());
        for (double other : new double[] {0.4, 1}) {
            String message = assertThrows(
                            IllegalArgumentException.class,
                            () -> Trainer.of(slower(other), StoppingRule.steps(12))
                                    .resume(folder))
                    .getMessage();
            assertTrue(message.contains("factor of encoder 3.00000000e-01"), message);
        }
    }

    @Test
    void factorsThatCannotBeAreRefused() {
        for (double gamma : new double[] {0, -1, 1.1, Double.NaN}) {
            String refusal = assertThrows(IllegalArgumentException.class, () -> slower(gamma))
                    .getMessage();
            assertTrue(refusal.startsWith("gamma = "), refusal);
        }
        TwoLayerAutoencoder start = TwoLayerFixtures.autoencoder(Regime.JOINTLY_TRAINED, 1, 4, 10);
        Descent<TwoLayerAutoencoder> other = slower(1).withFactor("nonsense", 0.5);
        String message = assertThrows(IllegalArgumentException.class, () -> train(other, start, 1))
                .getMessage();
        assertTrue(message.contains("a factor for \"nonsense\""), message);
    }

    /** The gradient of the encoder is 0 there, and a step later it is not. */
    @Test
    void aZeroDecoderTrainsJointly() {
        TwoLayerAutoencoder start =
                new TwoLayerStart(4, 1, DecoderLaw.ZERO, DataType.DOUBLE).autoencoder(30, RandomStreams.of(3));
        Descent<TwoLayerAutoencoder> rule = rule(Regime.JOINTLY_TRAINED, LearningRate.constant(0.05));
        assertIdentical(start.encoder(), train(rule, start, 1).parameters().encoder());
        TrainingResult<TwoLayerAutoencoder> result = train(rule, start, 20);
        assertTrue(ArrayAssert.relativeDifference(
                        start.encoder(), result.parameters().encoder())
                > 0);
        assertTrue(result.loss() < 0.9 * result.initialLoss());
    }

    @Test
    void ratesAreThePapers() {
        assertEquals(
                0.2 / (4 * 5 * 4 * 2.0),
                LearningRate.weaklyTrained(0.2, 2, 5, 4).at(3),
                1e-16);
        assertEquals(
                0.2 / (64 * 5 * 2.0), LearningRate.jointlyTrained(0.2, 2, 5).at(3), 1e-16);
        assertEquals(0.9 * 2 * 4 / 1.6, LearningRate.belowStability(1.6, 4, 0.9).at(0), 1e-15);
        assertThrows(IllegalArgumentException.class, () -> LearningRate.weaklyTrained(0, 2, 5, 4));
        assertThrows(IllegalArgumentException.class, () -> LearningRate.jointlyTrained(0.1, Double.NaN, 5));
        assertThrows(IllegalArgumentException.class, () -> LearningRate.belowStability(1, 4, 1.5));
        assertThrows(IllegalArgumentException.class, () -> LearningRate.belowStability(1, 4, 0));
    }

    /**
     * One sample and the decoder alone: K = phi^2/m I stands still, so that a fraction f of the limit multiplies the
     * residual by exactly 1 - 2 f.
     */
    @Test
    void theStabilityLimitIsWhereDescentBeginsToOscillate() {
        INDArray one = Fixtures.observations(7, 1, 4);
        TwoLayerAutoencoder start = TwoLayerFixtures.autoencoder(Regime.DECODER_ONLY, 1, 4, 10);
        INDArray codes = start.encode(one);
        double kernel = codes.mul(codes).sumNumber().doubleValue() / 10;
        for (double fraction : new double[] {0.3, 0.5, 0.9}) {
            Descent<TwoLayerAutoencoder> rule = TwoLayerDescent.of(
                    TwoLayerSampleGradient.of(Batches.of(one), Regime.DECODER_ONLY),
                    LearningRate.belowStability(kernel, 4, fraction));
            TrainingResult<TwoLayerAutoencoder> result = train(rule, start, 1);
            double factor = Math.pow(1 - 2 * fraction, 2);
            assertEquals(factor * result.initialLoss(), result.loss(), 1e-12 * result.initialLoss());
            assertNotEquals(0, result.initialLoss());
        }
    }
}
