package org.autoencoder4j.check.contraction.internal;

/** Means of independent vectors that are bounded, each statement with a probability of at least {@code 1 - exp(-L)}. */
public final class VectorBernstein {
    private VectorBernstein() {}

    /**
     * How far a mean of N vectors is from its expectation, by Bousquet's inequality with {@code E|sum| <= sqrt(N V)}:
     * {@code sqrt(V/N) + sqrt(2 L (v + 2 B sqrt(V/N)) / N) + B L / (3 N)}.
     *
     * @param variance V, no less than the mean squared distance of one of them from its expectation
     * @param direction v, no less than its variance in any direction; V will do
     * @param bound B, no less than its distance from the expectation
     */
    public static double deviation(double variance, double direction, double bound, double exponent, double count) {
        double mean = Math.sqrt(variance / count);
        return mean + Math.sqrt(2 * exponent * (direction + 2 * bound * mean) / count) + bound * exponent / (3 * count);
    }

    /**
     * Bounds a second moment by the mean square of M drawn vectors of length B or less, by the lower tail of sums that are not
     * negative: {@code (B sqrt(L/(2M)) + sqrt(mean + L B^2/(2M)))^2}.
     */
    public static double secondMoment(double mean, double bound, double exponent, double count) {
        double root = bound * Math.sqrt(exponent / (2 * count));
        double sum = root + Math.sqrt(mean + root * root);
        return sum * sum;
    }
}
