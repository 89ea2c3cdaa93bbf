package org.autoencoder4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.autoencoder4j.descent.SavedRuns;
import org.autoencoder4j.testsupport.ArrayAssert;
import org.autoencoder4j.train.TrainingResult.Kept;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Early stopping by a metric, for every kind of parameters. */
class EarlyStoppingTest {
    /** A metric that falls until step 8 and rises after it, measured at each second step. */
    private static <P> Trainer<P> trainer(SavedRuns.Run<P> run, StoppingRule<Object> stop) {
        int[] step = {0};
        return Trainer.of(run.rule(), stop)
                .withListener((now, progress) -> step[0] = (int) now.index() + 1)
                .withMetric("distance", 2, parameters -> Math.abs(8 - step[0]) + 1.0);
    }

    @ParameterizedTest
    @EnumSource
    void endsAfterItsPatienceWithTheBest(SavedRuns kind, @TempDir Path folder) throws Exception {
        check(kind.run(), folder);
    }

    private static <P> void check(SavedRuns.Run<P> run, Path folder) throws Exception {
        StoppingRule<Object> patience = StoppingRule.earlyStopping("distance", 5);
        TrainingResult<P> whole = trainer(run, patience).train(run.start());
        assertTrue(whole.stopReason().converged(), whole.stopReason().toString());
        assertEquals(13, whole.steps());
        Kept<P> best = whole.kept().orElseThrow();
        assertEquals(8, best.row().step());
        List<INDArray> expected = run.arrays()
                .apply(Trainer.of(run.rule(), StoppingRule.steps(8))
                        .train(run.start())
                        .parameters());
        List<INDArray> found = run.arrays().apply(best.parameters());
        IntStream.range(0, found.size()).forEach(i -> ArrayAssert.assertIdentical(expected.get(i), found.get(i)));
        trainer(run, patience.or(StoppingRule.steps(11)))
                .withCheckpoints(folder, 10)
                .train(run.start());
        Kept<P> again = trainer(run, patience).resume(folder).kept().orElseThrow();
        assertEquals(best.row(), again.row());
        List<INDArray> kept = run.arrays().apply(again.parameters());
        IntStream.range(0, found.size()).forEach(i -> ArrayAssert.assertIdentical(found.get(i), kept.get(i)));
    }

    @Test
    void aMetricThatNobodyMeasuresIsNamed() {
        SavedRuns.Run<?> run = SavedRuns.TIED.run();
        String message = assertThrows(IllegalArgumentException.class, () -> misspelt(run))
                .getMessage();
        assertTrue(message.contains("distanc\"") && message.contains("[distance]"), message);
        assertThrows(IllegalArgumentException.class, () -> StoppingRule.earlyStopping("loss", 0));
    }

    private static <P> void misspelt(SavedRuns.Run<P> run) {
        trainer(run, StoppingRule.earlyStopping("distanc", 5)).train(run.start());
    }
}
