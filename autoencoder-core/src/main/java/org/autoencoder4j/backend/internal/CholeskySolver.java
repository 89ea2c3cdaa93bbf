package org.autoencoder4j.backend.internal;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Cholesky factorisation of a symmetric positive definite matrix, in place. */
public interface CholeskySolver {
    /**
     * Overwrites the lower triangle of a matrix with its factor L.
     *
     * @param matrix a symmetric matrix in 'f' order that owns its memory; overwritten
     * @return 0, or the order of the leading minor that is not positive
     */
    int factorise(INDArray matrix);

    /**
     * Solves {@code L L^T X = B} in place.
     *
     * @param factor what {@link #factorise} left
     * @param block B in 'f' order that owns its memory; overwritten with X
     */
    void solve(INDArray factor, INDArray block);
}
