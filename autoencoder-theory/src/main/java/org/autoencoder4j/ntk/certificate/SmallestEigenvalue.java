package org.autoencoder4j.ntk.certificate;

import org.autoencoder4j.linalg.Cholesky;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The smallest eigenvalue of a positive semidefinite matrix, taken downwards.
 *
 * @param value a number that it is at least, if it is confirmed; 0 if it cannot be told from 0
 * @param confirmed whether a factorisation says so; solvers have it from above
 */
record SmallestEigenvalue(double value, boolean confirmed) {
    /**
     * Takes off room and rounding, and confirms what is left by a Cholesky factorisation. One that succeeds in floating point
     * is exact for a matrix that is off by at most {@code (n + 1) u} times the trace in norm, with {@code 2 u} one ulp of 1.
     *
     * @param matrix A, symmetric, as computed
     * @param found what a solver says
     * @param room what part of it is taken off at least
     * @param rounding how far A may be from the true one, in norm
     */
    static SmallestEigenvalue of(INDArray matrix, double found, double room, double rounding) {
        double factorisation = (matrix.rows() + 8) * Math.ulp(1.0) * trace(matrix);
        double half = Math.max(room * found / 2, factorisation + rounding);
        double low = found - 2 * half;
        if (!(low > 0)) {
            return new SmallestEigenvalue(0, true);
        }
        return new SmallestEigenvalue(low, Cholesky.of(matrix, half - found).isPresent());
    }

    static double trace(INDArray matrix) {
        double trace = 0;
        for (int i = 0; i < matrix.rows(); i++) {
            trace += matrix.getDouble(i, i);
        }
        return trace;
    }
}
