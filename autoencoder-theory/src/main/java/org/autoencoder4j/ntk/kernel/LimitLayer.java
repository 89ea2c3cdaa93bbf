package org.autoencoder4j.ntk.kernel;

import org.autoencoder4j.backend.Checks;

/**
 * What the limit of infinite width keeps of a layer {@code z = s h W} whose weights are independent with mean 0: its gain,
 * which is {@code s^2 v} for the first layer and {@code s^2 n v} for one that n hidden units feed, v being the variance of a
 * weight; v itself; and whether the weights are trained.
 *
 * @param gain c, finite and above 0: a layer makes of outputs h with mean square q the mean square c q
 * @param variance v of a weight, finite and above 0
 * @param trained whether training changes the weights
 * @paper autoencoder4j P2-D1
 */
public record LimitLayer(double gain, double variance, boolean trained) {
    /**
     * Checks the numbers.
     *
     * @param gain c
     * @param variance v
     * @param trained whether training changes the weights
     * @throws IllegalArgumentException if gain or variance is not finite and above 0
     */
    public LimitLayer {
        Checks.positive("gain", gain);
        Checks.positive("variance", variance);
    }

    /**
     * Returns a layer that is trained.
     *
     * @param gain c, finite and above 0
     * @param variance v, finite and above 0
     * @return the layer
     * @throws IllegalArgumentException if a number is not finite and above 0
     */
    public static LimitLayer trained(double gain, double variance) {
        return new LimitLayer(gain, variance, true);
    }

    /**
     * Returns a layer that stays as it was drawn.
     *
     * @param gain c, finite and above 0
     * @param variance v, finite and above 0
     * @return the layer
     * @throws IllegalArgumentException if a number is not finite and above 0
     */
    public static LimitLayer fixed(double gain, double variance) {
        return new LimitLayer(gain, variance, false);
    }
}
