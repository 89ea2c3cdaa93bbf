package org.autoencoder4j.gradient;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.SpanDescent;
import org.autoencoder4j.gradient.internal.SpanBatchGradient;
import org.autoencoder4j.init.HeInitialiser;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.Parameters;
import org.autoencoder4j.network.SpanAutoencoder;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.train.internal.CollinearColumns;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gradients of many samples that are interrupted in the middle. */
class InterruptedGradientTest {
    private static final int SAMPLES = 40_000;

    private final INDArray samples = Fixtures.observations(2, SAMPLES, 6);
    private final Thread caller = Thread.currentThread();
    private final AtomicInteger readings = new AtomicInteger();

    /** Interrupts the caller at the third reading: helping threads have read, too, but nobody reads on. */
    private Batches interrupting() {
        return new WatchedBatches(Batches.of(samples), end -> {
            if (readings.incrementAndGet() == 3) {
                caller.interrupt();
            }
        });
    }

    private <P extends Parameters<P>, G extends Gradient> void check(GradientSource<P, G> source, P parameters) {
        Evaluator<P, G> evaluator = source.evaluator();
        readings.set(0);
        assertThrows(CancellationException.class, () -> evaluator.at(parameters, 0));
        assertTrue(Thread.interrupted(), "the flag stays set");
        int read = readings.get();
        assertTrue(read >= 3 && read <= 20, read + " readings of about 40");
        readings.set(100);
        List<INDArray> again = List.copyOf(evaluator.at(parameters, 0).arrays().values());
        List<INDArray> fresh = List.copyOf(source.at(parameters, 0).arrays().values());
        for (int i = 0; i < fresh.size(); i++) {
            assertIdentical(fresh.get(i), again.get(i));
        }
    }

    @Test
    void endBetweenTwoChunks() {
        for (Activation activation : List.of(Activation.relu(), Activation.sigmoid())) {
            check(SampleGradient.of(interrupting()), Fixtures.autoencoder(1, 6, 4, activation));
        }
        Regime regime = Regime.JOINTLY_TRAINED;
        TwoLayerAutoencoder wide = TwoLayerFixtures.autoencoder(regime, 1, 6, 5);
        check(TwoLayerSampleGradient.of(interrupting(), regime), wide);
        check(
                DeepSampleGradient.of(interrupting()),
                new HeInitialiser(List.of(6, 5, 6), DataType.DOUBLE).autoencoder(RandomStreams.of(3)));
    }

    @Test
    void endBetweenTwoTiles() {
        INDArray few = Fixtures.observations(2, 20, 6);
        SpanAutoencoder span = SpanDescent.of(few, Regime.JOINTLY_TRAINED, LearningRate.constant(0.1))
                .begin(TwoLayerFixtures.autoencoder(Regime.JOINTLY_TRAINED, 1, 6, 1100));
        SpanBatchGradient gradient = new SpanBatchGradient(span.samples(), Regime.JOINTLY_TRAINED);
        double loss = gradient.at(span, 0).loss();
        caller.interrupt();
        assertThrows(CancellationException.class, () -> gradient.at(span, 0));
        assertTrue(Thread.interrupted());
        assertTrue(loss == gradient.at(span, 0).loss());
    }

    @Test
    void soDoesTheSearchForCollinearColumns() {
        TiedAutoencoder autoencoder = Fixtures.autoencoder(1, 6, 4, Activation.relu());
        caller.interrupt();
        assertThrows(CancellationException.class, () -> CollinearColumns.of(autoencoder.weights()));
        assertTrue(Thread.interrupted());
    }
}
