package org.autoencoder4j.gradient.internal.rows;

import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.HardThreshold;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Which pre-activations an activation sets to 0: those in a closed interval, and it passes all others. So one loop serves
 * both activations, and a NaN passes.
 *
 * @param low the least number that is set to 0
 * @param high the greatest
 */
record Passing(double low, double high) {
    static Passing of(Activation activation, DataType type) {
        if (!(activation instanceof HardThreshold threshold)) {
            return new Passing(Double.NEGATIVE_INFINITY, 0);
        }
        double below =
                type == DataType.FLOAT ? Math.nextDown((float) threshold.lambda()) : Math.nextDown(threshold.lambda());
        double high = Math.max(below, 0);
        return new Passing(-high, high);
    }
}
