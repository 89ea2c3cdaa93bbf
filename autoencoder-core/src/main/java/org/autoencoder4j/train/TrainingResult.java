package org.autoencoder4j.train;

import java.time.Duration;

/**
 * What a run gave. It owns its parameters.
 *
 * @param parameters the final parameters; after a loss that is not finite, the newest at which it was
 * @param stopReason why the run ended
 * @param history one row for each step; the last belongs to the final parameters
 * @param elapsed how long it took
 * @param <P> the parameters
 */
public record TrainingResult<P>(P parameters, StopReason stopReason, History history, Duration elapsed) {
    /**
     * Returns the number of updates.
     *
     * @return the last row's step
     */
    public long steps() {
        return history.row(history.size() - 1).step();
    }

    /**
     * Returns the loss at step 0.
     *
     * @return the first row's loss
     */
    public double initialLoss() {
        return history.row(0).loss();
    }

    /**
     * Returns the loss at the last step.
     *
     * @return the last row's loss, which belongs to the final parameters unless it is not finite
     */
    public double loss() {
        return history.row(history.size() - 1).loss();
    }
}
