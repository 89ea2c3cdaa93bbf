package org.autoencoder4j.train;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.BiasSchedule;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.gradient.Gradient;
import org.autoencoder4j.gradient.GradientSource;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.progress.ProgressListener;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.train.StopReason.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TrainerTest {
    private final TiedAutoencoder start = Fixtures.autoencoder(1, 6, 4, Activation.hardThreshold(0.2));
    private final INDArray y = Fixtures.observations(2, 100, 6);
    private final TiedDescent rule = TiedDescent.of(
                    SampleGradient.of(Batches.of(y)), LearningRate.constant(0.4).backingOff())
            .with(BiasSchedule.geometric(1.5));

    private Trainer<TiedAutoencoder> trainer(StoppingRule<? super TiedAutoencoder> stop) {
        return Trainer.of(rule, stop);
    }

    @Test
    void theLastLossBelongsToTheFinalParameters() {
        TrainingResult<TiedAutoencoder> result = trainer(StoppingRule.steps(7)).train(start);
        assertEquals(7, result.steps());
        assertEquals(8, result.history().size());
        assertEquals(result.parameters().loss(y), result.loss(), 1e-12);
        assertEquals(start.loss(y), result.initialLoss(), 1e-12);
        assertEquals(Kind.BUDGET_SPENT, result.stopReason().kind());
        assertFalse(result.stopReason().converged());
    }

    @Test
    void zeroStepsGiveTheStartBack() {
        TrainingResult<TiedAutoencoder> result = trainer(StoppingRule.steps(0)).train(start);
        assertEquals(0, result.steps());
        assertIdentical(start.weights(), result.parameters().weights());
    }

    @Test
    void listenersSeeEveryStepInOrder() {
        List<Long> seen = new ArrayList<>();
        trainer(StoppingRule.steps(3))
                .withListener((step, progress) -> {
                    assertEquals(step.index(), progress.step());
                    seen.add(step.index());
                })
                .withListener((step, progress) -> seen.add(-step.index()))
                .train(start);
        assertEquals(List.of(0L, 0L, 1L, -1L, 2L, -2L, 3L, -3L), seen);
    }

    @Test
    void aListenersExceptionReachesTheCaller() {
        Trainer<TiedAutoencoder> failing = trainer(StoppingRule.steps(3)).withListener((step, progress) -> {
            throw new IllegalStateException("enough");
        });
        assertThrows(IllegalStateException.class, () -> failing.train(start));
    }

    /** What a step computes is cancelled: the run ends with what it had, or, without any step, not at all. */
    @Test
    void anInterruptWithinAStepEndsTheRunWithTheStepBefore() {
        for (long interrupted : new long[] {3, 0}) {
            GradientSource<TiedAutoencoder, TiedGradient> source = SampleGradient.of(Batches.of(y));
            GradientSource<TiedAutoencoder, TiedGradient> slow = (a, step) -> {
                if (step == interrupted) {
                    Thread.currentThread().interrupt();
                }
                try (Work work = Work.begin("slow", 1)) {
                    TiedGradient gradient = source.at(a, step);
                    work.advance(1);
                    return gradient;
                }
            };
            Trainer<TiedAutoencoder> trainer =
                    Trainer.of(TiedDescent.of(slow, LearningRate.constant(0.1)), StoppingRule.steps(9));
            if (interrupted == 0) {
                assertThrows(CancellationException.class, () -> trainer.train(start));
            } else {
                TrainingResult<TiedAutoencoder> result = trainer.train(start);
                assertEquals(Kind.INTERRUPTED, result.stopReason().kind());
                assertEquals(interrupted - 1, result.steps());
                assertEquals(result.parameters().loss(y), result.loss(), 1e-12, "that of the last row");
            }
            assertTrue(Thread.interrupted(), "the flag stays set");
        }
    }

    /** A listener or a metric that takes long is cancelled, and the run ends with its step. */
    @Test
    void anInterruptWithinAListenerOrAMetricEndsTheRunWithItsStep() {
        Runnable cancelled = () -> {
            Thread.currentThread().interrupt();
            Work.begin("long").close();
        };
        TrainingResult<TiedAutoencoder> listened = trainer(StoppingRule.steps(9))
                .withListener((step, progress) -> {
                    if (step.index() == 2) {
                        cancelled.run();
                    }
                })
                .train(start);
        assertTrue(Thread.interrupted());
        TrainingResult<TiedAutoencoder> measured = trainer(StoppingRule.steps(9))
                .withMetric("long", 1, parameters -> {
                    cancelled.run();
                    return 1;
                })
                .train(start);
        assertTrue(Thread.interrupted());
        assertEquals(Kind.INTERRUPTED, listened.stopReason().kind());
        assertEquals(2, listened.steps());
        assertEquals(Kind.INTERRUPTED, measured.stopReason().kind());
        assertEquals(0, measured.steps());
        assertThrows(
                CancellationException.class,
                () -> trainer(StoppingRule.steps(9))
                        .withListener((step, progress) -> {
                            throw new CancellationException("by another hand");
                        })
                        .train(start));
    }

    /** What heeds no interrupt, and interrupts the thread at a step. */
    private Trainer<TiedAutoencoder> deaf(long interrupted) {
        GradientSource<TiedAutoencoder, TiedGradient> source = SampleGradient.of(Batches.of(y));
        GradientSource<TiedAutoencoder, TiedGradient> deaf = (a, step) -> {
            TiedGradient gradient = Work.afterwards(() -> source.at(a, step));
            if (step == interrupted) {
                Thread.currentThread().interrupt();
            }
            return gradient;
        };
        return Trainer.of(TiedDescent.of(deaf, LearningRate.constant(0.1)), StoppingRule.steps(9));
    }

    /** What is counted of the columns at steps 0, 1, 2, 4, ... is cancelled, and counted all the same for the result. */
    @Test
    void anInterruptWhileColumnsAreCountedEndsTheRunWithItsStep() {
        TrainingResult<TiedAutoencoder> result = deaf(2).train(start);
        assertTrue(Thread.interrupted());
        assertEquals(Kind.INTERRUPTED, result.stopReason().kind());
        assertEquals(2, result.steps());
        assertEquals(result.parameters().loss(y), result.loss(), 1e-12);
    }

    @Test
    void aListenerThatStopsATrainingAsItBeginsGetsTheResultOfItsStart() {
        ProgressListener stopping =
                (what, done, total) -> Thread.currentThread().interrupt();
        TrainingResult<TiedAutoencoder> result = stopping.during(() -> deaf(-1).train(start));
        assertTrue(Thread.interrupted());
        assertEquals(Kind.INTERRUPTED, result.stopReason().kind());
        assertEquals(0, result.steps());
    }

    @Test
    void anInterruptWithinAStoppingRuleEndsTheRunWithItsStep() {
        StoppingRule<TiedAutoencoder> slow = () -> (step, progress) -> {
            if (step.index() == 3) {
                Thread.currentThread().interrupt();
                Work.begin("long").close();
            }
            return Optional.empty();
        };
        TrainingResult<TiedAutoencoder> result = trainer(slow).train(start);
        assertTrue(Thread.interrupted());
        assertEquals(Kind.INTERRUPTED, result.stopReason().kind());
        assertEquals(3, result.steps());
        StoppingRule<TiedAutoencoder> cancelled = () -> (step, progress) -> {
            throw new CancellationException("by another hand");
        };
        assertThrows(CancellationException.class, () -> trainer(cancelled).train(start));
    }

    /** Whether a run has diverged is computed after its last step. */
    @Test
    void anInterruptAfterTheLastStepCostsNoResult() {
        double[] losses = {1, 10, 1};
        int[] calls = {0};
        GradientSource<TiedAutoencoder, TiedGradient> source = (a, step) -> {
            if (calls[0] == 2) {
                Thread.currentThread().interrupt();
                Work.begin("long").close();
            }
            return new TiedGradient(
                    Nd4j.zerosLike(a.weights()),
                    Nd4j.zerosLike(a.bias()),
                    Nd4j.zerosLike(a.bias()),
                    losses[calls[0]++]);
        };
        TrainingResult<TiedAutoencoder> result = Trainer.of(
                        TiedDescent.of(source, LearningRate.constant(0.1)), StoppingRule.steps(1))
                .train(start);
        assertTrue(Thread.interrupted());
        assertEquals(2, calls[0]);
        assertEquals(Kind.INTERRUPTED, result.stopReason().kind());
        assertEquals(1, result.steps());
        assertEquals(10, result.loss());
    }

    @Test
    void aListenerHearsOfEachStep() {
        List<Long> told = new ArrayList<>();
        ProgressListener listener = (what, done, total) -> told.add(done == total ? -done : done);
        listener.during(() -> trainer(StoppingRule.steps(3)).train(start));
        assertEquals(List.of(0L, 1L, 2L, 3L, -3L), told);
    }

    @Test
    void anInterruptEndsTheRunWithAResult() {
        TrainingResult<TiedAutoencoder> result = trainer(StoppingRule.steps(1000))
                .withListener((step, progress) -> {
                    if (step.index() == 2) {
                        Thread.currentThread().interrupt();
                    }
                })
                .train(start);
        assertTrue(Thread.interrupted(), "the flag stays set");
        assertEquals(Kind.INTERRUPTED, result.stopReason().kind());
        assertEquals(2, result.steps());
        assertEquals(result.parameters().loss(y), result.loss(), 1e-12);
    }

    @Test
    void heldOutLossIsMeasuredAndCanStop() {
        INDArray heldOut = Fixtures.observations(3, 50, 6);
        TrainingResult<TiedAutoencoder> result = trainer(StoppingRule.steps(4))
                .withHeldOut(p -> p.loss(heldOut), 2)
                .train(start);
        assertEquals(start.loss(heldOut), result.history().row(0).heldOutLoss(), 1e-12);
        assertTrue(Double.isNaN(result.history().row(1).heldOutLoss()));
        assertEquals(result.parameters().loss(heldOut), result.history().row(4).heldOutLoss(), 1e-12);

        TrainingResult<TiedAutoencoder> stopped = trainer(
                        StoppingRule.heldOutLossAtMost(1e9).or(StoppingRule.steps(9)))
                .withHeldOut(p -> p.loss(heldOut), 2)
                .train(start);
        assertEquals(0, stopped.steps());
        assertTrue(stopped.stopReason().converged());
    }

    @Test
    void aResumedRunIsTheSameRun(@TempDir Path folder) throws IOException {
        TrainingResult<TiedAutoencoder> whole = trainer(StoppingRule.steps(20)).train(start);
        Path checkpoints = folder.resolve("run");
        trainer(StoppingRule.steps(11)).withCheckpoints(checkpoints, 3).train(start);
        try (Stream<Path> kept = Files.list(checkpoints)) {
            assertEquals(
                    List.of("autoencoder4j-checkpoint-000000000006", "autoencoder4j-checkpoint-000000000009"),
                    kept.map(p -> p.getFileName().toString()).sorted().toList());
        }
        TrainingResult<TiedAutoencoder> resumed =
                trainer(StoppingRule.steps(20)).withCheckpoints(checkpoints, 3).resume(checkpoints);
        assertIdentical(whole.parameters().weights(), resumed.parameters().weights());
        assertIdentical(whole.parameters().bias(), resumed.parameters().bias());
        assertEquals(whole.history().rows(), resumed.history().rows());
    }

    @Test
    void checkpointsAreNotMixedUp(@TempDir Path folder) {
        assertThrows(
                NoSuchFileException.class, () -> trainer(StoppingRule.steps(1)).resume(folder));
        Trainer<TiedAutoencoder> writing = trainer(StoppingRule.steps(2)).withCheckpoints(folder, 1);
        writing.train(start);
        assertThrows(IllegalStateException.class, () -> writing.train(start));
    }

    @Test
    void historyIsWrittenAndReadBackExactly(@TempDir Path folder) throws IOException {
        History history = trainer(StoppingRule.steps(5)).train(start).history();
        Path file = folder.resolve("history.csv");
        history.toCsv(file);
        assertEquals(history.rows(), History.fromCsv(file).rows());
        Files.writeString(file, "nonsense\n1,2\n");
        assertThrows(IllegalArgumentException.class, () -> History.fromCsv(file));
    }

    @Test
    void rulesSayWhyAndWhetherThatIsConvergence() {
        Progress progress = progress(10, 5, 4, 4.001, 3.999);
        assertTrue(check(StoppingRule.lossAtMost(4), progress).orElseThrow().converged());
        assertTrue(check(StoppingRule.lossAtMost(3), progress).isEmpty());
        assertTrue(check(StoppingRule.gradientNormAtMost(1), progress)
                .orElseThrow()
                .converged());
        assertTrue(check(StoppingRule.gradientNormAtMost(0.1), progress).isEmpty());
        assertTrue(check(StoppingRule.stalled(2, 0.01), progress).orElseThrow().converged());
        assertTrue(check(StoppingRule.stalled(3, 0.01), progress).isEmpty(), "5 -> 4 lies in the window");
        assertTrue(check(StoppingRule.stalled(5, 0.01), progress).isEmpty(), "window longer than the run");
        assertFalse(check(StoppingRule.time(Duration.ofSeconds(1)), progress)
                .orElseThrow()
                .converged());
        assertTrue(check(StoppingRule.time(Duration.ofSeconds(3)), progress).isEmpty());
        assertTrue(check(StoppingRule.steps(5), progress).isEmpty());
        assertTrue(check(StoppingRule.heldOutLossAtMost(100), progress).isEmpty(), "not measured");
    }

    @Test
    void rulesCompose() {
        Progress progress = progress(10, 5);
        StoppingRule<Object> yes = StoppingRule.steps(1);
        StoppingRule<Object> no = StoppingRule.steps(100);
        StoppingRule<Object> converged = StoppingRule.lossAtMost(6);
        assertTrue(check(yes.or(no), progress).isPresent());
        assertTrue(check(no.or(yes), progress).isPresent());
        assertTrue(check(no.or(no), progress).isEmpty());
        assertTrue(check(yes.and(no), progress).isEmpty());
        StopReason both = check(yes.and(converged), progress).orElseThrow();
        assertTrue(both.converged());
        assertTrue(both.message().contains("steps done") && both.message().contains("training loss"), both.message());
    }

    @Test
    void aRunInWhichNothingFiresHasNotConverged() {
        History history = new History();
        for (int i = 0; i < 5; i++) {
            history.add(new History.Row(i, 1, Double.NaN, 0, 1, 0, 4, 0, 0, Map.of()));
        }
        Progress asleep = new Progress(history, Duration.ZERO);
        assertTrue(check(StoppingRule.gradientNormAtMost(1), asleep).isEmpty());
        assertTrue(check(StoppingRule.stalled(2, 0.01), asleep).isEmpty());
    }

    @Test
    void badArgumentsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> StoppingRule.steps(-1));
        assertThrows(IllegalArgumentException.class, () -> StoppingRule.lossAtMost(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> StoppingRule.stalled(0, 0.1));
        assertThrows(IllegalArgumentException.class, () -> StoppingRule.stalled(1, 2));
        assertThrows(IllegalArgumentException.class, () -> ProgressLog.every(0));
        assertThrows(
                IllegalArgumentException.class,
                () -> trainer(StoppingRule.steps(1)).withHeldOut(p -> 0, 0));
    }

    /** Shows a rule the steps of a run one by one; what it says of the last is returned. */
    private static Optional<StopReason> check(StoppingRule<Object> rule, Progress whole) {
        StoppingRule.Watch<Object> watch = rule.begin();
        History history = new History();
        Optional<StopReason> said = Optional.empty();
        for (History.Row row : whole.history().rows()) {
            history.add(row);
            Gradient gradient = new TiedGradient(Nd4j.zeros(1, 1), Nd4j.zeros(1), Nd4j.zeros(1), row.loss());
            said = watch.check(
                    new Step<>(row.step(), "", gradient, List.of(TiedAutoencoder.WEIGHTS), 1, 0),
                    new Progress(history, whole.elapsed()));
        }
        return said;
    }

    private static Progress progress(double... losses) {
        History history = new History();
        for (int i = 0; i < losses.length; i++) {
            history.add(new History.Row(i, losses[i], Double.NaN, 0.5, 1, 2, 0, 0, 0, Map.of()));
        }
        return new Progress(history, Duration.ofSeconds(2));
    }
}
