package org.autoencoder4j.ntk.convergence;

import org.apache.commons.numbers.gamma.RegularizedGamma;
import org.autoencoder4j.backend.Checks;

/**
 * How large normal weights and what they make of the samples get, where {@code w ~ N(0, I_d)}, W has m such columns, and
 * {@code z = relu(X w)}.
 *
 * <p>Threads may use it at the same time.
 */
public final class GaussianNorms {
    private GaussianNorms() {}

    /**
     * Returns what {@code ||w||^2} exceeds with probability at most delta: {@code d + 2 sqrt(d L) + 2 L}, {@code L = log(1 /
     * delta)}. Hence also {@code ||z||^2 <= lambda_n (d + 2 sqrt(d L) + 2 L)}, since {@code ||z||^2 <= lambda_n ||w||^2} always.
     *
     * @param features d, at least 1
     * @param delta the probability, above 0 and at most 1
     * @return the bound
     * @throws IllegalArgumentException if a number is outside its range
     * @paper NWH-NTK Lemma C.1 (i), (ii) (corrected)
     */
    public static double squaredNormBound(int features, double delta) {
        Checks.atLeast("features", features, 1);
        Probabilities.check(delta);
        double log = -Math.log(delta);
        return features + 2 * Math.sqrt(features * log) + 2 * log;
    }

    /**
     * Returns the exact probability that {@code ||w||^2} exceeds a limit.
     *
     * @param features d, at least 1
     * @param limit the limit, at least 0
     * @return the upper tail of the chi-squared law with d degrees of freedom
     * @throws IllegalArgumentException if a number is outside its range
     */
    public static double squaredNormTail(int features, double limit) {
        Checks.atLeast("features", features, 1);
        Checks.nonNegative("limit", limit);
        return RegularizedGamma.Q.value(features / 2.0, limit / 2);
    }

    /**
     * Returns a bound on {@code sqrt(E ||z||^4)}: {@code lambda_n sqrt(d (d + 2))}, at most the printed {@code sqrt(3) d
     * lambda_n}.
     *
     * @param features d, at least 1
     * @param lambdaN the largest eigenvalue of {@code X X^T}, at least 0
     * @return the bound
     * @throws IllegalArgumentException if a number is outside its range
     * @paper NWH-NTK Lemma C.3 (corrected: E ||w||^4 = d (d + 2))
     */
    public static double rootFourthMoment(int features, double lambdaN) {
        Checks.atLeast("features", features, 1);
        return Checks.nonNegative("lambdaN", lambdaN) * Math.sqrt(features * (features + 2.0));
    }

    /**
     * Returns what the spectral norm of W exceeds with probability at most {@link #weightsFailure}.
     *
     * @param features d, at least 1
     * @param units m, at least 1
     * @return {@code 2 sqrt(m) + sqrt(d)}
     * @throws IllegalArgumentException if a number is outside its range
     * @paper NWH-NTK Section 5
     */
    public static double weightsBound(int features, int units) {
        Checks.atLeast("features", features, 1);
        Checks.atLeast("units", units, 1);
        return 2 * Math.sqrt(units) + Math.sqrt(features);
    }

    /**
     * Returns how likely W exceeds {@link #weightsBound} at most. Print has {@code 2 exp(-m)}, which fails at d = 1, m = 200.
     *
     * @param units m, at least 1
     * @return {@code 2 exp(-m / 2)}
     * @throws IllegalArgumentException if units is below 1
     * @paper NWH-NTK Section 5 (corrected)
     */
    public static double weightsFailure(int units) {
        Checks.atLeast("units", units, 1);
        return 2 * Math.exp(-units / 2.0);
    }

    /**
     * Returns {@code E ||X - U(0)||_F^2}, for normal W and an A of mean 0 and variance 1, independent of it: {@code 3/2
     * ||X||_F^2}, which is {@code 3 n / 2} for unit samples.
     *
     * @param squaredNorm {@code ||X||_F^2}, at least 0
     * @return the expectation
     * @throws IllegalArgumentException if squaredNorm is negative or not finite
     * @paper NWH-NTK Claim 4.1
     */
    public static double initialError(double squaredNorm) {
        return 1.5 * Checks.nonNegative("squaredNorm", squaredNorm);
    }

    /**
     * Returns what {@code ||X - U(0)||_F} exceeds with probability at most {@code 3 delta / 4}: {@code sqrt(2 n / delta)}, by
     * Markov's inequality.
     *
     * @param samples n, at least 1
     * @param delta above 0 and at most 1
     * @return the bound
     * @throws IllegalArgumentException if a number is outside its range
     * @paper NWH-NTK Claim 4.1
     */
    public static double initialResidualBound(int samples, double delta) {
        Checks.atLeast("samples", samples, 1);
        Probabilities.check(delta);
        return Math.sqrt(2 * samples / delta);
    }
}
