package org.autoencoder4j.linalg.internal;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Norms that keep their digits in FLOAT. */
public final class Norms {
    private Norms() {}

    /**
     * Computes the Frobenius norm from the norms along one dimension, which are summed in double: one sum in FLOAT over a
     * large array loses digits and depends on the number of threads.
     *
     * @param matrix a matrix
     * @param dimension 0 to sum within columns first, 1 within rows: the contiguous ones
     * @return the norm
     */
    public static double frobenius(INDArray matrix, int dimension) {
        double sum = 0;
        for (double norm : matrix.norm2(dimension).data().asDouble()) {
            sum += norm * norm;
        }
        return Math.sqrt(sum);
    }
}
