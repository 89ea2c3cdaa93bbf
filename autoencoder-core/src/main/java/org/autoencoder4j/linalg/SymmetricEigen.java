package org.autoencoder4j.linalg;

import org.autoencoder4j.backend.Backend;
import org.autoencoder4j.backend.BackendException;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.EigenSolver;
import org.autoencoder4j.backend.internal.EigenSolver.Job;
import org.autoencoder4j.backend.internal.OpenBlas;
import org.autoencoder4j.linalg.internal.Asymmetry;
import org.autoencoder4j.linalg.internal.Nd4jEigen;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The eigenvalues, ascending, and orthonormal eigenvectors of a symmetric matrix: {@code A = V diag(values) V^T}.
 *
 * <p>The sign of an eigenvector, and the basis of a repeated eigenvalue's space, are whatever the solver returns.
 * Threads may share an instance as long as none changes the arrays.
 *
 * @param values the eigenvalues, ascending, a vector of length n
 * @param vectors the eigenvectors as columns, {@code n x n} in 'f' order; column i belongs to value i
 */
public record SymmetricEigen(INDArray values, INDArray vectors) {
    private static final double DOUBLE_ASYMMETRY = 1e-10;
    private static final double FLOAT_ASYMMETRY = 1e-5;

    /**
     * Decomposes a symmetric matrix, with LAPACK's divide and conquer ({@code syevd}) where OpenBLAS is there and ND4J
     * computes on the CPU, and with ND4J's solver elsewhere. Errors are of the order of the unit roundoff times the largest
     * absolute eigenvalue. Cost: about {@code 9 n^3} operations and a copy of the matrix.
     *
     * @param matrix a symmetric {@code n x n} matrix, FLOAT or DOUBLE; not changed
     * @return its eigenvalues and eigenvectors, of the matrix's type
     * @throws IllegalArgumentException if the matrix is not square, has an entry that is not finite, or differs from
     *     its transpose by more than 1e-10 (FLOAT: 1e-5) of its largest absolute entry
     * @throws ArithmeticException if the iteration does not converge
     * @throws BackendException if there is no backend, or its double arithmetic is wrong ({@link Backend#verify})
     */
    public static SymmetricEigen of(INDArray matrix) {
        INDArray vectors = symmetricCopy(matrix);
        INDArray values = solver(matrix.dataType()).solve(vectors, Job.VECTORS);
        return new SymmetricEigen(values, vectors);
    }

    /**
     * Computes the eigenvalues only. Cost: about {@code 4/3 n^3} operations and a copy of the matrix.
     *
     * @param matrix a symmetric {@code n x n} matrix, FLOAT or DOUBLE; not changed
     * @return its eigenvalues, ascending, a vector of length n of the matrix's type
     * @throws IllegalArgumentException as for {@link #of}
     * @throws ArithmeticException if the iteration does not converge
     * @throws BackendException as for {@link #of}
     */
    public static INDArray eigenvalues(INDArray matrix) {
        return solver(matrix.dataType()).solve(symmetricCopy(matrix), Job.VALUES);
    }

    private static EigenSolver solver(DataType type) {
        if (type == DataType.DOUBLE) {
            Backend.verifyBlas();
        }
        return OpenBlas.forArrays().<EigenSolver>map(openBlas -> openBlas).orElseGet(Nd4jEigen::new);
    }

    private static INDArray symmetricCopy(INDArray matrix) {
        Checks.matrix("matrix", matrix);
        requireSymmetric(matrix);
        return matrix.dup('f');
    }

    /** Requires a finite matrix that differs from its transpose by rounding only. */
    static void requireSymmetric(INDArray matrix) {
        Checks.matrix("matrix", matrix, matrix.rows(), matrix.rows(), "a symmetric matrix is square");
        Asymmetry found = Asymmetry.of(matrix);
        double allowed = matrix.dataType() == DataType.DOUBLE ? DOUBLE_ASYMMETRY : FLOAT_ASYMMETRY;
        if (!Double.isFinite(found.difference())) {
            // An infinite entry, NaN, or finite ones whose difference is too large for a number.
            Checks.finite("matrix", matrix);
        }
        if (!(found.difference() <= allowed * found.scale())) {
            throw new IllegalArgumentException("matrix differs from its transpose by " + found.difference()
                    + "; it must be symmetric, to " + allowed + " of its largest absolute entry " + found.scale());
        }
    }
}
