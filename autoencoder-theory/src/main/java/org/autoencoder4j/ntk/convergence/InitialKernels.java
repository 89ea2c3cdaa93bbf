package org.autoencoder4j.ntk.convergence;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;

/**
 * How wide an autoencoder must be for its kernel at the start to keep three quarters of the limit kernel's smallest
 * eigenvalue, with probability at least 1 - delta. Both follow from the matrix Bernstein inequality at deviation {@code
 * lambda / 4}, with all constants.
 *
 * <p>Threads may use it at the same time.
 */
public final class InitialKernels {
    private InitialKernels() {}

    /**
     * Bounds the probability that {@code lambda_min(G(0)) < 3 lambda_0 / 4}, for normal w and a of Rademacher entries:
     *
     * <p>{@code 2 n d exp(-(m lambda_0^2 / 32) / ((d+1) lambda_n lambda_0 / 12 + d lambda_n^2))}.
     *
     * @param constants the samples' constants
     * @param units m, above 0
     * @return the bound, at most 1
     * @throws IllegalArgumentException if units is not above 0
     * @paper NWH-NTK Lemma 4.1, with its constants
     */
    public static double weakFailure(KernelConstants constants, double units) {
        double nd = (double) constants.samples() * constants.features();
        return Math.min(1, 2 * nd * Math.exp(-Checks.positive("units", units) / weakScale(constants)));
    }

    /**
     * Returns the width at which {@link #weakFailure} is delta.
     *
     * @param constants the samples' constants
     * @param delta the probability of failure, above 0 and at most 1
     * @return m; infinite if lambda_0 is 0
     * @throws IllegalArgumentException if delta is outside its range
     * @paper NWH-NTK Lemma 4.1, with its constants
     */
    public static double weakWidth(KernelConstants constants, double delta) {
        Probabilities.check(delta);
        return weakScale(constants) * Math.log(2.0 * constants.samples() * constants.features() / delta);
    }

    private static double weakScale(KernelConstants c) {
        double d = c.features();
        double variance = d * c.lambdaN() * c.lambdaN();
        return 32 * ((d + 1) * c.lambdaN() * c.lambda0() / 12 + variance) / (c.lambda0() * c.lambda0());
    }

    /**
     * Bounds the probability that {@code lambda_min(H(0)) < 3 lambda_H / 4} for normal w, by the one-sided inequality, whose
     * summands {@code H_inf - z z^T} with {@code z = relu(X w)} are at most {@code ||H_inf||}:
     *
     * <p>{@code n exp(-(m lambda_H^2 / 32) / (||H_inf|| lambda_H / 12 + V))} with V of {@link #fourthMoment}.
     *
     * <p>Print truncates the norm of w instead, which leaves m in its logarithm, and rests on a wrong V.
     *
     * @param constants the samples' constants
     * @param units m, above 0
     * @return the bound, at most 1
     * @throws IllegalArgumentException if units is not above 0
     * @paper NWH-NTK Lemmas 5.1 and C.1 (corrected)
     */
    public static double jointFailure(KernelConstants constants, double units) {
        return Math.min(1, constants.samples() * Math.exp(-Checks.positive("units", units) / jointScale(constants)));
    }

    /**
     * Returns the width at which {@link #jointFailure} is delta: of order {@code n max(lambda_n, ||H_inf||) log(n / delta) /
     * lambda_H^2}.
     *
     * @param constants the samples' constants
     * @param delta the probability of failure, above 0 and at most 1
     * @return m; infinite if lambda_H is 0
     * @throws IllegalArgumentException if delta is outside its range
     * @paper NWH-NTK Lemmas 5.1 and C.1 (corrected)
     */
    public static double jointWidth(KernelConstants constants, double delta) {
        Probabilities.check(delta);
        return jointScale(constants) * Math.log(constants.samples() / delta);
    }

    private static double jointScale(KernelConstants c) {
        return 32 * (c.normH() * c.lambdaH() / 12 + fourthMoment(c)) / (c.lambdaH() * c.lambdaH());
    }

    /**
     * Bounds {@code V = ||E[ ||z||^2 z z^T ]||} for {@code z = relu(X w)}, {@code w ~ N(0, I)}:
     *
     * <p>{@code n sqrt(12 ||H_inf||^2 + 192 lambda_n^2)}.
     *
     * <p>For a unit v, Cauchy and Schwarz give {@code E ||z||^2 <v,z>^2 <= sqrt(E ||z||^4 E <v,z>^4)}. The first factor is at
     * most {@code 3 n^2 / 2}. In the second, {@code <v,z>} has mean at most {@code sqrt(||H_inf||)} and is a Lipschitz function
     * of w with constant {@code sqrt(lambda_n)}, so its fourth moment is at most {@code 8 (||H_inf||^2 + 16 lambda_n^2)}.
     *
     * @param constants the samples' constants
     * @return the bound
     * @paper NWH-NTK Lemma C.2 (corrected: order n max(lambda_n, ||H_inf||))
     */
    public static double fourthMoment(KernelConstants constants) {
        return constants.samples()
                * Math.hypot(Math.sqrt(12) * constants.normH(), Math.sqrt(192) * constants.lambdaN());
    }

    /**
     * Reports whether the encoder's kernel at a start of m units has {@code lambda_min(G(0)) >= 3 lambda_0 / 4}. Condition:
     * m is at least {@link #weakWidth}; then it fails with probability at most delta.
     *
     * @param constants the samples' constants
     * @param units m, above 0
     * @param delta the probability of failure, above 0 and at most 1
     * @param smallest the measured smallest eigenvalue of G(0)
     * @return the report
     * @throws IllegalArgumentException if units or delta is outside its range
     * @paper NWH-NTK Lemma 4.1, with its constants
     */
    public static Report weak(KernelConstants constants, double units, double delta, double smallest) {
        return Report.on(
                        "the encoder's kernel starts with three quarters of lambda_0",
                        Reference.corrected("NWH-NTK", "Lemma 4.1"))
                .requiring(new Bound("lambda_0", constants.lambda0(), Relation.ABOVE, 0))
                .requiring(new Bound("m", units, Relation.AT_LEAST, weakWidth(constants, delta)))
                .claiming(new Bound("lambda_min(G(0))", smallest, Relation.AT_LEAST, 0.75 * constants.lambda0()))
                .with("failureBound", weakFailure(constants, units));
    }

    /**
     * Reports whether the decoder's kernel at a start of m units has {@code lambda_min(H(0)) >= 3 lambda_H / 4}. Condition:
     * m is at least {@link #jointWidth}; then it fails with probability at most delta.
     *
     * @param constants the samples' constants
     * @param units m, above 0
     * @param delta the probability of failure, above 0 and at most 1
     * @param smallest the measured smallest eigenvalue of H(0)
     * @return the report
     * @throws IllegalArgumentException if units or delta is outside its range
     * @paper NWH-NTK Lemmas 5.1 and C.1 (corrected)
     */
    public static Report joint(KernelConstants constants, double units, double delta, double smallest) {
        return Report.on(
                        "the decoder's kernel starts with three quarters of lambda_H",
                        Reference.corrected("NWH-NTK", "Lemma 5.1"))
                .requiring(new Bound("lambda_H", constants.lambdaH(), Relation.ABOVE, 0))
                .requiring(new Bound("m", units, Relation.AT_LEAST, jointWidth(constants, delta)))
                .claiming(new Bound("lambda_min(H(0))", smallest, Relation.AT_LEAST, 0.75 * constants.lambdaH()))
                .with("failureBound", jointFailure(constants, units));
    }
}
