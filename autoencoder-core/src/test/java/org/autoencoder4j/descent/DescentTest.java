package org.autoencoder4j.descent;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.DeepSampleGradient;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.gradient.Gradient;
import org.autoencoder4j.gradient.GradientSource;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.init.HeInitialiser;
import org.autoencoder4j.linalg.SpectralNorm;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.DeepAutoencoder;
import org.autoencoder4j.network.Layer;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.autoencoder4j.train.TrainingResult;
import org.autoencoder4j.train.UpdateRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What a rule of descent lets one put together. */
class DescentTest {
    private final INDArray y = Fixtures.observations(2, 40, 6);
    private final TiedAutoencoder start = Fixtures.autoencoder(1, 6, 4, Activation.relu());

    @TempDir
    private Path folder;

    private Descent<TiedAutoencoder> descent() {
        return Descent.of(SampleGradient.of(Batches.of(y)), LearningRate.constant(0.1), TiedAutoencoder::load);
    }

    private static <P> TrainingResult<P> train(UpdateRule<P> rule, P start, long steps) {
        return Trainer.of(rule, StoppingRule.steps(steps)).train(start);
    }

    @Test
    void tiedDescentIsDescentWithTwoConstraints() {
        Descent<TiedAutoencoder> same = descent()
                .with(TiedAutoencoder.WEIGHTS, Constraint.unitColumns())
                .with(TiedAutoencoder.BIAS, BiasSchedule.geometric(2));
        TiedDescent rule = TiedDescent.of(SampleGradient.of(Batches.of(y)), LearningRate.constant(0.1))
                .with(BiasSchedule.geometric(2));
        TrainingResult<TiedAutoencoder> expected = train(rule, start, 10);
        TrainingResult<TiedAutoencoder> actual = train(same, start, 10);
        assertIdentical(expected.parameters().weights(), actual.parameters().weights());
        assertIdentical(expected.parameters().bias(), actual.parameters().bias());
        assertEquals(expected.history().rows(), actual.history().rows());
    }

    /** The norm in the history is that of what moves: with the bias if it is learnt. */
    @Test
    void aBiasWithoutAScheduleIsLearnt() {
        TiedAutoencoder learnt = train(descent(), start, 1).parameters();
        INDArray gradient = SampleGradient.of(Batches.of(y)).at(start, 0).bias();
        INDArray expected = start.bias().sub(gradient.mul(0.1));
        assertTrue(expected.sub(learnt.bias()).norm2Number().doubleValue() < 1e-15);
        double weights = SampleGradient.of(Batches.of(y)).at(start, 0).norm();
        double both = Math.hypot(weights, gradient.norm2Number().doubleValue());
        assertEquals(both, train(descent(), start, 0).history().row(0).gradientNorm(), 1e-14);
        Descent<TiedAutoencoder> scheduled = descent().with(TiedAutoencoder.BIAS, BiasSchedule.fixed());
        assertEquals(weights, train(scheduled, start, 0).history().row(0).gradientNorm(), 1e-14);
    }

    @Test
    void constraintsAreAppliedInTheirOrder() {
        FeasibleSet near = new FeasibleSet(start.weights(), 0.05, 2 * SpectralNorm.of(start.weights()));
        TiedAutoencoder end = train(descent().with(TiedAutoencoder.WEIGHTS, Constraint.unitColumns(), near), start, 20)
                .parameters();
        double farthest =
                end.weights().sub(start.weights()).norm2(0).maxNumber().doubleValue();
        assertEquals(0.05, farthest, 1e-6);
    }

    @Test
    void whatTheGradientDoesNotSpeakOfStays() {
        GradientSource<TiedAutoencoder, Gradient> onlyBias = (a, step) ->
                Gradient.of(Map.of(TiedAutoencoder.BIAS, a.bias().dup()), Nd4j.ones(DataType.DOUBLE, 4), 1);
        TiedAutoencoder end = train(Descent.of(onlyBias, LearningRate.constant(0.5), TiedAutoencoder::load), start, 3)
                .parameters();
        assertIdentical(start.weights(), end.weights());
        assertIdentical(start.bias().mul(0.125), end.bias());
    }

