package org.autoencoder4j.network;

import java.io.Serializable;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The encoder's nonlinearity sigma, and its slope. The papers' own, ReLU and the hard threshold, either pass a
 * pre-activation unchanged or set it to 0, so that {@code sigma(z) = z * 1[sigma(z) != 0]}; the approximate gradient rests
 * on exactly that, and such activations are computed faster: those that say so by {@link #zeros}. Any other, also a user's
 * own, needs {@link #apply(double)}, {@link #slope} and {@link #name} alone.
 *
 * <p>Immutable; threads may share it. It is sent to other processes by its fields, which are to be numbers or such values.
 *
 * @paper NWH19 eq. (2)
 */
public interface Activation extends Serializable {
    /**
     * A closed interval of pre-activations.
     *
     * @param low its least number
     * @param high its greatest
     */
    record Zeros(double low, double high) {
        /**
         * Checks the ends.
         *
         * @param low its least number, at most high
         * @param high its greatest
         * @throws IllegalArgumentException if low is above high or one is NaN
         */
        public Zeros {
            if (!(low <= high)) {
                throw new IllegalArgumentException("low = " + low + " must be at most high = " + high);
            }
        }

        /** Requires that an activation is what it says of itself, at the ends and at some numbers beyond. */
        void requireOf(Activation activation) {
            for (double end : new double[] {low, high}) {
                if (Double.isFinite(end) && activation.apply(end) != 0) {
                    throw wrong(activation, end, 0);
                }
            }
            for (double step : new double[] {1e-3, 1, 10}) {
                for (double beyond : new double[] {high + step, low - step}) {
                    if (Double.isFinite(beyond) && activation.apply(beyond) != beyond) {
                        throw wrong(activation, beyond, beyond);
                    }
                }
            }
        }

        private IllegalArgumentException wrong(Activation activation, double z, double said) {
            return new IllegalArgumentException("the activation " + activation.name() + " makes " + activation.apply(z)
                    + " of " + z + "; by its zeros() it makes " + said
                    + ": an activation that does anything but pass or"
                    + " set to 0 leaves zeros() away");
        }
    }

    /**
     * Applies the activation to one number. A NaN stays a NaN.
     *
     * @param z the pre-activation
     * @return sigma(z)
     */
    double apply(double z);

    /**
     * Returns the slope {@code sigma'(z)}; at a kink or a jump the value that descent is to use.
     *
     * @param z the pre-activation
     * @return the slope
     */
    double slope(double z);

    /**
     * Returns the name and the settings, by which a saved autoencoder and a checkpoint know the activation again: two that
     * compute different numbers have different names.
     *
     * @return for example {@code softThreshold(0.5)}
     */
    String name();

    /**
     * Returns the pre-activations that are set to 0, if all others pass unchanged.
     *
     * @param type FLOAT or DOUBLE, in which pre-activations are computed and compared
     * @return the interval; by default empty, for an activation that does anything else
     */
    default Optional<Zeros> zeros(DataType type) {
        return Optional.empty();
    }

    /**
     * Applies the activation to each entry.
     *
     * @param preActivations pre-activations, any shape, FLOAT or DOUBLE
     * @return a new array of the same shape and type; the argument is not changed
     */
    default INDArray apply(INDArray preActivations) {
        return Entries.map(preActivations, this::apply);
    }

    /**
     * Returns the slope at each entry.
     *
     * @param preActivations pre-activations, any shape, FLOAT or DOUBLE
     * @return a new array of the same shape and type; the argument is not changed
     */
    default INDArray slope(INDArray preActivations) {
        return Entries.map(preActivations, this::slope);
    }

    /**
     * Returns the rectifier {@code max(z, 0)}, whose slope at 0 is 0.
     *
     * @return the rectifier
     */
    static Activation relu() {
        return new Relu();
    }

    /**
     * Returns the hard threshold {@code z * 1[|z| >= lambda]}, whose slope is {@code 1[|z| >= lambda]}.
     *
     * @param lambda the threshold, finite and at least 0
     * @return the hard threshold
     * @throws IllegalArgumentException if lambda is negative or not finite
     */
    static Activation hardThreshold(double lambda) {
        return new HardThreshold(lambda);
    }

    /**
     * Returns the soft threshold {@code sign(z) max(|z| - lambda, 0)}, whose slope is {@code 1[|z| > lambda]}.
     *
     * @param lambda the threshold, finite and at least 0
     * @return the soft threshold
     * @throws IllegalArgumentException if lambda is negative or not finite
     */
    static Activation softThreshold(double lambda) {
        return new SoftThreshold(lambda);
    }

    /**
     * Returns the logistic function {@code 1 / (1 + e^-z)}, whose slope is {@code sigma (1 - sigma)}. No code is 0 but where e^-z
     * overflows.
     *
     * @return the sigmoid
     */
    static Activation sigmoid() {
        return new Sigmoid();
    }
}
