package org.autoencoder4j.benchmarks;

import java.util.Arrays;
import java.util.Comparator;

/**
 * How many additions and multiplications a gradient takes: n features, m units, k active units of a sample, N samples.
 *
 * <p>As five products it takes {@code 10 n m N}. The library's forms take less; with {@code G = W^T W}, formed once, and
 * one product at the end,
 *
 * <pre>
 *   dense Gram       4 (n + m) m N + 3 n m^2
 *   sparse Gram      (2 n m + 2 n k + 4 k^2) N + 3 n m^2
 *   sparse residual  (2 n m + 8 n k) N
 * </pre>
 */
enum Operations {
    /** W^T Y, W X, W^T R, R X^T, Y V^T. */
    FIVE_PRODUCTS {
        @Override
        double count(double n, double m, double k, double samples) {
            return 10 * n * m * samples;
        }
    },
    /** W^T Y, G X, X X^T, Y D^T. */
    DENSE_GRAM {
        @Override
        double count(double n, double m, double k, double samples) {
            return 4 * (n + m) * m * samples + 3 * n * m * m;
        }
    },
    /** W^T Y, and the rest for active units alone. */
    SPARSE_GRAM {
        @Override
        double count(double n, double m, double k, double samples) {
            return (2 * n * m + 2 * n * k + 4 * k * k) * samples + 3 * n * m * m;
        }
    },
    /** W^T Y, and the rest for active units alone, without G. */
    SPARSE_RESIDUAL {
        @Override
        double count(double n, double m, double k, double samples) {
            return (2 * n * m + 8 * n * k) * samples;
        }
    };

    abstract double count(double n, double m, double k, double samples);

    /** Returns the form with the fewest operations: those that are needed. */
    static Operations fewest(double n, double m, double k, double samples) {
        return Arrays.stream(values())
                .min(Comparator.comparingDouble(form -> form.count(n, m, k, samples)))
                .orElseThrow();
    }
}
