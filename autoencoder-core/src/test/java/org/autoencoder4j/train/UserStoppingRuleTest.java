package org.autoencoder4j.train;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.train.TrainingResult.Kept;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stopping rule of a user's own, which keeps the parameters whose first entry was the greatest. */
class UserStoppingRuleTest {
    private final TiedAutoencoder start = Fixtures.autoencoder(1, 6, 4, Activation.hardThreshold(0.2));
    private final TiedDescent rule =
            TiedDescent.of(SampleGradient.of(Batches.of(Fixtures.observations(2, 100, 6))), LearningRate.constant(0.8));

    private static final class GreatestEntry implements StoppingRule.Watch<TiedAutoencoder> {
        private double greatest = Double.NEGATIVE_INFINITY;
        private boolean isBest;

        @Override
        public Optional<StopReason> check(Step<? extends TiedAutoencoder> step, Progress progress) {
            double entry = entry(step.parameters());
            isBest = entry > greatest;
            greatest = Math.max(greatest, entry);
            return Optional.empty();
        }

        @Override
        public boolean isBest() {
            return isBest;
        }

        @Override
        public Map<String, double[]> memory() {
            return Map.of("greatestEntry", new double[] {greatest});
        }

        @Override
        public void restore(Map<String, double[]> memory) {
            greatest = memory.getOrDefault("greatestEntry", new double[] {greatest})[0];
        }
    }

    private static double entry(TiedAutoencoder parameters) {
        return Math.cos(1e3 * parameters.weights().getDouble(0, 0));
    }

    private Trainer<TiedAutoencoder> trainer(int steps) {
        StoppingRule<TiedAutoencoder> greatest = GreatestEntry::new;
        return Trainer.of(rule, greatest.or(StoppingRule.steps(steps)));
    }

    @Test
    void itsBestSurvivesAResumptionAtAnyStep(@TempDir Path folder) throws Exception {
        TrainingResult<TiedAutoencoder> whole = trainer(25).train(start);
        Kept<TiedAutoencoder> best = whole.kept().orElseThrow();
        assertTrue(
                best.row().step() > 0 && best.row().step() < 25,
                "at step " + best.row().step());
        for (int steps = 2; steps < 25; steps++) {
            Path run = folder.resolve("run-" + steps);
            trainer(steps).withCheckpoints(run, 1).train(start);
            TrainingResult<TiedAutoencoder> resumed = trainer(25).resume(run);
            Kept<TiedAutoencoder> again = resumed.kept().orElseThrow();
            assertEquals(best.row(), again.row());
            assertIdentical(best.parameters().weights(), again.parameters().weights());
            assertIdentical(whole.parameters().weights(), resumed.parameters().weights());
            assertEquals(whole.history().rows(), resumed.history().rows());
        }
    }
}
