package org.autoencoder4j.descent;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.autoencoder4j.testsupport.ArrayAssert.relativeDifference;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.gradient.TwoLayerFixtures;
import org.autoencoder4j.gradient.TwoLayerSampleGradient;
import org.autoencoder4j.network.SpanAutoencoder;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.train.History;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.autoencoder4j.train.TrainingResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class SpanDescentTest {
    private final INDArray x = unit(Fixtures.observations(2, 12, 8));
    private final TwoLayerAutoencoder start = TwoLayerFixtures.autoencoder(Regime.JOINTLY_TRAINED, 1, 8, 40);

    private static INDArray unit(INDArray samples) {
        return samples.divColumnVector(samples.norm2(1));
    }

    private TrainingResult<TwoLayerAutoencoder> plain(Regime regime, LearningRate rate, int steps) {
        Descent<TwoLayerAutoencoder> rule = TwoLayerDescent.of(TwoLayerSampleGradient.of(Batches.of(x), regime), rate);
        return Trainer.of(rule, StoppingRule.steps(steps)).train(start);
    }

    @ParameterizedTest
    @EnumSource(names = {"WEAKLY_TRAINED", "JOINTLY_TRAINED"})
    void agreesWithThePlainFormAfterTwoHundredSteps(Regime regime) {
        LearningRate rate = LearningRate.constant(0.5);
        TrainingResult<TwoLayerAutoencoder> plain = plain(regime, rate, 200);
        SpanDescent rule = SpanDescent.of(x, regime, rate);
        TrainingResult<SpanAutoencoder> result = assertUnchanged(
                () -> Trainer.of(rule, StoppingRule.steps(200)).train(rule.begin(start)),
                x,
                start.encoder(),
                start.decoder());
        TwoLayerAutoencoder end = result.parameters().autoencoder();
        assertClose(plain.parameters().encoder(), end.encoder(), 1e-12);
        assertClose(plain.parameters().decoder(), end.decoder(), 1e-12);
        assertClose(end.preActivations(x), result.parameters().preActivations(), 1e-12);
        assertTrue(relativeDifference(start.encoder(), end.encoder()) > 0.01, "nothing has moved");
        for (int i = 0; i <= 200; i++) {
            History.Row expected = plain.history().row(i);
            History.Row row = result.history().row(i);
            assertClose(expected.loss(), row.loss(), 1e-12);
            assertClose(expected.gradientNorm(), row.gradientNorm(), 1e-12);
            assertEquals(expected.meanL0(), row.meanL0(), 1e-12);
            assertEquals(expected.deadUnits(), row.deadUnits());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WEAKLY_TRAINED", "JOINTLY_TRAINED"})
    void floatAgreesWithDouble(Regime regime) {
        LearningRate rate = LearningRate.constant(0.2);
        SpanDescent rule = SpanDescent.of(x.castTo(DataType.FLOAT), regime, rate);
        TwoLayerAutoencoder end = Trainer.of(rule, StoppingRule.steps(20))
                .train(rule.begin(TwoLayerFixtures.cast(start, DataType.FLOAT)))
                .parameters()
                .autoencoder();
        assertEquals(DataType.FLOAT, end.dataType());
        assertTrue(relativeDifference(plain(regime, rate, 20).parameters().encoder(), end.encoder()) < 1e-5);
    }

    @ParameterizedTest
    @EnumSource(names = {"WEAKLY_TRAINED", "JOINTLY_TRAINED"})
    void resumesExactly(Regime regime, @TempDir Path folder) throws IOException {
        SpanDescent rule =
                SpanDescent.of(x, regime, LearningRate.decaying(0.3, 10).backingOff());
        SpanAutoencoder begin = rule.begin(start);
        TrainingResult<SpanAutoencoder> whole =
                Trainer.of(rule, StoppingRule.steps(12)).train(begin);
        Trainer.of(rule, StoppingRule.steps(7)).withCheckpoints(folder, 5).train(begin);
        TrainingResult<SpanAutoencoder> resumed =
                Trainer.of(rule, StoppingRule.steps(12)).resume(folder);
        assertIdentical(whole.parameters().coefficients(), resumed.parameters().coefficients());
        assertIdentical(
                whole.parameters().autoencoder().encoder(),
                resumed.parameters().autoencoder().encoder());
        assertIdentical(whole.parameters().decoder(), resumed.parameters().decoder());
        assertEquals(whole.history().rows(), resumed.history().rows());
    }

    @Test
    void backingOffTurnsDivergenceIntoDescent() {
        SpanDescent rule = SpanDescent.of(
                x, Regime.JOINTLY_TRAINED, LearningRate.constant(1e3).backingOff());
        double[] losses = Trainer.of(rule, StoppingRule.steps(30))
                .train(rule.begin(start))
                .history()
                .losses();
        for (int i = 1; i < losses.length; i++) {
            assertTrue(losses[i] <= 1.1 * losses[i - 1], "step " + i + ": " + losses[i - 1] + " -> " + losses[i]);
        }
        assertTrue(losses[30] < losses[0]);
    }

    @Test
    void refusesWhatDoesNotFit() {
        LearningRate rate = LearningRate.constant(0.1);
        assertTrue(refusal(() -> SpanDescent.of(x, Regime.WEIGHT_TIED, rate)).contains("WEIGHT_TIED"));
        SpanDescent rule = SpanDescent.of(x, Regime.WEAKLY_TRAINED, rate);
        TwoLayerAutoencoder tied = TwoLayerFixtures.autoencoder(Regime.WEIGHT_TIED, 1, 8, 5);
        assertTrue(refusal(() -> rule.begin(tied)).contains("tied"));
        assertTrue(refusal(() -> rule.begin(TwoLayerFixtures.cast(start, DataType.FLOAT)))
                .contains("FLOAT"));
        SpanAutoencoder other = SpanDescent.of(x, Regime.WEAKLY_TRAINED, rate).begin(start);
        assertTrue(refusal(() -> rule.start(other).evaluate()).contains("other samples"));
    }

    private static String refusal(Runnable action) {
        return assertThrows(IllegalArgumentException.class, action::run).getMessage();
    }
}
