package org.autoencoder4j.ntk.convergence;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.linalg.SpectralNorm;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the theorems of paper 2 need to know about the samples: n unit vectors in d dimensions and their limit kernels.
 * The kernels G_inf of the encoder and H_inf of the decoder differ, and so do their smallest eigenvalues.
 *
 * <p>Numbers that no samples have are refused, since a theorem would guarantee things about them. With {@code C = X^T X} and
 * its entrywise powers, both kernels are sums of positive semi-definite matrices: {@code G_inf = C/4 + C^2/(2 pi) + ...} with
 * coefficients that add up to 1/2, and {@code H_inf = 1 1^T/(2 pi) + C/4 + C^2/(4 pi) + ...} likewise. Hence {@code ||G_inf||
 * >= lambda_n/4}, {@code ||H_inf|| >= max(n/(2 pi), lambda_n/4)}, and as a power of C has a norm of at most {@code lambda_n},
 * {@code ||H_inf|| <= n/(2 pi) + (1/2 - 1/(2 pi)) lambda_n}. Both have trace {@code n/2}, so that the smallest of n
 * eigenvalues is at most {@code (n/2 - largest)/(n - 1)}.
 *
 * <p>Two fourth moments of the features {@code z = relu(X w)}, {@code w ~ N(0, I)}, say how fast H(0) nears its limit. With
 * theta_ij the angle of two samples and {@code k2(t) = (3 sin t cos t + (pi - t)(1 + 2 cos^2 t))/(2 pi)},
 *
 * <p>{@code M4 = E ||z||^4 = sum_ij k2(theta_ij)}, and {@code V_F = m E ||H(0) - H_inf||_F^2 = M4 - ||H_inf||_F^2}.
 *
 * <p>k2 is a power series in the cosine, too, with coefficients {@code 1/4, b_1, ...} that are at least 0, add up to 3/2, and those
 * of even powers to 3/4. Hence {@code max(n^2/4 + n/2, 3n/2) <= M4 <= n^2/4 + 5/4 n lambda_n}. V_F is the sum of the variances of
 * {@code z_i z_j}, of which those with {@code i = j} are 5/4, so that {@code V_F >= 5n/4}; and {@code M4 - V_F} is the sum of
 * squares of n eigenvalues of sum {@code n/2} and maximum {@code ||H_inf||}: from {@code ||H_inf||^2 + (n/2 - ||H_inf||)^2/(n - 1)}
 * to {@code ||H_inf|| n/2}.
 *
 * <p>Immutable; threads may share it.
 *
 * @param samples n
 * @param features d
 * @param lambda0 the smallest eigenvalue of G_inf, from 0 to 1/2, and to {@code (n/2 - max(1/2, lambda_n/4))/(n - 1)}; 1/2 if
 *     n is 1, 0 if the samples are degenerate
 * @param lambdaH the smallest eigenvalue of H_inf, from 0 to 1/2, and to {@code (n/2 - normH)/(n - 1)}; 1/2 if n is 1, 0 if the
 *     samples are degenerate
 * @param lambdaN lambda_n, the largest eigenvalue of {@code X^T X}, from {@code max(1, n / d)} to n
 * @param normH the largest eigenvalue of H_inf, from {@code max(1/2, n/(2 pi), lambda_n/4)} to {@code n/(2 pi) + (1/2 - 1/(2
 *     pi)) lambda_n}; not at most lambda_n in general
 * @param fourthMoment M4, in the range above
 * @param varianceH V_F, in the range above
 * @paper NWH-NTK Assumptions 1 and 2 (corrected: lambda_H for H_inf)
 * @paper autoencoder4j P2-M4, P2-VF: docs/CONVERGENCE.md
 */
