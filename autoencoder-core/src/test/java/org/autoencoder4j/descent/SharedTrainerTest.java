package org.autoencoder4j.descent;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.gradient.TwoLayerFixtures;
import org.autoencoder4j.gradient.TwoLayerSampleGradient;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.Parameters;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.autoencoder4j.train.TrainingResult;
import org.autoencoder4j.train.UpdateRule;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Rules, sources and trainers are immutable: any number of runs may share one, in any threads, at the same time. */
class SharedTrainerTest {
    private static final int RUNS = 8;

    private final INDArray y = Fixtures.observations(2, 300, 6);

    /** Eight threads, each with a start of its own, that begin together; they give the bits of eight runs one by one. */
    private static <P extends Parameters<P>> void assertShareable(UpdateRule<P> rule, LongFunction<P> start) {
        Trainer<P> trainer = Trainer.of(rule, StoppingRule.steps(30));
        List<TrainingResult<P>> alone = new ArrayList<>();
        for (int seed = 0; seed < RUNS; seed++) {
            alone.add(trainer.train(start.apply(seed)));
        }
        CyclicBarrier together = new CyclicBarrier(RUNS);
        List<CompletableFuture<TrainingResult<P>>> runs = new ArrayList<>();
        for (int seed = 0; seed < RUNS; seed++) {
            P initial = start.apply(seed);
            runs.add(inAnotherThread(() -> {
                await(together);
                return trainer.train(initial);
            }));
        }
        for (int seed = 0; seed < RUNS; seed++) {
            assertSame(alone.get(seed), runs.get(seed).join());
        }
    }

    private static <P extends Parameters<P>> void assertSame(TrainingResult<P> expected, TrainingResult<P> actual) {
        expected.parameters()
                .arrays()
                .forEach((name, array) ->
                        assertIdentical(array, actual.parameters().arrays().get(name)));
        assertEquals(expected.history().rows(), actual.history().rows());
    }

    private static <T> CompletableFuture<T> inAnotherThread(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> new Thread(task).start());
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    private TiedDescent tied(Batches batches) {
        return TiedDescent.of(
                SampleGradient.of(batches), LearningRate.constant(0.1).backingOff());
    }

    @Test
    void tiedDescent() {
        assertShareable(tied(Batches.of(y)), seed -> Fixtures.autoencoder(seed, 6, 4, Activation.hardThreshold(0.2)));
    }

    @Test
    void shuffledBatchesAndAdam() {
        assertShareable(
                tied(Batches.of(y).shuffled(64, RandomStreams.of(5))).with(Optimizer.adam()),
                seed -> Fixtures.autoencoder(seed, 6, 4, Activation.relu()));
    }

    @Test
    void plainGradients() {
        assertShareable(tied(Batches.of(y)), seed -> Fixtures.autoencoder(seed, 6, 4, Activation.sigmoid()));
    }

    @Test
    void twoLayerDescent() {
        Regime regime = Regime.JOINTLY_TRAINED;
        assertShareable(
                TwoLayerDescent.of(TwoLayerSampleGradient.of(Batches.of(y), regime), LearningRate.constant(1e-3)),
                seed -> TwoLayerFixtures.autoencoder(regime, seed, 6, 20));
    }

    @Test
    void spanDescent() {
        SpanDescent rule = SpanDescent.of(y, Regime.WEAKLY_TRAINED, LearningRate.constant(1e-3));
        assertShareable(rule, seed -> rule.begin(TwoLayerFixtures.autoencoder(Regime.WEAKLY_TRAINED, seed, 6, 20)));
    }

    /** A listener may run the trainer and ask the source of the run that it listens to. */
    @Test
    void aRunWithinARunChangesNothing() {
        SampleGradient source = SampleGradient.of(Batches.of(y));
        TiedDescent rule = TiedDescent.of(source, LearningRate.constant(0.1));
        Trainer<TiedAutoencoder> trainer = Trainer.of(rule, StoppingRule.steps(4));
        TiedAutoencoder start = Fixtures.autoencoder(1, 6, 4, Activation.relu());
        Function<Trainer<TiedAutoencoder>, INDArray> weights =
                each -> each.train(start).parameters().weights();
        INDArray expected = weights.apply(trainer);
        INDArray disturbed = weights.apply(trainer.withListener((step, progress) -> {
            assertIdentical(expected, weights.apply(trainer));
            source.at(start, 3);
        }));
        assertIdentical(expected, disturbed);
    }
}
