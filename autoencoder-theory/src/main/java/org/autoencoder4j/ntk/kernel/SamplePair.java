package org.autoencoder4j.ntk.kernel;

/**
 * Two samples and the angle between them.
 *
 * @param first the row of the one
 * @param second the row of the other, greater than first
 * @param angle between them, 0 to pi
 */
public record SamplePair(int first, int second, double angle) {
    /**
     * Returns the pair in words.
     *
     * @return for example {@code "samples 0 and 4 (angle 0.0)"}
     */
    @Override
    public String toString() {
        return "samples " + first + " and " + second + " (angle " + angle + ")";
    }
}