public record KernelConstants(
        int samples,
        int features,
        double lambda0,
        double lambdaH,
        double lambdaN,
        double normH,
        double fourthMoment,
        double varianceH) {
    /** What FLOAT may do to lengths and eigenvalues. */
    private static final double ROUNDING = 1e-5;

    /** What DOUBLE may do to the length of a sample. */
    private static final double LENGTH = 1e-12;

    private static final double CONSTANT_PART = 1 / (2 * Math.PI);

    /**
     * Makes the constants. Eigenvalues may leave their ranges by 1e-5 of the upper end, or 1e-5 if that is below 1, which
     * allows for FLOAT.
     *
     * @param samples n
     * @param features d
     * @param lambda0 the smallest eigenvalue of G_inf
     * @param lambdaH the smallest eigenvalue of H_inf
     * @param lambdaN the largest eigenvalue of {@code X^T X}
     * @param normH the largest eigenvalue of H_inf
     * @param fourthMoment M4
     * @param varianceH V_F
     * @throws IllegalArgumentException if a number is outside its range
     */
    public KernelConstants {
        Checks.atLeast("samples", samples, 1);
        Checks.atLeast("features", features, 1);
        double n = samples;
        within("lambdaN", lambdaN, Math.max(1, n / features), n, "n = " + samples + ", d = " + features);
        String known = "n = " + samples + ", lambda_n = " + lambdaN;
        double leastH = Math.max(0.5, Math.max(n * CONSTANT_PART, lambdaN / 4));
        within("normH", normH, leastH, n * CONSTANT_PART + (0.5 - CONSTANT_PART) * lambdaN, known);
        double least = samples == 1 ? 0.5 : 0;
        within("lambda0", lambda0, least, smallestAtMost(n, Math.max(0.5, lambdaN / 4)), known);
        within("lambdaH", lambdaH, least, smallestAtMost(n, normH), "n = " + samples + ", ||H_inf|| = " + normH);
        double least4 = Math.max(n * n / 4 + n / 2, 1.5 * n);
        within("fourthMoment", fourthMoment, least4, greatestFourthMoment(samples, lambdaN), known);
        within(
                "varianceH",
                varianceH,
                Math.max(1.25 * n, fourthMoment - normH * n / 2),
                fourthMoment - leastSquares(samples, normH),
                known + ", ||H_inf|| = " + normH + ", M4 = " + fourthMoment);
    }

    /**
     * Makes constants of samples of which only the eigenvalues are known. M4 and V_F are the greatest that the eigenvalues allow:
     * {@code n^2/4 + 5/4 n lambda_n}, and that less {@code ||H_inf||^2 + (n/2 - ||H_inf||)^2/(n - 1)}. All widths grow with
     * both, so what is guaranteed with these is guaranteed. Orthonormal samples have just these.
     *
     * @param samples n
     * @param features d
     * @param lambda0 the smallest eigenvalue of G_inf
     * @param lambdaH the smallest eigenvalue of H_inf
     * @param lambdaN the largest eigenvalue of {@code X^T X}
     * @param normH the largest eigenvalue of H_inf
     * @throws IllegalArgumentException if a number is outside its range
     */
    public KernelConstants(int samples, int features, double lambda0, double lambdaH, double lambdaN, double normH) {
        this(
                samples,
                features,
                lambda0,
                lambdaH,
                lambdaN,
                normH,
                greatestFourthMoment(samples, lambdaN),
                greatestFourthMoment(samples, lambdaN) - leastSquares(samples, normH));
    }

    private static double greatestFourthMoment(double n, double lambdaN) {
        return n * n / 4 + 1.25 * n * lambdaN;
    }

    /** The least sum of squares of n numbers of sum n / 2 and maximum normH. */
    private static double leastSquares(double n, double normH) {
        double rest = n / 2 - normH;
        return normH * normH + (n == 1 ? 0 : rest * rest / (n - 1));
    }

    /** Of n eigenvalues that add up to n / 2. */
    private static double smallestAtMost(double n, double largest) {
        return n == 1 ? 0.5 : Math.min(0.5, Math.max(0, n / 2 - largest) / (n - 1));
    }

    private static void within(String name, double value, double low, double high, String known) {
        double slack = ROUNDING * Math.max(1, high);
        if (!(value >= Math.max(0, low - slack) && value <= high + slack)) {
            throw new IllegalArgumentException(name + " = " + value + " must lie between " + low + " and " + high
                    + ", as it does for any samples of length 1 with " + known);
        }
    }

    /**
     * Measures samples, in DOUBLE, and takes each number to the side that harms: a smallest eigenvalue is less than computed by
     * {@code n (n + d + 8)} units of roundoff, 0 if nothing is left of it, a largest eigenvalue is more by as much, and M4 and V_F by
     * 4 n times that. So widths are not below those of the exact constants. Cost: {@code 4 n^2 d} operations and the eigenvalues of
     * three {@code n x n} matrices.
     *
     * @param samples X, {@code n x d} with finite entries and rows of length 1, to 1e-12, or in FLOAT to 1e-5; what is measured are
     *     the rows divided by their lengths
     * @return their constants
     * @throws IllegalArgumentException if samples is no such matrix
     */
    public static KernelConstants of(INDArray samples) {
        Checks.finite("samples", Checks.matrix("samples", samples));
        INDArray x = samples.castTo(DataType.DOUBLE);
        INDArray lengths = x.norm2(1);
        double deviation = lengths.sub(1).amaxNumber().doubleValue();
        if (!(deviation <= (samples.dataType() == DataType.DOUBLE ? LENGTH : ROUNDING))) {
            throw new IllegalArgumentException("samples has a row whose length differs from 1 by " + deviation
                    + "; divide each row by its length");
        }
        INDArray unit = x.divColumnVector(lengths);
        SampleAngles angles = SampleAngles.of(HeapMatrix.rows(unit));
        double[] encoder = angles.eigenvalues(SampleAngles::encoder);
        double[] decoder = angles.eigenvalues(SampleAngles::decoder);
        double n = x.rows();
        double rounding = n * (n + x.columns() + 8) * Math.ulp(1.0);
        return new KernelConstants(
                x.rows(),
                x.columns(),
                Math.max(0, encoder[0] - rounding),
                Math.max(0, decoder[0] - rounding),
                Math.pow(SpectralNorm.of(unit), 2) + rounding,
                decoder[decoder.length - 1] + rounding,
                angles.sum(SampleAngles::fourth) + 4 * n * rounding,
                angles.sum(angle -> SampleAngles.fourth(angle) - Math.pow(SampleAngles.decoder(angle), 2))
                        + 4 * n * rounding);
    }

    /** n d. */
    double outputs() {
        return (double) samples * features;
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
