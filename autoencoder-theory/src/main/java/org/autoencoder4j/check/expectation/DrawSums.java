package org.autoencoder4j.check.expectation;

import java.util.Arrays;

/** Sums of independent draws of a list of numbers and of their squares. Most entries of a draw may be 0. */
final class DrawSums {
    private final double[] sums;
    private final double[] squares;

    DrawSums(int length) {
        this.sums = new double[length];
        this.squares = new double[length];
    }

    /** Adds an entry of a draw: at most once for each draw, and not at all for a 0. */
    void add(int index, double value) {
        sums[index] += value;
        squares[index] += value * value;
    }

    double[] means(long draws) {
        return Arrays.stream(sums).map(sum -> sum / draws).toArray();
    }

    /** The standard errors of the means. */
    double[] standardErrors(long draws) {
        double[] errors = new double[sums.length];
        Arrays.setAll(errors, index -> {
            double mean = sums[index] / draws;
            return Math.sqrt(Math.max(0, squares[index] / draws - mean * mean) / (draws - 1));
        });
        return errors;
    }
}
