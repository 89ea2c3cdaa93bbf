package org.autoencoder4j.linalg;

import java.util.Optional;
import org.autoencoder4j.backend.Backend;
import org.autoencoder4j.backend.BackendException;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.CholeskySolver;
import org.autoencoder4j.backend.internal.OpenBlas;
import org.autoencoder4j.linalg.internal.PlainCholesky;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A Cholesky factorisation {@code A = L L^T} of a symmetric positive definite matrix, for solving with it. As an
 * operator it is the inverse of A, so it can precondition an eigensolver.
 *
 * <p>With LAPACK ({@code potrf}) where OpenBLAS is there and ND4J computes on the CPU, in plain Java elsewhere. Threads may
 * share an instance.
 */
public final class Cholesky implements SymmetricOperator {
    private final INDArray factor;
    private final CholeskySolver solver;

    private Cholesky(INDArray factor, CholeskySolver solver) {
        this.factor = factor;
        this.solver = solver;
    }

    /**
     * Factorises a matrix, of which only the lower triangle is read. Cost: {@code n^3 / 3} operations and a copy.
     *
     * @param matrix A, symmetric, {@code n x n}, FLOAT or DOUBLE, finite; not changed
     * @return the factorisation, or empty if A is not positive definite to rounding
     * @throws IllegalArgumentException if matrix is not square or not finite
     * @throws BackendException if the backend's double arithmetic is wrong ({@link Backend#verify})
     */
    public static Optional<Cholesky> of(INDArray matrix) {
        return of(matrix, 0);
    }

    /**
     * Factorises {@code A + shift I}.
     *
     * @param matrix A, symmetric, {@code n x n}, FLOAT or DOUBLE, finite; not changed
     * @param shift what is added to each entry of the diagonal, finite
     * @return the factorisation, or empty if the sum is not positive definite to rounding
     * @throws IllegalArgumentException if matrix is not square or not finite, or shift is out of range
     * @throws BackendException as for {@link #of(INDArray)}
     */
    public static Optional<Cholesky> of(INDArray matrix, double shift) {
        Checks.matrix("matrix", matrix);
        Checks.matrix("matrix", matrix, matrix.rows(), matrix.rows(), "a symmetric matrix is square");
        Checks.finite("matrix", matrix);
        Checks.between("shift", shift, -Double.MAX_VALUE, Double.MAX_VALUE);
        return ofFinite(matrix, shift);
    }

    /** The same for a matrix that is known to be square and finite. */
    static Optional<Cholesky> ofFinite(INDArray matrix, double shift) {
        if (matrix.dataType() == DataType.DOUBLE) {
            Backend.verifyBlas();
        }
        INDArray factor = matrix.dup('f');
        for (int i = 0; i < factor.rows() && shift != 0; i++) {
            factor.putScalar(i, i, factor.getDouble(i, i) + shift);
        }
        CholeskySolver solver =
                OpenBlas.forArrays().<CholeskySolver>map(openBlas -> openBlas).orElseGet(PlainCholesky::new);
        if (solver.factorise(factor) == 0) {
            return Optional.of(new Cholesky(factor, solver));
        }
        factor.close();
        return Optional.empty();
    }

    @Override
    public long dimension() {
        return factor.rows();
    }

    @Override
    public DataType dataType() {
        return factor.dataType();
    }

    /**
     * Solves {@code A X = B}. Cost: {@code 2 n^2 b} operations.
     *
     * @param block B, {@code n x b}, of A's type; not changed
     * @return {@code X = A^-1 B}, a new array {@code n x b} in 'f' order
     * @throws IllegalArgumentException if block has another shape or type
     */
    @Override
    public INDArray times(INDArray block) {
        Checks.matrix("block", block, dimension(), -1, "the operator's dimension, and any number of vectors");
        Checks.sameType("block", block.dataType(), "the operator", dataType());
        INDArray solution = block.dup('f');
        solver.solve(factor, solution);
        return solution;
    }

    @Override
    public String toString() {
        return "Cholesky[dimension=" + dimension() + ", " + dataType() + "]";
    }
}
