package org.autoencoder4j.ntk.convergence;

import org.apache.commons.numbers.gamma.Erf;
import org.apache.commons.numbers.gamma.RegularizedBeta;
import org.autoencoder4j.backend.Checks;

/**
 * How many of m normal units can change sign at a unit sample when each moves by at most R: those with {@code |<w_r, x>| <=
 * R}, each with probability {@code p = P(|N(0, 1)| <= R) = erf(R / sqrt 2) <= 2 R / sqrt(2 pi)}.
 *
 * <p>Threads may use it at the same time.
 *
 * @paper NWH-NTK Lemmas 4.2 and A.4, Corollary 4.1
 */
public final class UnitFlips {
    private static final double DENSITY = 2 / Math.sqrt(2 * Math.PI);

    private UnitFlips() {}

    /**
     * Returns the probability that a unit is within reach of its kink.
     *
     * @param radius R, at least 0
     * @return {@code erf(R / sqrt 2)}
     * @throws IllegalArgumentException if radius is negative or not finite
     */
    public static double probability(double radius) {
        return Erf.value(Checks.nonNegative("radius", radius) / Math.sqrt(2));
    }

    /**
     * Returns the exact probability that more than 4 m R units are within reach of their kink at one sample. It covers both
     * ends of a step if both are within R of the start.
     *
     * @param units m, at least 1
     * @param radius R, at least 0
     * @return {@code P(Binomial(m, p) > 4 m R)}
     * @throws IllegalArgumentException if a number is outside its range
     * @paper NWH-NTK Lemma A.4, with its failure probability made exact
     */
    public static double failureProbability(int units, double radius) {
        Checks.atLeast("units", units, 1);
        double allowed = 4.0 * units * Checks.nonNegative("radius", radius);
        if (allowed >= units) {
            return 0;
        }
        double k = Math.floor(allowed);
        return RegularizedBeta.value(probability(radius), k + 1, units - k);
    }

    /**
     * Bounds {@link #failureProbability} by Bernstein's inequality with mean at most {@code 2 m R / sqrt(2 pi)}: {@code
     * exp(-c m R)} with {@code c = (4 - a)^2 / (2 (a + (4 - a) / 3)) = 2.74...} and {@code a = 2 / sqrt(2 pi)}.
     *
     * @param units m, above 0
     * @param radius R, at least 0
     * @return the bound
     * @throws IllegalArgumentException if a number is outside its range
     * @paper NWH-NTK Lemma A.4
     */
    public static double failureBound(double units, double radius) {
        Checks.positive("units", units);
        Checks.nonNegative("radius", radius);
        double excess = 4 - DENSITY;
        return Math.exp(-excess * excess / 2 / (DENSITY + excess / 3) * units * radius);
    }

    /**
     * Bounds the expected change of the encoder's kernel over all W whose units are within R of the start: {@code E sup ||G -
     * G(0)||_F <= (4 / sqrt(2 pi)) n^2 d R}, where the columns of A have length sqrt(d). By Markov's inequality it exceeds
     * {@code 2 n^2 d R / delta} with probability at most delta.
     *
     * @param samples n, at least 1
     * @param features d, at least 1
     * @param radius R, at least 0
     * @return the bound on the expectation
     * @throws IllegalArgumentException if a number is outside its range
     * @paper NWH-NTK Lemma 4.2, and Corollary 4.1 (corrected: 2 n^2 d R / delta)
     */
    public static double kernelChange(int samples, int features, double radius) {
        Checks.atLeast("samples", samples, 1);
        Checks.atLeast("features", features, 1);
        Checks.nonNegative("radius", radius);
        return 2 * DENSITY * samples * samples * (double) features * radius;
    }
}
