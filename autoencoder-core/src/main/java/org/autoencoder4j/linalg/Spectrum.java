package org.autoencoder4j.linalg;

import org.autoencoder4j.backend.BackendException;
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
     * Computes both ends for a matrix. Up to order 2000 it is decomposed ({@link SymmetricEigen}). Above, the greatest
     * eigenvalue comes from a Lanczos iteration, and the least from one with the inverse of the matrix shifted to just below
     * it. That the shift lies below is proved, to rounding, by the shifted matrix having a Cholesky factorisation. Where
     * these do not converge, {@link BlockLobpcg} takes over. The residuals are at most 1e-8 of the value, or of the order of
     * rounding. Cost: {@code 9 n^3} operations, or {@code n^3 / 3} and for each product and solve {@code 2 n^2}; memory for
     * a copy of the matrix.
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
     * @return the number of products, and of solves, with single vectors, 0 if the matrix was decomposed
     */
    public long products() {
        return smallest.products() + largest.products();
    }
}