    @Test
    void namesThatDoNotFitAreErrors() {
        GradientSource<TiedAutoencoder, Gradient> wrong =
                (a, step) -> Gradient.of(Map.of("encoder", a.weights()), a.bias(), 1);
        String message = String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> train(Descent.of(wrong, LearningRate.constant(1), TiedAutoencoder::load), start, 1))
                .getMessage());
        assertTrue(message.contains("encoder") && message.contains("[weights, bias]"), message);
        String constraint = String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> train(descent().with("w", Constraint.unitColumns()), start, 1))
                .getMessage());
        assertTrue(constraint.contains("\"w\"") && constraint.contains("[weights, bias]"), constraint);
    }

    @Test
    void otherDataAreNoticedByTheirFirstBlock() {
        Trainer.of(descent(), StoppingRule.steps(2)).withCheckpoints(folder, 1).train(start);
        INDArray swapped = y.dup();
        swapped.getRow(0).assign(y.getRow(1));
        swapped.getRow(1).assign(y.getRow(0));
        Descent<TiedAutoencoder> others =
                Descent.of(SampleGradient.of(Batches.of(swapped)), LearningRate.constant(0.1), TiedAutoencoder::load);
        String message = String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> Trainer.of(others, StoppingRule.steps(4)).resume(folder))
                .getMessage());
        assertTrue(message.contains("the first samples of its first batch were others"), message);
        Descent<TiedAutoencoder> fewer = Descent.of(
                SampleGradient.of(Batches.of(Fixtures.observations(2, 39, 6))),
                LearningRate.constant(0.1),
                TiedAutoencoder::load);
        String size = String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> Trainer.of(fewer, StoppingRule.steps(4)).resume(folder))
                .getMessage());
        assertTrue(size.contains("40 samples of 6 features") && size.contains("39 samples"), size);
    }

    private static DeepAutoencoder deep() {
        return new HeInitialiser(List.of(6, 5, 4, 6), DataType.DOUBLE).autoencoder(RandomStreams.of(3));
    }

    @Test
    void aDeepAutoencoderTrainsAndResumes() throws IOException {
        Descent<DeepAutoencoder> rule = Descent.of(
                        DeepSampleGradient.of(Batches.of(y)), LearningRate.constant(0.01), DeepAutoencoder::load)
                .with(Optimizer.adam());
        TrainingResult<DeepAutoencoder> whole = train(rule, deep(), 20);
        assertTrue(whole.loss() < 0.8 * whole.initialLoss());
        Trainer.of(rule, StoppingRule.steps(7)).withCheckpoints(folder, 7).train(deep());
        DeepAutoencoder resumed =
                Trainer.of(rule, StoppingRule.steps(20)).resume(folder).parameters();
        whole.parameters()
                .arrays()
                .forEach(
                        (name, array) -> assertIdentical(array, resumed.arrays().get(name)));
    }

    /** Both halves move as one, by the sum of their gradients; the copy and the saved one share weights as well. */
    @Test
    void sharedWeightsOfADeepAutoencoderStayShared() throws IOException {
        INDArray w = Fixtures.normal(4, "w", 6, 3).mul(0.4);
        DeepAutoencoder tied = DeepAutoencoder.tiedHalves(List.of(Layer.encoding(w, 1)), 1);
        assertEquals(1, tied.copy().parameters().size());
        Descent<DeepAutoencoder> rule =
                Descent.of(DeepSampleGradient.of(Batches.of(y)), LearningRate.constant(1e-3), DeepAutoencoder::load);
        DeepAutoencoder end = train(rule, tied, 5).parameters();
        assertEquals(1, end.parameters().size());
        end.save(folder.resolve("deep"));
        DeepAutoencoder loaded = DeepAutoencoder.load(folder.resolve("deep"));
        assertEquals(1, loaded.parameters().size());
        assertIdentical(end.reconstruct(y), loaded.reconstruct(y));
        assertTrue(end.loss(y) < tied.loss(y));
    }
}
