package org.autoencoder4j.model.law;

import java.util.random.RandomGenerator;

/**
 * The law of {@code s u}, s a fair sign and u uniform on [a1, a2]; {@code kappa2 = (a1^2 + a1 a2 + a2^2) / 3}.
 *
 * @param a1 the least magnitude, above 0
 * @param a2 the greatest magnitude, finite and at least a1
 */
public record SymmetricUniform(double a1, double a2) implements SymmetricLaw {
    /**
     * Makes the law.
     *
     * @param a1 the least magnitude
     * @param a2 the greatest magnitude
     * @throws IllegalArgumentException unless 0 &lt; a1 &lt;= a2 &lt; infinity
     */
    public SymmetricUniform {
        Magnitudes.check(a1, a2);
    }

    @Override
    public double kappa2() {
        return Magnitudes.secondMomentOfUniform(a1, a2);
    }

    @Override
    public SymmetricUniform standardised() {
        double scale = Math.sqrt(kappa2());
        return new SymmetricUniform(a1 / scale, a2 / scale);
    }

    @Override
    public double draw(RandomGenerator random) {
        return Magnitudes.drawSign(random) * Magnitudes.drawUniform(a1, a2, random);
    }
}
