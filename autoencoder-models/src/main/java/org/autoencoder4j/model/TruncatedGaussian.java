package org.autoencoder4j.model;

import java.util.random.RandomGenerator;
import org.apache.commons.math3.special.Erf;
import org.autoencoder4j.linalg.Checks;

/**
 * The law of a normal variable with mean 0 and standard deviation s (the scale), given that its magnitude lies in
 * [a1, a2].
 *
 * <p>With {@code alpha = a1/s}, {@code beta = a2/s} and the standard normal density phi and distribution Phi,
 * {@code kappa2 = s^2 (1 + (alpha phi(alpha) - beta phi(beta)) / (Phi(beta) - Phi(alpha)))}. Where a1 and a2 are so
 * close that this cancels, the bounds a1^2 and a2^2 on kappa2 keep its relative error below 1e-6; otherwise it is
 * near 1e-14.
 */
public final class TruncatedGaussian implements SymmetricLaw {
    private static final double SQRT_2 = Math.sqrt(2);
    private static final double SQRT_2_PI = Math.sqrt(2 * Math.PI);
    private static final double NO_DENSITY = 40;

    private final double a1;
    private final double a2;
    private final double scale;
    private final double tailOfA1;
    private final double tailOfA2;

    TruncatedGaussian(double a1, double a2, double scale) {
        Magnitudes.check(a1, a2);
        Checks.positive("scale", scale);
        if (a1 > 8 * scale) {
            throw new IllegalArgumentException("a1 = " + a1 + " must be at most 8 scale = " + 8 * scale
                    + ": beyond it the normal law has less than 2e-15 of its mass");
        }
        this.a1 = a1;
        this.a2 = a2;
        this.scale = scale;
        this.tailOfA1 = Erf.erfc(a1 / scale / SQRT_2);
        this.tailOfA2 = Erf.erfc(a2 / scale / SQRT_2);
    }

    @Override
    public double a1() {
        return a1;
    }

    @Override
    public double a2() {
        return a2;
    }

    /**
     * Returns the standard deviation before the truncation.
     *
     * @return s, above 0
     */
    public double scale() {
        return scale;
    }

    @Override
    public double kappa2() {
        double alpha = a1 / scale;
        double beta = a2 / scale;
        double mass = Erf.erf(alpha / SQRT_2, beta / SQRT_2) / 2;
        double moment = 1 + (timesDensity(alpha) - timesDensity(beta)) / mass;
        // NaN, from no mass between a1 and a2, fails this comparison as rounding below alpha^2 does.
        return moment >= alpha * alpha ? Math.min(scale * scale * moment, a2 * a2) : a1 * a1;
    }

    private static double timesDensity(double z) {
        return z > NO_DENSITY ? 0 : z * Math.exp(-z * z / 2) / SQRT_2_PI;
    }

    @Override
    public TruncatedGaussian standardised() {
        double deviation = Math.sqrt(kappa2());
        return new TruncatedGaussian(a1 / deviation, a2 / deviation, scale / deviation);
    }

    /** Inverts the distribution of the magnitude from its upper tail, where no digits are lost. */
    @Override
    public double draw(RandomGenerator random) {
        double sign = Magnitudes.drawSign(random);
        double tail = tailOfA1 - random.nextDouble() * (tailOfA1 - tailOfA2);
        double magnitude = scale * SQRT_2 * Erf.erfcInv(tail);
        return sign * Math.max(a1, Math.min(a2, magnitude));
    }

    @Override
    public String toString() {
        return "TruncatedGaussian[a1=" + a1 + ", a2=" + a2 + ", scale=" + scale + "]";
    }
}
