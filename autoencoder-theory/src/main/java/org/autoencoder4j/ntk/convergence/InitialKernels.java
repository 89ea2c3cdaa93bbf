package org.autoencoder4j.ntk.convergence;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;

/**
 * How wide an autoencoder must be for its kernels at the start to keep a part {@code 1 - a} of the limit's smallest eigenvalue,
 * and what the decoder's norm is, for {@code w ~ N(0, I)} and independent Rademacher a. With
 *
 * <p>{@code h+(x) = (1 + x) log(1 + x) - x} and {@code h-(x) = x + (1 - x) log(1 - x)}.
 *
 * <p>For H(0), whose summands have no greatest norm, there are three widths, and any of them is enough: Chebyshev's is the least
 * for delta near 1, Bernstein's has V of {@link #variance}, and Chernoff's, which is linear in {@code 1/lambda_H}, leaves out the
 * units whose features are large.
 *
 * <p>Threads may use it at the same time.
 *
 * @paper autoencoder4j P2-B5: docs/CONVERGENCE.md
 * @paper NWH-NTK Lemmas 4.1, 5.1 and C.1 (replaced)
 */
public final class InitialKernels {
    private InitialKernels() {}

    /**
     * Returns the width at which {@code lambda_min(G(0)) < (1 - a) lambda_0} has probability at most delta:
     *
     * <p>{@code d lambda_n / (lambda_0 h-(a)) log(n d / delta)}.
     *
     * @param constants the samples' constants
     * @param loss a, the part that may be lost, above 0 and below 1
     * @param delta the probability of failure, above 0 and at most 1
     * @return m; infinite if lambda_0 is 0
     * @throws IllegalArgumentException if loss or delta is outside its range
     * @paper NWH-NTK Lemma 4.1 (replaced: smaller by lambda_n / lambda_0)
     */
    public static double encoderWidth(KernelConstants constants, double loss, double delta) {
        Probabilities.check(delta);
        return encoderScale(constants, loss) * Math.log(constants.outputs() / delta);
    }

    /**
     * Bounds the probability that {@code lambda_min(G(0)) < (1 - a) lambda_0}: the inverse of {@link #encoderWidth}.
     *
     * @param constants the samples' constants
     * @param loss a, the part that may be lost, above 0 and below 1
     * @param units m, above 0
     * @return the bound, at most 1
     * @throws IllegalArgumentException if loss or units is outside its range
     */
    public static double encoderFailure(KernelConstants constants, double loss, double units) {
        return Probabilities.tail(constants.outputs(), encoderScale(constants, loss), units);
    }

    private static double encoderScale(KernelConstants c, double loss) {
        return c.features() * c.lambdaN() / (c.lambda0() * Probabilities.fall(part(loss)));
    }

    /**
     * Returns the width at which {@code lambda_min(H(0)) < (1 - a) lambda_H} has probability at most delta: the least of {@link
     * #chebyshev}, {@link #bernstein} and {@link #chernoff}.
     *
     * @param constants the samples' constants
     * @param loss a, the part that may be lost, above 0 and below 1
     * @param delta the probability of failure, above 0 and at most 1
     * @return m; infinite if lambda_H is 0
     * @throws IllegalArgumentException if loss or delta is outside its range
     * @paper NWH-NTK Lemmas 5.1 and C.1 (replaced)
     */
    public static double decoderWidth(KernelConstants constants, double loss, double delta) {
        return Math.min(
                chebyshev(constants, loss, delta),
                Math.min(bernstein(constants, loss, delta), chernoff(constants, loss, delta)));
    }

    /**
     * Returns {@code V_F / (a^2 lambda_H^2 delta)}, since {@code E ||H(0) - H_inf||_F^2 = V_F / m}.
     *
     * @param constants the samples' constants
     * @param loss a, above 0 and below 1
     * @param delta the probability of failure, above 0 and at most 1
     * @return m; infinite if lambda_H is 0
     * @throws IllegalArgumentException if loss or delta is outside its range
     */
    public static double chebyshev(KernelConstants constants, double loss, double delta) {
        Probabilities.check(delta);
        return chebyshevScale(constants, loss) / delta;
    }

