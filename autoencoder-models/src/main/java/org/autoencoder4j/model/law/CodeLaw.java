package org.autoencoder4j.model.law;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The law of a sparse code x* of m units: the law of its support S, of exactly k units, and given S independent values
 * on it. It states its own constants, so that nobody who checks a theorem has to guess them.
 *
 * <p>Immutable; threads may share it.
 *
 * @paper NWH19 assumptions A1, A2, A3
 */
public sealed interface CodeLaw permits OneHotCodes, SparseCodes {
    /**
     * Returns the number of units.
     *
     * @return m, at least 1
     */
    int units();

    /**
     * Returns the size of every support.
     *
     * @return k, between 1 and m
     */
    int sparsity();

    /**
     * Returns the law of the values on the support.
     *
     * @return the law, with its a1, a2, kappa1 and kappa2
     */
    ValueLaw values();

    /**
     * Returns the probability that all the given units are in the support. Indices may repeat and then count once, so
     * that {@code inclusion(i, i) = inclusion(i) = p_i}, {@code inclusion(i, j) = p_ij}, and so on for p_ijl and
     * p_ijlq. Cost: quadratic in the number of indices.
     *
     * @param indices units, each from 0 to m - 1
     * @return the probability; 1 if no index is given
     * @throws IllegalArgumentException if an index is outside the range
     * @paper NWH19 assumption A1
     */
    double inclusion(int... indices);

    /**
     * Draws one code.
     *
     * @param random the source
     * @param support receives the support, ascending; length k
     * @param values receives the values on it, in the same order; length k
     * @throws IllegalArgumentException if an array's length is not k
     */
    void draw(RandomGenerator random, int[] support, double[] values);

    /**
     * Returns the least magnitude of a non-zero entry.
     *
     * @return a1, above 0
     * @paper NWH19 assumption A3
     */
    default double a1() {
        return values().a1();
    }

    /**
     * Returns the greatest magnitude of a non-zero entry.
     *
     * @return a2, finite and at least a1
     * @paper NWH19 assumption A3
     */
    default double a2() {
        return values().a2();
    }

    /**
     * Returns the mean of a non-zero entry.
     *
     * @return kappa1 = E[x_i | i in S]
     * @paper NWH19 assumption A2
     */
    default double kappa1() {
        return values().kappa1();
    }

    /**
     * Returns the second moment of a non-zero entry.
     *
     * @return kappa2 = E[x_i^2 | i in S]
     * @paper NWH19 assumption A2
     */
    default double kappa2() {
        return values().kappa2();
    }

    /**
     * Tells whether entries take both signs. If they do, atoms are determined only up to their sign.
     *
     * @return true for sparse coding, false for mixtures and non-negative codes
     */
    default boolean signed() {
        return values().signed();
    }

    /**
     * Returns the codes of a mixture with given weights: exactly one entry is 1.
     *
     * @param weights p, one positive weight for each unit, with sum 1 to within 1e-9
     * @return the law, with k = kappa1 = kappa2 = a1 = a2 = 1
     * @throws IllegalArgumentException if there is no weight, one is not above 0, or the sum is not 1
     */
    static OneHotCodes oneHot(double... weights) {
        return new OneHotCodes(weights);
    }

    /**
     * Returns the codes of a mixture with equal weights 1/m.
     *
     * @param units m, at least 1
     * @return the law
     * @throws IllegalArgumentException if units is below 1
     */
    static OneHotCodes oneHotUniform(int units) {
        double[] weights = new double[Math.max(0, units)];
        Arrays.fill(weights, 1.0 / units);
        return new OneHotCodes(weights);
    }

    /**
     * Returns codes whose support is a uniformly drawn set of k units.
     *
     * @param units m, at least 1
     * @param sparsity k, between 1 and m
     * @param values the law of the values on the support
     * @return the law
     * @throws IllegalArgumentException if units is below 1 or sparsity is outside its range
     */
    static SparseCodes sparse(int units, int sparsity, ValueLaw values) {
        return new SparseCodes(units, sparsity, values);
    }
}
