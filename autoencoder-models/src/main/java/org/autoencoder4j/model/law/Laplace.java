package org.autoencoder4j.model.law;

import java.util.random.RandomGenerator;

/**
 * The Laplace law with mean 0, of density {@code exp(-|x| / s) / (2 s)}: the prior whose most likely codes are those of
 * l1-penalised sparse coding. {@code kappa1 = 0}, {@code kappa2 = 2 s^2}, {@code E|x| = s}, {@code E[x^4] = 24 s^4}.
 * Values come arbitrarily near 0 and are unbounded, so it has neither a1 nor a2, and assumption A3 does not hold.
 *
 * @param scale s, from 1e-100 to 1e100
 */
public record Laplace(double scale) implements SymmetricLaw {
    /**
     * Makes the law.
     *
     * @param scale s
     * @throws IllegalArgumentException if scale is outside its range
     */
    public Laplace {
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
        return 2 * scale * scale;
    }

    /** {@inheritDoc} There is none, as {@code E exp(t x)} is infinite from {@code t = 1 / s} on: always an exception. */
    @Override
    public double subGaussian() {
        throw new UnstatedConstantException(
                "subGaussian, a parameter of moments",
                this,
                "its tails are heavier than those of any normal law; use ValueLaw.normal or a bounded law");
    }

    @Override
    public double probabilityBelow(double magnitude) {
        return -Math.expm1(-Magnitudes.check(magnitude) / scale);
    }

    /** Returns the law of scale {@code 1 / sqrt(2)}. */
    @Override
    public Laplace standardised() {
        return new Laplace(Math.sqrt(0.5));
    }

    /** Draws a fair sign and an exponential magnitude. */
    @Override
    public double draw(RandomGenerator random) {
        double sign = Magnitudes.drawSign(random);
        return sign * Magnitudes.drawPositive(() -> scale * random.nextExponential());
    }
}
