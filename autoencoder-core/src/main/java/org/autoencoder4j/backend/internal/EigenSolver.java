package org.autoencoder4j.backend.internal;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A dense symmetric eigensolver. */
public interface EigenSolver {
    /** What to compute. */
    enum Job {
        /** The eigenvalues only; the matrix is left in an unspecified state. */
        VALUES,
        /** The eigenvalues, and the eigenvectors in place of the matrix. */
        VECTORS
    }

    /**
     * Decomposes a matrix in place.
     *
     * @param matrix a symmetric matrix in 'f' order that owns its memory; overwritten
     * @param job what to compute
     * @return the eigenvalues, ascending, a vector of the matrix's type
     * @throws ArithmeticException if the iteration does not converge
     */
    INDArray solve(INDArray matrix, Job job);
}
