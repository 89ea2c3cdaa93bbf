package org.autoencoder4j.check.latents.law.internal;

/**
 * A bound of a misfire at any level: {@code share exp(exponent - s u)}, where the unit goes wrong above u.
 *
 * @param share the probability of the codes at which it can
 * @param exponent the cumulant at s
 * @param s any number above 0; at 0 the bound is the share
 */
public record Tail(double share, double exponent, double s) {
    /** Of what cannot happen. */
    public static final Tail NEVER = new Tail(0, 0, 0);

    public double probability(double u) {
        return share * Math.min(1, Math.exp(exponent - s * u));
    }

    /** The logarithm of the bound, also where it is above the share. */
    public double log(double u) {
        return Math.log(share) + exponent - s * u;
    }

    /** The u at which the bound is delta, which is below the share. */
    public double level(double delta) {
        return s == 0 ? Double.NEGATIVE_INFINITY : (exponent + Math.log(share / delta)) / s;
    }
}
