package org.autoencoder4j.backend.internal;

import java.util.Locale;
import java.util.Optional;

/**
 * Compares a Cholesky factorisation and a symmetric product of order 160 with plain Java. That takes some
 * milliseconds and tells the broken AVX-512 kernels of OpenBLAS before 0.3.28 apart, which report success and return
 * errors of the size of the entries.
 */
public final class BlasSelfTest {
    private static final int ORDER = 160;
    private static final int COLUMNS = 16;
    private static final double TOLERANCE = 1e-10;

    private BlasSelfTest() {}

    /**
     * Tests a BLAS.
     *
     * @param blas the BLAS
     * @return what is wrong with it, for example {@code "dpotrf fails at row 59"}, or empty
     */
    public static Optional<String> failure(DoubleBlas blas) {
        double[] factor = factor();
        double[] matrix = timesTranspose(factor);
        return choleskyFailure(blas, matrix, factor).or(() -> productFailure(blas, matrix));
    }

    private static Optional<String> choleskyFailure(DoubleBlas blas, double[] matrix, double[] factor) {
        double[] computed = matrix.clone();
        int info = blas.potrf(computed, ORDER);
        if (info != 0) {
            return Optional.of("dpotrf fails at row " + info + " of a positive definite matrix");
        }
        double error = 0;
        for (int i = 0; i < ORDER; i++) {
            for (int j = 0; j <= i; j++) {
                error = greater(error, computed[i * ORDER + j] - factor[i * ORDER + j]);
            }
        }
        return verdict("dpotrf", error);
    }

    private static Optional<String> productFailure(DoubleBlas blas, double[] symmetric) {
        double[] other = new double[ORDER * COLUMNS];
        for (int i = 0; i < other.length; i++) {
            other[i] = Math.cos(3.0 * i);
        }
        double[] computed = new double[ORDER * COLUMNS];
        blas.symm(symmetric, other, computed, ORDER, COLUMNS);
        double[] expected = times(symmetric, other);
        double error = 0;
        for (int i = 0; i < computed.length; i++) {
            error = greater(error, computed[i] - expected[i]);
        }
        return verdict("dsymm", error);
    }

    private static Optional<String> verdict(String routine, double error) {
        return error <= TOLERANCE
                ? Optional.empty()
                : Optional.of(routine + " is off by " + String.format(Locale.ROOT, "%.1e", error));
    }

    private static double greater(double error, double difference) {
        // Math.max keeps a NaN, and a NaN fails the comparison with the tolerance.
        return Math.max(error, Math.abs(difference));
    }

    /** A well-conditioned lower triangle: 2 on the diagonal and small irregular numbers below it. */
    private static double[] factor() {
        double[] factor = new double[ORDER * ORDER];
        for (int i = 0; i < ORDER; i++) {
            for (int j = 0; j < i; j++) {
                factor[i * ORDER + j] = Math.sin(7.0 * i + 13.0 * j) / Math.sqrt(ORDER);
            }
            factor[i * ORDER + i] = 2;
        }
        return factor;
    }

    private static double[] timesTranspose(double[] factor) {
        double[] product = new double[ORDER * ORDER];
        for (int i = 0; i < ORDER; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int k = 0; k <= j; k++) {
                    sum += factor[i * ORDER + k] * factor[j * ORDER + k];
                }
                product[i * ORDER + j] = sum;
                product[j * ORDER + i] = sum;
            }
        }
        return product;
    }

    private static double[] times(double[] square, double[] other) {
        double[] product = new double[ORDER * COLUMNS];
        for (int i = 0; i < ORDER; i++) {
            for (int k = 0; k < ORDER; k++) {
                for (int j = 0; j < COLUMNS; j++) {
                    product[i * COLUMNS + j] += square[i * ORDER + k] * other[k * COLUMNS + j];
                }
            }
        }
        return product;
    }
}
