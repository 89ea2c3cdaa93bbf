package org.autoencoder4j.network;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The encoder's nonlinearity sigma. Both kinds either pass a pre-activation unchanged or set it to 0, so that
 * {@code sigma(z) = z * 1[sigma(z) != 0]}; the approximate gradient rests on exactly that.
 *
 * <p>Immutable; threads may share it.
 *
 * @paper NWH19 eq. (2)
 */
public sealed interface Activation permits Relu, HardThreshold {
    /**
     * Applies the activation to one number. A NaN stays a NaN.
     *
     * @param z the pre-activation
     * @return z or 0
     */
    double apply(double z);

    /**
     * Applies the activation to each entry.
     *
     * @param preActivations pre-activations, any shape, FLOAT or DOUBLE
     * @return a new array of the same shape and type; the argument is not changed
     */
    INDArray apply(INDArray preActivations);

    /**
     * Returns the rectifier {@code max(z, 0)}, whose slope at 0 is 0.
     *
     * @return the rectifier
     */
    static Activation relu() {
        return new Relu();
    }

    /**
     * Returns the hard threshold {@code z * 1[|z| >= lambda]}.
     *
     * @param lambda the threshold, finite and at least 0
     * @return the hard threshold
     * @throws IllegalArgumentException if lambda is negative or not finite
     */
    static Activation hardThreshold(double lambda) {
        return new HardThreshold(lambda);
    }
}
