package org.autoencoder4j.check.latents;

import org.autoencoder4j.check.consistency.Interval;

/**
 * What a {@link RandomCodeCertificate} says of one unit over random codes.
 *
 * @param unit i
 * @param window the thresholds at which each of the two misfires has at most the probability asked for: {@code low <= t <= high};
 *     empty if low is above high
 * @param level the threshold that there is
 * @param falseFiring a bound of the probability that the unit fires and its atom is not in the support
 * @param missing a bound of the probability that the unit is silent and its atom is in the support
 */
public record RandomCodeUnit(int unit, Interval window, double level, double falseFiring, double missing) {
    /**
     * Bounds the probability that the unit is wrong.
     *
     * @return the sum of both
     */
    public double misfire() {
        return falseFiring + missing;
    }

    /**
     * Tells whether each of the two misfires has at most the probability asked for.
     *
     * @return whether the level is within the window
     */
    public boolean certified() {
        return window.low() <= level && level <= window.high();
    }
}
