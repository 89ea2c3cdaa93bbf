package org.autoencoder4j.train;

import java.time.Duration;
import org.autoencoder4j.backend.Checks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs a run's progress through SLF4J, at level INFO, under the name of this class.
 *
 * @param <P> the parameters
 */
public final class ProgressLog<P> implements TrainingListener<P> {
    private static final Logger LOG = LoggerFactory.getLogger(ProgressLog.class);

    private final long every;

    private ProgressLog(long every) {
        this.every = every;
    }

    /**
     * Makes a listener that logs every so many steps.
     *
     * @param steps how many steps lie between two lines, at least 1; the first is at step 0
     * @param <P> the parameters
     * @return the listener
     * @throws IllegalArgumentException if steps is below 1
     */
    public static <P> ProgressLog<P> every(long steps) {
        Checks.atLeast("steps", steps, 1);
        return new ProgressLog<>(steps);
    }

    @Override
    public void onStep(Step<P> step, Progress progress) {
        if (step.index() % every != 0) {
            return;
        }
        History.Row row = progress.last();
        Duration elapsed = progress.elapsed();
        LOG.info(
                "step {}: loss {}, gradient {}, learning rate {}, mean L0 {}, dead units {}, {} s",
                row.step(),
                row.loss(),
                row.gradientNorm(),
                row.learningRate(),
                row.meanL0(),
                row.deadUnits(),
                elapsed.toMillis() / 1000.0);
    }
}
