package org.autoencoder4j.provenance;

import org.autoencoder4j.backend.Checks;

/**
 * A part of a run that was computed at one place.
 *
 * @param fromStep the step at which it began, at least 0; 0 for what is no run
 * @param where what computed it
 */
public record Stretch(long fromStep, Environment where) {
    /**
     * Makes a part.
     *
     * @param fromStep the step
     * @param where what computed
     * @throws IllegalArgumentException if the step is below 0
     */
    public Stretch {
        Checks.atLeast("fromStep", fromStep, 0);
    }
}
