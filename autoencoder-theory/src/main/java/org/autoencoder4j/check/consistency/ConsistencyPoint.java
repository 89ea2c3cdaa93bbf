package org.autoencoder4j.check.consistency;

import org.autoencoder4j.backend.Checks;

/**
 * A point of the grid of a {@link ConsistencyStudy}.
 *
 * @param sparsity k, at least 1
 * @param delta the distance of each column of the weights from its atom, between 0 and 2
 * @param noise sigma, the standard deviation of the noise in each feature, at least 0
 * @param level the bias of ReLU units, or the threshold lambda of hard thresholds without bias; finite
 */
public record ConsistencyPoint(int sparsity, double delta, double noise, double level) {
    /**
     * Makes a point.
     *
     * @param sparsity k
     * @param delta the distance of the weights
     * @param noise the standard deviation of the noise
     * @param level the bias or threshold
     * @throws IllegalArgumentException if a number is outside its range
     */
    public ConsistencyPoint {
        Checks.atLeast("sparsity", sparsity, 1);
        Checks.between("delta", delta, 0, 2);
        Checks.nonNegative("noise", noise);
        Checks.between("level", level, -Double.MAX_VALUE, Double.MAX_VALUE);
    }
}
