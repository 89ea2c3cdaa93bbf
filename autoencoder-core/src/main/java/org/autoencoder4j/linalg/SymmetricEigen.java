package org.autoencoder4j.linalg;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.eigen.Eigen;

/**
 * The eigenvalues, ascending, and orthonormal eigenvectors of a symmetric matrix.
 *
 * @param values the eigenvalues, ascending, a vector of length n
 * @param vectors the eigenvectors as columns, {@code n x n} in 'f' order; column i belongs to value i
 */
public record SymmetricEigen(INDArray values, INDArray vectors) {
    /**
     * Decomposes a symmetric matrix.
     *
     * @param matrix a symmetric {@code n x n} matrix, FLOAT or DOUBLE; not changed
     * @return its eigenvalues and eigenvectors
     */
    public static SymmetricEigen of(INDArray matrix) {
        INDArray vectors = matrix.dup('f');
        INDArray values = Eigen.symmetricGeneralizedEigenvalues(vectors);
        return new SymmetricEigen(values, vectors);
    }
}
