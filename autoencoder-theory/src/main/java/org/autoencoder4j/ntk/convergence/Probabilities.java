package org.autoencoder4j.ntk.convergence;

import org.autoencoder4j.backend.Checks;

/** The check of a probability of failure, and Chernoff's tails. */
final class Probabilities {
    private Probabilities() {}

    static void check(double delta) {
        if (!(delta > 0 && delta <= 1)) {
            throw new IllegalArgumentException("delta = " + delta + " must be above 0 and at most 1");
        }
    }

    /** {@code factor exp(-units / scale)}, at most 1. */
    static double tail(double factor, double scale, double units) {
        return Math.min(1, factor * Math.exp(-Checks.positive("units", units) / scale));
    }

    /** h+, for x above 0. */
    static double rise(double x) {
        return (1 + x) * Math.log1p(x) - x;
    }

    /** h-, for x above 0 and below 1. */
    static double fall(double x) {
        return x + (1 - x) * Math.log1p(-x);
    }
}
