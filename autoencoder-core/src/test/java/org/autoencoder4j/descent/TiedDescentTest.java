package org.autoencoder4j.descent;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.gradient.GradientSource;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.train.StopReason.Kind;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.autoencoder4j.train.TrainingResult;
import org.autoencoder4j.train.UpdateRule;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TiedDescentTest {
    private final TiedAutoencoder start = Fixtures.autoencoder(1, 6, 4, Activation.hardThreshold(0.2));
    private final INDArray y = Fixtures.observations(2, 100, 6);
    private final SampleGradient source = SampleGradient.of(Batches.of(y));

    private static TrainingResult<TiedAutoencoder> train(TiedDescent rule, TiedAutoencoder start, int steps) {
        return Trainer.of(rule, StoppingRule.steps(steps)).train(start);
    }

    /** A source whose gradient is a constant, whatever the parameters. */
    private static GradientSource<TiedAutoencoder, TiedGradient> constant(INDArray gradient) {
        int units = gradient.columns();
        DataType type = gradient.dataType();
        return (a, step) ->
                new TiedGradient(gradient, Nd4j.zeros(type, units), Nd4j.ones(type, units), 1.0 / (1 + step));
    }

    @Test
    void oneUpdateIsAStepAgainstTheGradient() {
        INDArray gradient = source.at(start, 0).weights().dup();
        TiedDescent rule = TiedDescent.of(source, LearningRate.constant(0.3)).with(Normalisation.NONE);
        INDArray expected = start.weights().sub(gradient.mul(0.3));
        assertClose(expected, train(rule, start, 1).parameters().weights(), 1e-12);
        INDArray unit = train(rule.with(Normalisation.UNIT_COLUMNS), start, 1)
                .parameters()
                .weights();
        assertClose(expected.divRowVector(expected.norm2(0)), unit, 1e-12);
    }

    @Test
    void columnsStayUnitAndTheBiasFollowsItsSchedule() {
        TiedDescent rule = TiedDescent.of(source, LearningRate.constant(0.3)).with(BiasSchedule.geometric(2, 0.01));
        TiedAutoencoder end = train(rule, start, 3).parameters();
        assertClose(Nd4j.ones(DataType.DOUBLE, 4), end.weights().norm2(0), 1e-12);
        for (int i = 0; i < 4; i++) {
            double b0 = start.bias().getDouble(i);
            double magnitude = Math.max(Math.abs(b0) / 8, Math.min(0.01, Math.abs(b0)));
            assertEquals(Math.copySign(magnitude, b0), end.bias().getDouble(i), 1e-15);
        }
    }

    @Test
    void aColumnThatCannotBeNormalisedIsKeptAndReported() {
        INDArray gradient = Nd4j.zeros(DataType.DOUBLE, 6, 4);
        gradient.putColumn(2, start.weights().getColumn(2));
        TiedDescent rule = TiedDescent.of(constant(gradient), LearningRate.constant(1));
        TrainingResult<TiedAutoencoder> result = train(rule, start, 1);
        assertClose(start.weights(), result.parameters().weights(), 1e-15);
        assertEquals(1, result.history().row(1).keptColumns());
        assertEquals(0, result.history().row(0).keptColumns());
    }

    @Test
    void theCallerKeepsTheStart() {
        TiedDescent rule = TiedDescent.of(source, LearningRate.constant(0.3)).with(BiasSchedule.geometric(2));
        assertUnchanged(() -> train(rule, start, 3), start.weights(), start.bias(), y);
    }

    @Test
    void aRunIsReproducible() {
        TiedDescent rule = TiedDescent.of(source, LearningRate.decaying(0.3, 5));
        INDArray first = train(rule, start, 5).parameters().weights();
        assertIdentical(first, train(rule, start, 5).parameters().weights());
    }

    @Test
    void anExplodingRunEndsWithTheNewestFiniteParameters() {
        TiedDescent rule = TiedDescent.of(source, LearningRate.constant(1e6)).with(Normalisation.NONE);
        TrainingResult<TiedAutoencoder> result = train(rule, start, 1000);
        assertEquals(Kind.NOT_FINITE, result.stopReason().kind());
        assertTrue(result.stopReason().message().contains("smaller learning rate"));
        assertTrue(Double.isFinite(result.parameters().loss(y)));
        assertTrue(result.steps() < 1000);
    }

    @Test
    void backingOffTurnsDivergenceIntoDescent() {
        TiedDescent rule =
                TiedDescent.of(source, LearningRate.constant(1e6).backingOff()).with(Normalisation.NONE);
        TrainingResult<TiedAutoencoder> result = train(rule, start, 50);
        double[] losses = result.history().losses();
        for (int i = 1; i < losses.length; i++) {
            assertTrue(losses[i] <= 1.1 * losses[i - 1], "step " + i + ": " + losses[i - 1] + " -> " + losses[i]);
        }
        assertTrue(result.loss() < result.initialLoss());
        assertTrue(result.history().row(50).learningRate() < 1e6 / 1000);
    }

    @Test
    void aRateThatIsNotTooLongIsNotShortened() {
        TiedDescent plain = TiedDescent.of(source, LearningRate.constant(0.05)).with(Normalisation.NONE);
        TiedDescent careful =
                TiedDescent.of(source, LearningRate.constant(0.05).backingOff()).with(Normalisation.NONE);
        assertIdentical(
                train(plain, start, 20).parameters().weights(),
                train(careful, start, 20).parameters().weights());
    }

    @Test
    void advanceNeedsEvaluate() {
        UpdateRule.Session<TiedAutoencoder> session =
                TiedDescent.of(source, LearningRate.constant(0.1)).start(start);
        assertThrows(IllegalStateException.class, session::advance);
    }

    @Test
    void schedulesAndRatesRefuseWhatTheyCannotUse() {
        assertThrows(IllegalArgumentException.class, () -> LearningRate.constant(0));
        assertThrows(IllegalArgumentException.class, () -> LearningRate.constant(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> LearningRate.decaying(1, -1));
        assertThrows(IllegalArgumentException.class, () -> BiasSchedule.geometric(1));
        assertThrows(IllegalArgumentException.class, () -> BiasSchedule.geometric(2, -1));
        assertThrows(IllegalArgumentException.class, () -> BiasSchedule.contracting(1));
    }

    @Test
    void schedulesAreWhatTheySay() {
        assertEquals(-1.25, BiasSchedule.fixed().at(-1.25, 7));
        assertEquals(-1.25 / 8, BiasSchedule.geometric(2).at(-1.25, 3), 1e-15);
        assertEquals(-0.1, BiasSchedule.geometric(2, 0.1).at(-1.25, 30), 1e-15);
        assertEquals(-0.05, BiasSchedule.geometric(2, 0.1).at(-0.05, 30), 1e-15);
        assertEquals(-Math.pow(0.25, 1.5), BiasSchedule.contracting(0.75).at(-1, 3), 1e-15);
        assertEquals(0.5, LearningRate.decaying(1, 4).at(4), 1e-15);
    }
}
