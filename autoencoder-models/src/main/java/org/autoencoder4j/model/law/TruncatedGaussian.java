package org.autoencoder4j.model.law;

import java.util.random.RandomGenerator;
import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.special.Gamma;
import org.autoencoder4j.backend.Checks;

/**
 * The law of a normal variable with mean 0 and standard deviation s (the scale), given that its magnitude lies in
 * [a1, a2].
 *
 * <p>With {@code alpha = a1/s}, {@code beta = a2/s} and the standard normal density phi and distribution Phi,
 * {@code kappa2 = s^2 (1 + (alpha phi(alpha) - beta phi(beta)) / (Phi(beta) - Phi(alpha)))}, computed as the equal
 * {@code s^2 (P(3/2, beta^2/2) - P(3/2, alpha^2/2)) / (P(1/2, beta^2/2) - P(1/2, alpha^2/2))} with the regularised
 * incomplete gamma function P, which does not cancel for small alpha and beta. Its relative error is near 1e-14, more
 * where a1 and a2 nearly agree, but always below 1e-6, for a1^2 and a2^2 bound it.
 */
public final class TruncatedGaussian implements SymmetricLaw {
    private static final long serialVersionUID = 1;

    private static final double SQRT_2 = Math.sqrt(2);
    private static final double NO_TAIL = 40;

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
        double moment = scale * scale * gammaMass(1.5) / gammaMass(0.5);
        // NaN, from no mass between a1 and a2, fails this comparison as rounding below a1^2 does.
        return moment >= a1 * a1 ? Math.min(moment, a2 * a2) : a1 * a1;
    }

    /** P(shape, beta^2/2) - P(shape, alpha^2/2), from the side where the digits are. */
    private double gammaMass(double shape) {
        double lower = a1 / scale;
        double upper = Math.min(a2 / scale, NO_TAIL);
        return lower < 1
                ? Gamma.regularizedGammaP(shape, upper * upper / 2) - Gamma.regularizedGammaP(shape, lower * lower / 2)
                : Gamma.regularizedGammaQ(shape, lower * lower / 2) - Gamma.regularizedGammaQ(shape, upper * upper / 2);
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
