package org.autoencoder4j.network;

/**
 * The soft threshold {@code sign(z) max(|z| - lambda, 0)}: what is kept is lambda smaller.
 *
 * @param lambda the threshold, finite and at least 0
 */
public record SoftThreshold(double lambda) implements Activation {
    /**
     * Makes a soft threshold.
     *
     * @param lambda the threshold
     * @throws IllegalArgumentException if lambda is negative or not finite
     */
    public SoftThreshold {
        HardThreshold.requireThreshold(lambda);
    }

    @Override
    public double apply(double z) {
        return Math.abs(z) <= lambda ? 0 : z - Math.copySign(lambda, z);
    }

    @Override
    public double slope(double z) {
        return Math.abs(z) <= lambda ? 0 : 1;
    }

    @Override
    public String name() {
        return "softThreshold(" + lambda + ")";
    }
}
