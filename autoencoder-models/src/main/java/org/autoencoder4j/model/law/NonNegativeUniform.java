package org.autoencoder4j.model.law;

import java.util.random.RandomGenerator;

/**
 * The uniform law on [a1, a2], the values of non-negative sparse coding; {@code kappa1 = (a1 + a2) / 2},
 * {@code kappa2 = (a1^2 + a1 a2 + a2^2) / 3}. With a1 = a2 it is a constant.
 *
 * @param a1 the least value, above 0
 * @param a2 the greatest value, finite and at least a1
 */
public record NonNegativeUniform(double a1, double a2) implements ValueLaw {
    /**
     * Makes the law.
     *
     * @param a1 the least value
     * @param a2 the greatest value
     * @throws IllegalArgumentException unless 0 &lt; a1 &lt;= a2 &lt; infinity
     */
    public NonNegativeUniform {
        Magnitudes.check(a1, a2);
    }

    @Override
    public double kappa1() {
        return a1 + (a2 - a1) / 2;
    }

    @Override
    public double kappa2() {
        return Magnitudes.secondMomentOfUniform(a1, a2);
    }

    @Override
    public boolean signed() {
        return false;
    }

    @Override
    public double draw(RandomGenerator random) {
        return Magnitudes.drawUniform(a1, a2, random);
    }
}