    private static double chebyshevScale(KernelConstants c, double loss) {
        return c.varianceH() / Math.pow(part(loss) * c.lambdaH(), 2);
    }

    /**
     * Returns {@code 2 V log(n / delta) / (a^2 lambda_H^2)} with V of {@link #variance}.
     *
     * @param constants the samples' constants
     * @param loss a, above 0 and below 1
     * @param delta the probability of failure, above 0 and at most 1
     * @return m; infinite if lambda_H is 0
     * @throws IllegalArgumentException if loss or delta is outside its range
     */
    public static double bernstein(KernelConstants constants, double loss, double delta) {
        Probabilities.check(delta);
        return bernsteinScale(constants, loss) * Math.log(constants.samples() / delta);
    }

    private static double bernsteinScale(KernelConstants c, double loss) {
        return 2 * variance(c) / Math.pow(part(loss) * c.lambdaH(), 2);
    }

    /**
     * Returns {@code B log(n / delta) / ((1 - b) h-(g) lambda_H)} with {@code b = a / 5}, {@code g = 1 - (1 - a)/(1 - b)} and B the
     * greatest {@code ||relu(X w)||^2} of a unit that is counted: those above take at most {@code b lambda_H} away.
     *
     * @param constants the samples' constants
     * @param loss a, above 0 and below 1
     * @param delta the probability of failure, above 0 and at most 1
     * @return m; infinite if lambda_H is 0
     * @throws IllegalArgumentException if loss or delta is outside its range
     */
    public static double chernoff(KernelConstants constants, double loss, double delta) {
        Probabilities.check(delta);
        return chernoffScale(constants, loss) * Math.log(constants.samples() / delta);
    }

    private static double chernoffScale(KernelConstants c, double loss) {
        double left = part(loss) / 5;
        double fall = Probabilities.fall(1 - (1 - loss) / (1 - left));
        return Truncation.of(c, left).bound() / ((1 - left) * fall * c.lambdaH());
    }

    /**
     * Bounds the probability that {@code lambda_min(H(0)) < (1 - a) lambda_H}: the inverse of {@link #decoderWidth}.
     *
     * @param constants the samples' constants
     * @param loss a, the part that may be lost, above 0 and below 1
     * @param units m, above 0
     * @return the bound, at most 1
     * @throws IllegalArgumentException if loss or units is outside its range
     */
    public static double decoderFailure(KernelConstants constants, double loss, double units) {
        double n = constants.samples();
        return Math.min(
                chebyshevScale(constants, loss) / Checks.positive("units", units),
                Math.min(
                        Probabilities.tail(n, bernsteinScale(constants, loss), units),
                        Probabilities.tail(n, chernoffScale(constants, loss), units)));
    }

    /**
     * Bounds {@code ||E[ ||z||^2 z z^T ]||} for {@code z = relu(X w)}, {@code w ~ N(0, I)}: with {@code h = ||H_inf||},
     *
     * <p>{@code V = sqrt(M4 h (h + 4 lambda_n))},
     *
     * <p>by Cauchy and Schwarz, and since {@code g = <v, z>} is Lipschitz in w with constant {@code sqrt(lambda_n)}: {@code E g^4 <=
     * (E g^2)^2 + 4 lambda_n E g^2} by Poincare's inequality.
     *
     * @param constants the samples' constants
     * @return the bound
     * @paper NWH-NTK Lemma C.2 (corrected: order n max(lambda_n, ||H_inf||))
     */
    public static double variance(KernelConstants constants) {
        double h = constants.normH();
        return Math.sqrt(constants.fourthMoment() * h * (h + 4 * constants.lambdaN()));
    }

