package org.autoencoder4j.linalg.internal;

import java.util.Locale;
import java.util.Optional;

/**
 * Compares a Cholesky factorisation and a symmetric product of order 160 with plain Java. That takes a few
 * milliseconds and tells the broken AVX-512 kernels of OpenBLAS before 0.3.28 apart, which report success and return
 * errors of the size of the entries.
 */
public final class BlasSelfTest {
    private static final int ORDER = 160;
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
        double[] other = new double[ORDER * ORDER];
        for (int i = 0; i < other.length; i++) {
            other[i] = Math.cos(3.0 * i);
        }
        double[] computed = new double[ORDER * ORDER];
        blas.symm(symmetric, other, computed, ORDER);
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
        double[] transpose = new double[ORDER * ORDER];
        for (int i = 0; i < ORDER; i++) {
            for (int j = 0; j < ORDER; j++) {
                transpose[j * ORDER + i] = factor[i * ORDER + j];
            }
        }
        return times(factor, transpose);
    }

    private static double[] times(double[] a, double[] b) {
        double[] product = new double[ORDER * ORDER];
        for (int i = 0; i < ORDER; i++) {
            for (int k = 0; k < ORDER; k++) {
                double scale = a[i * ORDER + k];
                for (int j = 0; j < ORDER; j++) {
                    product[i * ORDER + j] += scale * b[k * ORDER + j];
                }
            }
        }
        return product;
    }
}
