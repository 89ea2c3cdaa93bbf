package org.autoencoder4j.linalg;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Both ends of the spectrum of a symmetric operator, with residual bounds.
 *
 * <p>Threads may share an instance as long as none changes the vectors.
 *
 * @param smallest the least eigenvalue and its vector, whose large entries tell what makes it small
 * @param largest the greatest eigenvalue and its vector
 */
public record Spectrum(ExtremeEigenpair smallest, ExtremeEigenpair largest) {
    /** The greatest order of a matrix that is decomposed rather than iterated on. */
    static final int LARGEST_DECOMPOSED = 2000;

    /**
     * Computes both ends for a matrix. Up to order 2000 it is decomposed ({@link SymmetricEigen}). Above, {@link BlockLobpcg}
     * iterates: for the least eigenvalue it is preconditioned by a Cholesky factorisation of the matrix with a shift of
     * 1e-10 (FLOAT: 1e-4) of its greatest diagonal entry, which suits positive semidefinite matrices; without a
     * factorisation it goes on unpreconditioned. Cost: {@code 9 n^3} operations, or {@code n^3 / 3} and {@code 2 n^2} for
     * each product.
     *
     * @param matrix a symmetric {@code n x n} matrix, FLOAT or DOUBLE; not changed
     * @return both ends
     * @throws IllegalArgumentException as for {@link SymmetricEigen#of}
     * @throws ArithmeticException if LAPACK's iteration does not converge
     * @throws BackendException as for {@link SymmetricEigen#of}
     */
    public static Spectrum of(INDArray matrix) {
        return DenseSpectrum.of(matrix, LARGEST_DECOMPOSED);
    }

    /**
     * Computes both ends for a matrix of any order by iteration, as {@link #of} does above order 2000.
     *
     * @param matrix a symmetric {@code n x n} matrix, FLOAT or DOUBLE; not changed
     * @return both ends
     * @throws IllegalArgumentException as for {@link SymmetricEigen#of}
     * @throws BackendException as for {@link SymmetricEigen#of}
     */
    public static Spectrum iterated(INDArray matrix) {
        return DenseSpectrum.of(matrix, 0);
    }

    /**
     * Returns the condition number.
     *
     * @return {@code largest / smallest}, infinite if the smallest is not above 0
     */
    public double condition() {
        return smallest.value() > 0 ? largest.value() / smallest.value() : Double.POSITIVE_INFINITY;
    }

    /**
     * Says whether both ends converged.
     *
     * @return false if either solver gave up
     */
    public boolean converged() {
        return smallest.converged() && largest.converged();
    }

    /**
     * Returns what it cost.
     *
     * @return the number of products with single vectors, 0 if the matrix was decomposed
     */
    public long products() {
        return smallest.products() + largest.products();
    }
}