    /**
     * Bounds the probability that {@code ||A(0)||^2 > (1 + x) m}: {@code d exp(-h+(x) m / d)}.
     *
     * @param features d, at least 1
     * @param units m, above 0
     * @param excess x, above 0
     * @return the bound, at most 1
     * @throws IllegalArgumentException if a number is outside its range
     */
    public static double decoderNormFailure(int features, double units, double excess) {
        return decoderPartFailure(1, features, units, 1, excess);
    }

    /**
     * Bounds the probability that {@code ||A_F||^2 > (1 + x) m P} for one of n sets F of units, each chosen by its w_r with
     * probability at most P: {@code n d exp(-h+(x) m P / d)}, where A_F has the columns of F. Near the kinks of n samples are such
     * sets.
     *
     * @param sets n, at least 1
     * @param features d, at least 1
     * @param units m, above 0
     * @param share P, above 0 and at most 1
     * @param excess x, above 0
     * @return the bound, at most 1
     * @throws IllegalArgumentException if a number is outside its range
     */
    public static double decoderPartFailure(int sets, int features, double units, double share, double excess) {
        Checks.atLeast("sets", sets, 1);
        Checks.atLeast("features", features, 1);
        Checks.between("share", Checks.positive("share", share), 0, 1);
        double rise = Probabilities.rise(Checks.positive("excess", excess));
        return Probabilities.tail((double) sets * features, features / (rise * share), units);
    }

    private static double part(double loss) {
        if (!(loss > 0 && loss < 1)) {
            throw new IllegalArgumentException("loss = " + loss + " must be above 0 and below 1");
        }
        return loss;
    }

    /**
     * Reports whether the encoder's kernel at a start of m units has {@code lambda_min(G(0)) >= (1 - a) lambda_0}. Condition: m
     * is at least {@link #encoderWidth}; then it fails with probability at most delta, and FAILS tells of such a start.
     *
     * @param constants the samples' constants
     * @param loss a, the part that may be lost, above 0 and below 1
     * @param units m, above 0
     * @param delta the probability of failure, above 0 and at most 1
     * @param smallest the measured smallest eigenvalue of G(0)
     * @return the report
     * @throws IllegalArgumentException if loss, units or delta is outside its range
     */
    public static Report encoder(KernelConstants constants, double loss, double units, double delta, double smallest) {
        return Report.on("the encoder's kernel starts with its part of lambda_0", ProvedWidth.reference("P2-B5"))
                .requiring(Bound.exact("lambda_0", constants.lambda0(), Relation.ABOVE, 0))
                .requiring(Bound.exact("m", units, Relation.AT_LEAST, encoderWidth(constants, loss, delta)))
                .claiming(new Bound("lambda_min(G(0))", smallest, Relation.AT_LEAST, (1 - loss) * constants.lambda0()))
                .with("failureBound", encoderFailure(constants, loss, units));
    }

    /**
     * Reports whether the decoder's kernel at a start of m units has {@code lambda_min(H(0)) >= (1 - a) lambda_H}. Condition: m
     * is at least {@link #decoderWidth}; then it fails with probability at most delta, and FAILS tells of such a start.
     *
     * @param constants the samples' constants
     * @param loss a, the part that may be lost, above 0 and below 1
     * @param units m, above 0
     * @param delta the probability of failure, above 0 and at most 1
     * @param smallest the measured smallest eigenvalue of H(0)
     * @return the report
     * @throws IllegalArgumentException if loss, units or delta is outside its range
     */
    public static Report decoder(KernelConstants constants, double loss, double units, double delta, double smallest) {
        return Report.on("the decoder's kernel starts with its part of lambda_H", ProvedWidth.reference("P2-B5"))
                .requiring(Bound.exact("lambda_H", constants.lambdaH(), Relation.ABOVE, 0))
                .requiring(Bound.exact("m", units, Relation.AT_LEAST, decoderWidth(constants, loss, delta)))
                .claiming(new Bound("lambda_min(H(0))", smallest, Relation.AT_LEAST, (1 - loss) * constants.lambdaH()))
                .with("failureBound", decoderFailure(constants, loss, units));
    }
}
