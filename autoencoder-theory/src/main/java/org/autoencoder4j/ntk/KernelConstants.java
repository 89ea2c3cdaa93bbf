package org.autoencoder4j.ntk;

import org.autoencoder4j.linalg.Checks;

/**
 * What the theorems of paper 2 need to know about the samples: n unit vectors in d dimensions and their limit kernels.
 * The kernels G_inf of the encoder and H_inf of the decoder differ, and so do their smallest eigenvalues.
 *
 * <p>Immutable; threads may share it.
 *
 * @param samples n
 * @param features d
 * @param lambda0 the smallest eigenvalue of G_inf, from 0 to 1/2; 0 if the samples are degenerate
 * @param lambdaH the smallest eigenvalue of H_inf, from 0 to 1/2; 0 if the samples are degenerate
 * @param lambdaN lambda_n, the largest eigenvalue of {@code X^T X}, from {@code max(1, n / d)} to n
 * @param normH the largest eigenvalue of H_inf, from 1/2 to {@code n / 2}; not at most lambda_n in general
 * @paper NWH-NTK Assumptions 1 and 2 (corrected: lambda_H for H_inf)
 */
public record KernelConstants(int samples, int features, double lambda0, double lambdaH, double lambdaN, double normH) {
    private static final double ROUNDING = 1e-5;

    /**
     * Makes the constants. Eigenvalues may leave their ranges by 1e-5 relative, which allows for FLOAT.
     *
     * @param samples n
     * @param features d
     * @param lambda0 the smallest eigenvalue of G_inf
     * @param lambdaH the smallest eigenvalue of H_inf
     * @param lambdaN the largest eigenvalue of {@code X^T X}
     * @param normH the largest eigenvalue of H_inf
     * @throws IllegalArgumentException if a number is outside its range
     */
    public KernelConstants {
        Checks.atLeast("samples", samples, 1);
        Checks.atLeast("features", features, 1);
        double above = 1 + ROUNDING;
        double below = 1 - ROUNDING;
        Checks.between("lambda0", lambda0, 0, 0.5 * above);
        Checks.between("lambdaH", lambdaH, 0, 0.5 * above);
        Checks.between("lambdaN", lambdaN, below * Math.max(1, (double) samples / features), above * samples);
        Checks.between("normH", normH, 0.5 * below, 0.5 * above * samples);
    }

    /**
     * Returns the norm that stands where print has lambda_n alone.
     *
     * @return {@code max(lambda_n, ||H_inf||)}
     * @paper NWH-NTK Theorem 5.1 (corrected)
     */
    public double h() {
        return Math.max(lambdaN, normH);
    }
}
