package org.autoencoder4j.backend.internal;

/** The two double routines by which a broken BLAS is recognised. Matrices lie row by row. */
public interface DoubleBlas {
    /**
     * Overwrites the lower triangle of a positive definite matrix with its Cholesky factor.
     *
     * @param matrix the matrix, n x n
     * @param n its order
     * @return 0, or the order of the leading minor that is not positive
     */
    int potrf(double[] matrix, int n);

    /**
     * Computes {@code result = symmetric * other}.
     *
     * @param symmetric a symmetric matrix, n x n
     * @param other a matrix, n x m
     * @param result receives the product, n x m
     * @param n the order
     * @param m the number of columns
     */
    void symm(double[] symmetric, double[] other, double[] result, int n, int m);
}
