package org.autoencoder4j.model.law;

import java.io.Serializable;
import java.util.random.RandomGenerator;

/**
 * The law of one non-zero entry of a code. The non-zero entries of a code are independent draws from it, given the
 * support.
 *
 * <p>A law of your own draws values and says whether they take both signs. The constants are its to state: one that it
 * does not override, or does not have, is an {@link UnstatedConstantException} for whoever needs it, never a guess. Its
 * {@code toString} names it in messages and should tell its parameters.
 *
 * <p>Immutable; threads may share it. It is sent to other processes by its fields, which are to be numbers or such values.
 *
 * @paper NWH19 assumptions A2, A3
 */
public interface ValueLaw extends Serializable {
    /**
     * Returns the least magnitude: {@code |x| >= a1} for each value x.
     *
     * @return a1, above 0
     * @throws UnstatedConstantException if the law does not state it or values come arbitrarily near 0
     */
    default double a1() {
        throw unstated("a1");
    }

    /**
     * Returns the greatest magnitude: {@code |x| <= a2} for each value x.
     *
     * @return a2, finite and at least a1
     * @throws UnstatedConstantException if the law does not state it or values are unbounded
     */
    default double a2() {
        throw unstated("a2");
    }

    /**
     * Returns the mean of a value.
     *
     * @return kappa1 = E[x], exactly 0 for a symmetric law
     * @throws UnstatedConstantException if the law does not state it
     */
    default double kappa1() {
        throw unstated("kappa1");
    }

    /**
     * Returns the second moment of a value.
     *
     * @return kappa2 = E[x^2], between a1^2 and a2^2
     * @throws UnstatedConstantException if the law does not state it
     */
    default double kappa2() {
        throw unstated("kappa2");
    }

    /**
     * Returns a sub-Gaussian parameter of a value: {@code E exp(t (x - kappa1)) <= exp(s^2 t^2 / 2)} for each t. A law that
     * states a1 and a2 has one by Hoeffding's lemma: half the length of the range, a2 if values take both signs and {@code
     * (a2 - a1) / 2} if not. Unbounded laws may have one, too.
     *
     * @return s, finite and at least 0; its square is no less than the variance
     * @throws UnstatedConstantException if the law states neither this nor a1 and a2, or has no such parameter
     */
    default double subGaussian() {
        try {
            return signed() ? a2() : (a2() - a1()) / 2;
        } catch (UnstatedConstantException e) {
            throw unstated("subGaussian");
        }
    }

    /**
     * Returns how often a value is small.
     *
     * @param magnitude a, at least 0
     * @return {@code P(|x| < a)}, from 0 to 1; 0 up to a1
     * @throws IllegalArgumentException if magnitude is negative or NaN
     * @throws UnstatedConstantException if the law states neither this nor an a1 of at least the magnitude
     */
    default double probabilityBelow(double magnitude) {
        if (Magnitudes.check(magnitude) <= a1()) {
            return 0;
        }
        throw unstated("probabilityBelow(double)");
    }

    /**
     * Tells whether values take both signs.
     *
     * @return true for a symmetric law, false if all values are positive
     */
    boolean signed();

    /**
     * Draws one value.
     *
     * @param random the source; a law may take as many numbers from it as it needs
     * @return a value, finite and not 0, within the bounds and of the signs that the law states
     */
    double draw(RandomGenerator random);

    private UnstatedConstantException unstated(String constant) {
        String method = constant.endsWith(")") ? constant : constant + "()";
        return new UnstatedConstantException(
                constant, this, "let it override " + method + ", or use what does not need " + constant);
    }

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

    /**
     * Returns the Laplace law of density {@code exp(-|x| / s) / (2 s)}: kappa1 = 0, {@code kappa2 = 2 s^2}. It has
     * neither a1 nor a2.
     *
     * @param scale s, from 1e-100 to 1e100
     * @return the law
     * @throws IllegalArgumentException if scale is outside its range
     */
    static Laplace laplace(double scale) {
        return new Laplace(scale);
    }

    /**
     * Returns the law of the magnitude of a normal variable with mean 0 and standard deviation s:
     * {@code kappa1 = s sqrt(2 / pi)}, {@code kappa2 = s^2}. It has neither a1 nor a2.
     *
     * @param scale s, from 1e-100 to 1e100
     * @return the law
     * @throws IllegalArgumentException if scale is outside its range
     */
    static HalfNormal halfNormal(double scale) {
        return new HalfNormal(scale);
    }

    /**
     * Returns the normal law with mean 0 and standard deviation s: kappa1 = 0, {@code kappa2 = s^2}, sub-Gaussian with
     * parameter s. It has neither a1 nor a2.
     *
     * @param scale s, from 1e-100 to 1e100
     * @return the law
     * @throws IllegalArgumentException if scale is outside its range
     */
    static Normal normal(double scale) {
        return new Normal(scale);
    }
}
