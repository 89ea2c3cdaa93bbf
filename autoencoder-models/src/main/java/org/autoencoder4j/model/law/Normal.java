package org.autoencoder4j.model.law;

import java.util.random.RandomGenerator;
import org.apache.commons.math3.special.Erf;

/**
 * The normal law with mean 0 and standard deviation s: {@code kappa1 = 0}, {@code kappa2 = s^2}, and {@code E exp(t x) =
 * exp(s^2 t^2 / 2)}, so that s is its sub-Gaussian parameter. Values come arbitrarily near 0 and are unbounded, so it has
 * neither a1 nor a2, and assumption A3 does not hold.
 *
 * @param scale s, from 1e-100 to 1e100
 */
public record Normal(double scale) implements SymmetricLaw {
    /**
     * Makes the law.
     *
     * @param scale s
     * @throws IllegalArgumentException if scale is outside its range
     */
    public Normal {
        Magnitudes.checkScale(scale);
    }

    /** {@inheritDoc} There is none: always an exception. */
    @Override
    public double a1() {
        throw Magnitudes.noLeast(this);
    }

    /** {@inheritDoc} There is none: always an exception. */
    @Override
    public double a2() {
        throw Magnitudes.noGreatest(this);
    }

    @Override
    public double kappa2() {
        return scale * scale;
    }

    @Override
    public double subGaussian() {
        return scale;
    }

    @Override
    public double probabilityBelow(double magnitude) {
        return Erf.erf(Magnitudes.check(magnitude) / scale / Math.sqrt(2));
    }

    /** Returns the law of scale 1. */
    @Override
    public Normal standardised() {
        return new Normal(1);
    }

    @Override
    public double draw(RandomGenerator random) {
        double value = 0;
        while (value == 0) {
            value = scale * random.nextGaussian();
        }
        return value;
    }
}
