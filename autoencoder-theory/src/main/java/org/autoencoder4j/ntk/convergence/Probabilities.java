package org.autoencoder4j.ntk.convergence;

/** The check of a probability of failure. */
final class Probabilities {
    private Probabilities() {}

    static void check(double delta) {
        if (!(delta > 0 && delta <= 1)) {
            throw new IllegalArgumentException("delta = " + delta + " must be above 0 and at most 1");
        }
    }
}
