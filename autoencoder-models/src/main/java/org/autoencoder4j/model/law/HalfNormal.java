package org.autoencoder4j.model.law;

import java.util.random.RandomGenerator;
import org.apache.commons.math3.special.Erf;

/**
 * The law of {@code |z|}, z normal with mean 0 and standard deviation s: density
 * {@code sqrt(2 / pi) exp(-x^2 / (2 s^2)) / s} on x &gt; 0, {@code kappa1 = s sqrt(2 / pi)}, {@code kappa2 = s^2}.
 * Values come arbitrarily near 0 and are unbounded, so it has neither a1 nor a2, and assumption A3 does not hold.
 *
 * @param scale s, from 1e-100 to 1e100
 */
public record HalfNormal(double scale) implements ValueLaw {
    private static final double MEAN = Math.sqrt(2 / Math.PI);

    /**
     * Makes the law.
     *
     * @param scale s
     * @throws IllegalArgumentException if scale is outside its range
     */
    public HalfNormal {
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
    public double kappa1() {
        return MEAN * scale;
    }

    @Override
    public double kappa2() {
        return scale * scale;
    }

    /** {@inheritDoc} It is s, as the magnitude is a function of slope 1 of a normal variable. */
    @Override
    public double subGaussian() {
        return scale;
    }

    @Override
    public double probabilityBelow(double magnitude) {
        return Erf.erf(Magnitudes.check(magnitude) / scale / Math.sqrt(2));
    }

    @Override
    public boolean signed() {
        return false;
    }

    @Override
    public double draw(RandomGenerator random) {
        return Magnitudes.drawPositive(() -> Math.abs(scale * random.nextGaussian()));
    }
}
