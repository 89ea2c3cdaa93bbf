package org.autoencoder4j.descent;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.gradient.Gradient;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.gradient.TwoLayerFixtures;
import org.autoencoder4j.gradient.TwoLayerSampleGradient;
import org.autoencoder4j.gradient.WatchedBatches;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.SpanAutoencoder;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.autoencoder4j.train.UpdateRule;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One rule or source in two runs at a time is refused; one after the other it may serve any threads. */
class OneRunAtATimeTest {
    private final TiedAutoencoder start = Fixtures.autoencoder(1, 6, 4, Activation.hardThreshold(0.2));
    private final INDArray y = Fixtures.observations(2, 100, 6);
    private final TwoLayerAutoencoder wide = TwoLayerFixtures.autoencoder(Regime.JOINTLY_TRAINED, 1, 6, 20);

    private TiedDescent tied() {
        return TiedDescent.of(SampleGradient.of(Batches.of(y)), LearningRate.constant(0.1));
    }

    private TwoLayerDescent twoLayer() {
        return TwoLayerDescent.of(
                TwoLayerSampleGradient.of(Batches.of(y), Regime.JOINTLY_TRAINED), LearningRate.constant(1e-3));
    }

    private static <T> T inAnotherThread(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> new Thread(task).start())
                .join();
    }

    /** A run during which, at step 2, another of the same rule takes place in another thread: the first must not go on. */
    private static <P> void assertRefuses(Supplier<UpdateRule<P>> rules, P start, Function<P, INDArray> array) {
        UpdateRule<P> rule = rules.get();
        Trainer<P> trainer = Trainer.of(rule, StoppingRule.steps(4));
        INDArray expected = array.apply(trainer.train(start).parameters());
        assertIdentical(
                expected,
                array.apply(inAnotherThread(() -> trainer.train(start)).parameters()));
        AtomicReference<P> other = new AtomicReference<>();
        Trainer<P> disturbed = trainer.withListener((step, progress) -> {
            if (step.index() == 2) {
                other.set(inAnotherThread(() -> trainer.train(start)).parameters());
            }
        });
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> disturbed.train(start));
        assertTrue(e.getMessage().contains("make a gradient source and a rule for each run"), e.getMessage());
        assertIdentical(expected, array.apply(other.get()));
        assertIdentical(expected, array.apply(trainer.train(start).parameters()));
    }

    @Test
    void everyRuleRefusesARunWithinARun() {
        assertRefuses(this::tied, start, TiedAutoencoder::weights);
        assertRefuses(this::twoLayer, wide, TwoLayerAutoencoder::encoder);
        SpanDescent span = SpanDescent.of(y, Regime.WEAKLY_TRAINED, LearningRate.constant(1e-3));
        assertRefuses(() -> span, span.begin(wide), SpanAutoencoder::preActivations);
    }

    @Test
    void aListenerThatAsksTheSourceOfItsRunIsRefused() {
        SampleGradient source = SampleGradient.of(Batches.of(y));
        Trainer<TiedAutoencoder> trainer = Trainer.of(
                        TiedDescent.of(source, LearningRate.constant(0.1)), StoppingRule.steps(4))
                .withListener((step, progress) -> source.at(start, 0));
        assertThrows(IllegalStateException.class, () -> trainer.train(start));
        Trainer<TiedAutoencoder> measuring = Trainer.of(
                        TiedDescent.of(source, LearningRate.constant(0.1)), StoppingRule.steps(0))
                .withHeldOut(p -> source.at(start, 0).loss(), 1);
        assertThrows(IllegalStateException.class, () -> measuring.train(start));
    }

    @Test
    void sessionsInTurnAreNotRefused() {
        TiedDescent rule = tied();
        UpdateRule.Session<TiedAutoencoder> first = rule.start(start);
        UpdateRule.Session<TiedAutoencoder> second = rule.start(start);
        for (int step = 0; step < 3; step++) {
            first.evaluate();
            first.advance();
            second.evaluate();
            second.advance();
        }
        assertIdentical(first.result().weights(), second.result().weights());
        first.evaluate();
        second.evaluate();
        assertThrows(IllegalStateException.class, first::advance);
        second.advance();
    }

    /** Lets the first reading wait in the middle of its call, until the test lets it go on. */
    private static final class Halt implements LongConsumer {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);
        private final AtomicBoolean isFirst = new AtomicBoolean(true);

        @Override
        public void accept(long to) {
            if (isFirst.getAndSet(false)) {
                asked.countDown();
                await(go);
            }
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Asks a source again while a first call is being made in another thread. */
    private static <G extends Gradient> G assertRefusesACallWithinACall(Supplier<G> call, Halt halt) {
        CompletableFuture<G> first = CompletableFuture.supplyAsync(call, task -> new Thread(task).start());
        Halt.await(halt.asked);
        try {
            IllegalStateException e = assertThrows(IllegalStateException.class, call::get);
            assertTrue(e.getMessage().contains("while it is computing"), e.getMessage());
        } finally {
            halt.go.countDown();
        }
        assertTrue(first.join().isCurrent());
        return first.join();
    }

    @Test
    void aCallWithinACallIsRefusedAndTheFirstIsRight() {
        INDArray expected = SampleGradient.of(Batches.of(y)).at(start, 0).weights();
        Halt halt = new Halt();
        SampleGradient source = SampleGradient.of(new WatchedBatches(Batches.of(y), halt));
        TiedGradient first = assertRefusesACallWithinACall(() -> source.at(start, 0), halt);
        assertIdentical(expected, first.weights());
        assertIdentical(expected, source.at(start, 0).weights());
        assertFalse(first.isCurrent());
    }

    @Test
    void aCallWithinACallOfBothLayersIsRefused() {
        Halt halt = new Halt();
        TwoLayerSampleGradient source =
                TwoLayerSampleGradient.of(new WatchedBatches(Batches.of(y), halt), Regime.JOINTLY_TRAINED);
        assertRefusesACallWithinACall(() -> source.at(wide, 0), halt);
    }
}
