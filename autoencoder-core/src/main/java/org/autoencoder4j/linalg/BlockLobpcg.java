package org.autoencoder4j.linalg;

import org.autoencoder4j.backend.Checks;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The least or greatest eigenvalue of a symmetric operator from its products alone: the locally optimal block
 * preconditioned conjugate gradient method (LOBPCG, Knyazev 2001). Each iteration multiplies a block of b residuals and
 * finds the best vectors among the last block, its residuals and its last change, of which an orthonormal basis is kept.
 * Vectors and the projected problem are DOUBLE even if products are FLOAT. The scale of the operator does not matter.
 *
 * <p>It stops when the residual of the wanted vector, recomputed from a product with it, is at most {@code tolerance}
 * times its absolute value, or when it has reached the rounding of the products: {@code 1e-14} (FLOAT: {@code 5e-6})
 * times the largest absolute eigenvalue seen. Otherwise it gives up after a number of iterations and says so. The start
 * is a fixed irregular block, so the same operator gives the same bits.
 *
 * <p>Memory: {@code 14 b} vectors in DOUBLE, and what products need. Immutable; threads may share it.
 */
public final class BlockLobpcg {
    private static final int BLOCK = 4;
    private static final double TOLERANCE = 1e-8;
    private static final int ITERATIONS = 500;

    private final SymmetricOperator operator;
    private final @Nullable SymmetricOperator preconditioner;
    private final int block;
    private final double tolerance;
    private final int mostIterations;

    private BlockLobpcg(
            SymmetricOperator operator,
            @Nullable SymmetricOperator preconditioner,
            int block,
            double tolerance,
            int mostIterations) {
        this.operator = operator;
        this.preconditioner = preconditioner;
        this.block = block;
        this.tolerance = tolerance;
        this.mostIterations = mostIterations;
    }

    /**
     * Makes a solver with blocks of 4 vectors, a relative tolerance of 1e-8 and at most 500 iterations.
     *
     * @param operator K
     * @return the solver
     */
    public static BlockLobpcg of(SymmetricOperator operator) {
        return new BlockLobpcg(operator, null, BLOCK, TOLERANCE, ITERATIONS);
    }

    /**
     * Sets the preconditioner for the least eigenvalue. The greatest is had without.
     *
     * @param approximateInverse a positive definite operator that is near the inverse of K, or of K shifted, where K is
     *     small
     * @return a copy with it
     * @throws IllegalArgumentException if its dimension or type is another than the operator's
     */
    public BlockLobpcg withPreconditioner(SymmetricOperator approximateInverse) {
        long dimension = approximateInverse.dimension();
        if (dimension != operator.dimension()) {
            throw new IllegalArgumentException("approximateInverse has dimension " + dimension
                    + "; it must be the operator's, " + operator.dimension());
        }
        Checks.sameType("approximateInverse", approximateInverse.dataType(), "the operator", operator.dataType());
        return new BlockLobpcg(operator, approximateInverse, block, tolerance, mostIterations);
    }

    /**
     * Sets how many vectors are iterated on. Eigenvalues that lie close together need more.
     *
     * @param vectors b, at least 1
     * @return a copy with it
     * @throws IllegalArgumentException if it is less than 1
     */
    public BlockLobpcg withBlock(int vectors) {
        int checked = (int) Checks.atLeast("vectors", vectors, 1);
        return new BlockLobpcg(operator, preconditioner, checked, tolerance, mostIterations);
    }

    /**
     * Sets when to stop.
     *
     * @param relative the residual relative to the value's absolute value, above 0
     * @return a copy with it
     * @throws IllegalArgumentException if it is not above 0
     */
    public BlockLobpcg withTolerance(double relative) {
        double checked = Checks.positive("relative", relative);
        return new BlockLobpcg(operator, preconditioner, block, checked, mostIterations);
    }

    /**
     * Sets when to give up.
     *
     * @param iterations the most iterations, at least 1
     * @return a copy with it
     * @throws IllegalArgumentException if it is less than 1
     */
    public BlockLobpcg withMostIterations(int iterations) {
        int checked = (int) Checks.atLeast("iterations", iterations, 1);
        return new BlockLobpcg(operator, preconditioner, block, tolerance, checked);
    }

    /**
     * Computes the least eigenvalue. An operator of a dimension below {@code 5 b + 20} is formed and decomposed.
     *
     * @return the value with its residual, converged or not
     */
    public ExtremeEigenpair smallest() {
        return isSmall()
                ? DenseSpectrum.of(operator.dense(), Integer.MAX_VALUE).smallest()
                : new LobpcgRun(operator, preconditioner, block, 1).run(tolerance, mostIterations);
    }

    /**
     * Computes the greatest eigenvalue. An operator of a dimension below {@code 5 b + 20} is formed and decomposed.
     *
     * @return the value with its residual, converged or not
     */
    public ExtremeEigenpair largest() {
        return isSmall()
                ? DenseSpectrum.of(operator.dense(), Integer.MAX_VALUE).largest()
                : new LobpcgRun(operator, null, block, -1).run(tolerance, mostIterations);
    }

    /**
     * Computes both ends.
     *
     * @return the spectrum, converged or not
     */
    public Spectrum spectrum() {
        return isSmall() ? DenseSpectrum.of(operator.dense(), Integer.MAX_VALUE) : new Spectrum(smallest(), largest());
    }

    private boolean isSmall() {
        return operator.dimension() < 5L * block + 20;
    }

    /** What the type of products leaves of a residual, relative to the norm of the operator. */
    static double rounding(DataType type) {
        return type == DataType.DOUBLE ? 1e-14 : 5e-6;
    }
}
