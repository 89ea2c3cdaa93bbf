package org.autoencoder4j.check.expectation;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where the population dynamics ended.
 *
 * @param weights the last weights
 * @param steps the updates done
 * @param movement how far the last update moved the column that it moved most
 * @param converged whether that was at most the tolerance
 * @param distances {@code ||W_i - A_i||} for each unit: at a fixed point, the statistical bias that no number of samples
 *     removes
 */
public record FixedPoint(INDArray weights, long steps, double movement, boolean converged, INDArray distances) {
    /**
     * Returns the largest bias of a column.
     *
     * @return {@code max_i ||W_i - A_i||}
     */
    public double bias() {
        return distances.maxNumber().doubleValue();
    }
}
