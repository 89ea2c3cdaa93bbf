package org.autoencoder4j.train;

import java.time.Duration;

/**
 * A run so far, as stopping rules and listeners see it.
 *
 * @param history the rows of the steps so far, the present one last; a long run keeps some of them
 * @param elapsed the time since the run began (or was resumed)
 */
public record Progress(History history, Duration elapsed) {
    /**
     * Returns the present step.
     *
     * @return how many updates have been done
     */
    public long step() {
        return last().step();
    }

    /**
     * Returns the row of the present step.
     *
     * @return the last row of the history
     */
    public History.Row last() {
        return history.row(history.size() - 1);
    }
}
