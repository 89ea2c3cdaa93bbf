package org.autoencoder4j.model.law;

import java.util.random.RandomGenerator;

/**
 * The law of one non-zero entry of a code: bounded away from 0 and bounded, {@code a1 <= |x| <= a2}. The non-zero
 * entries of a code are independent draws from it, given the support.
 *
 * <p>Immutable; threads may share it.
 *
 * @paper NWH19 assumptions A2, A3
 */
public sealed interface ValueLaw permits SymmetricLaw, NonNegativeUniform {
    /**
     * Returns the least magnitude.
     *
     * @return a1, above 0
     */
    double a1();

    /**
     * Returns the greatest magnitude.
     *
     * @return a2, finite and at least a1
     */
    double a2();

    /**
     * Returns the mean of a value.
     *
     * @return kappa1 = E[x], exactly 0 for a symmetric law
     */
    double kappa1();

    /**
     * Returns the second moment of a value.
     *
     * @return kappa2 = E[x^2], between a1^2 and a2^2
     */
    double kappa2();

    /**
     * Tells whether values take both signs.
     *
     * @return true for a symmetric law, false if all values are positive
     */
    boolean signed();

    /**
     * Draws one value.
     *
     * @param random the source; how many numbers are taken from it is the same for every value of a law
     * @return a value x with {@code a1 <= |x| <= a2}
     */
    double draw(RandomGenerator random);

    /**
     * Returns the law of fair signs: +1 or -1. Then kappa1 = 0, kappa2 = a1 = a2 = 1.
     *
     * @return the law
     */
    static SymmetricLaw rademacher() {
        return new SymmetricUniform(1, 1);
    }

    /**
     * Returns the law of {@code s u}, s a fair sign and u uniform on [a1, a2].
     *
     * @param a1 the least magnitude, above 0
     * @param a2 the greatest magnitude, finite and at least a1
     * @return the law
     * @throws IllegalArgumentException unless 0 &lt; a1 &lt;= a2 &lt; infinity
     */
    static SymmetricLaw symmetricUniform(double a1, double a2) {
        return new SymmetricUniform(a1, a2);
    }

    /**
     * Returns the law of a normal variable with mean 0 and standard deviation {@code scale}, given that its magnitude
     * lies in [a1, a2].
     *
     * @param a1 the least magnitude, above 0 and at most 8 scale
     * @param a2 the greatest magnitude, finite and at least a1
     * @param scale the standard deviation before the truncation, above 0
     * @return the law
     * @throws IllegalArgumentException unless 0 &lt; a1 &lt;= a2 &lt; infinity and a1 &lt;= 8 scale &lt; infinity
     */
    static SymmetricLaw truncatedGaussian(double a1, double a2, double scale) {
        return new TruncatedGaussian(a1, a2, scale);
    }

    /**
     * Returns the uniform law on [a1, a2]; a1 = a2 gives a constant.
     *
     * @param a1 the least value, above 0
     * @param a2 the greatest value, finite and at least a1
     * @return the law
     * @throws IllegalArgumentException unless 0 &lt; a1 &lt;= a2 &lt; infinity
     */
    static NonNegativeUniform nonNegativeUniform(double a1, double a2) {
        return new NonNegativeUniform(a1, a2);
    }
}
