package org.autoencoder4j.learn.sweep;

import java.util.Arrays;

/**
 * Lengths in two numbers.
 *
 * @param median their median, NaN if there are none
 * @param greatest the greatest, NaN if there are none
 */
record Spread(double median, double greatest) {
    /** The spread of the finite ones of some lengths. */
    static Spread of(double[] lengths) {
        double[] sorted =
                Arrays.stream(lengths).filter(Double::isFinite).sorted().toArray();
        int count = sorted.length;
        return count == 0
                ? new Spread(Double.NaN, Double.NaN)
                : new Spread((sorted[count / 2] + sorted[(count - 1) / 2]) / 2, sorted[count - 1]);
    }
}
