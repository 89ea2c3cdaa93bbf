package org.autoencoder4j.gradient;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.train.StopReason;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.autoencoder4j.train.TrainingResult;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the fused gradient does to threads, and they to it. */
class FusedThreadsTest {
    private static final int BLAS_THREADS = 2;

    private final TiedAutoencoder autoencoder = Fixtures.autoencoder(1, 30, 40, Activation.relu());
    private final INDArray observations = Fixtures.observations(2, 3000, 30);
    private int found;

    @BeforeEach
    void setBlasThreads() {
        found = openblas_nolapack.blas_get_num_threads();
        openblas_nolapack.blas_set_num_threads(BLAS_THREADS);
    }

    @AfterEach
    void theNumberOfBlasThreadsIsAsBefore() {
        int after = openblas_nolapack.blas_get_num_threads();
        openblas_nolapack.blas_set_num_threads(found);
        assertEquals(BLAS_THREADS, after);
    }

    @Test
    void severalCallersGetWhatOneGets() throws Exception {
        INDArray expected =
                SampleGradient.of(Batches.of(observations)).at(autoencoder, 0).weights();
        ExecutorService callers = Executors.newFixedThreadPool(4);
        try {
            List<Future<INDArray>> results = new ArrayList<>();
            for (int caller = 0; caller < 4; caller++) {
                results.add(callers.submit(() -> {
                    SampleGradient source = SampleGradient.of(Batches.of(observations));
                    for (int step = 0; step < 20; step++) {
                        source.at(autoencoder, step);
                    }
                    return source.at(autoencoder, 20).weights();
                }));
            }
            for (Future<INDArray> result : results) {
                assertIdentical(expected, result.get());
            }
        } finally {
            callers.shutdown();
        }
    }

    @Test
    void aFailureOfAReaderReachesTheCallerAndTheNextStepIsRight() {
        AtomicBoolean failing = new AtomicBoolean(true);
        SampleGradient source = SampleGradient.of(new WatchedBatches(Batches.of(observations), to -> {
            if (failing.get() && to > 1500) {
                throw new IllegalStateException("beyond");
            }
        }));
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> source.at(autoencoder, 0));
        assertEquals("beyond", e.getMessage());
        assertEquals(BLAS_THREADS, openblas_nolapack.blas_get_num_threads());
        failing.set(false);
        INDArray expected =
                SampleGradient.of(Batches.of(observations)).at(autoencoder, 0).weights();
        assertIdentical(expected, source.at(autoencoder, 0).weights());
    }

    @Test
    void anInterruptEndsAGradientAndDisturbsNotTheNext() {
        Evaluator<TiedAutoencoder, TiedGradient> evaluator =
                SampleGradient.of(Batches.of(observations)).evaluator();
        INDArray expected = evaluator.at(autoencoder, 0).weights().dup();
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> evaluator.at(autoencoder, 0));
        assertTrue(Thread.interrupted());
        assertIdentical(expected, evaluator.at(autoencoder, 0).weights());
    }

    @Test
    void anInterruptedRunEndsWithAResult() {
        TiedDescent rule = TiedDescent.of(SampleGradient.of(Batches.of(observations)), LearningRate.constant(0.1));
        TrainingResult<TiedAutoencoder> result = Trainer.of(rule, StoppingRule.steps(1000))
                .withListener((step, progress) -> {
                    if (step.index() == 3) {
                        Thread.currentThread().interrupt();
                    }
                })
                .train(autoencoder);
        assertTrue(Thread.interrupted());
        assertEquals(StopReason.Kind.INTERRUPTED, result.stopReason().kind());
        assertFalse(Double.isNaN(result.parameters().loss(observations)));
    }
}
