package org.autoencoder4j.ntk.convergence;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;

/**
 * How far the two layers of a jointly trained autoencoder move, and how far they may, at a given start. With h the largest
 * eigenvalue of the start's H(0) and lambda_H the smallest one of H_inf:
 *
 * <p>{@code R_w = sqrt(m / lambda_n) (sqrt(h + lambda_H / 4) - sqrt(h))} is the largest {@code ||W - W(0)||_F} at which
 * {@code ||H - H(0)|| <= lambda_H / 4} is certain by {@link HiddenKernelChange};
 *
 * <p>{@code R'_a = c sqrt(d) (sqrt(h) + sqrt(lambda_n / m) R_w) ||X - U(0)||_F / lambda_H} bounds {@code ||A - A(0)||_F} for
 * as long as W keeps R_w;
 *
 * <p>{@code R'_w = c sqrt(d lambda_n / m) (||A(0)|| + R'_a) ||X - U(0)||_F / lambda_H} bounds {@code ||W - W(0)||_F};
 *
 * <p>where c is 2 for the flow and 4 for descent. If {@code R'_w <= R_w}, W never leaves R_w. Print bounds {@code
 * ||relu(X W)||} by {@code ||X|| ||W||}, which is wrong: ReLU is no contraction in the spectral norm.
 *
 * <p>Immutable; threads may share it.
 *
 * @param encoderRadius R_w
 * @param encoderDrift R'_w
 * @param decoderDrift R'_a
 * @paper NWH-NTK Lemmas 5.3 to 5.7 (corrected)
 */
public record JointRadii(double encoderRadius, double encoderDrift, double decoderDrift) {
    /**
     * Computes the radii.
     *
     * @param constants the samples' constants
     * @param dynamics flow or descent
     * @param units m, at least 1
     * @param normH the largest eigenvalue of H(0), at least 0; {@code ||relu(X W(0))||^2 / m}
     * @param normA the spectral norm of A(0), at least 0
     * @param residual {@code ||X - U(0)||_F}, at least 0
     * @return the radii; drifts are infinite if lambda_H is 0
     * @throws IllegalArgumentException if a number is outside its range
     */
    public static JointRadii of(
            KernelConstants constants, Dynamics dynamics, double units, double normH, double normA, double residual) {
        Checks.positive("units", units);
        Checks.nonNegative("normH", normH);
        Checks.nonNegative("normA", normA);
        Checks.nonNegative("residual", residual);
        double lambda = constants.lambdaH();
        double rate = Math.sqrt(constants.lambdaN() / units);
        // sqrt(h + x) - sqrt(h) without cancellation
        double scaled = lambda / 4 / (Math.sqrt(normH + lambda / 4) + Math.sqrt(normH));
        double length = dynamics.path() * Math.sqrt(constants.features()) * residual / lambda;
        double decoder = length * (Math.sqrt(normH) + scaled);
        return new JointRadii(scaled / rate, length * rate * (normA + decoder), decoder);
    }

    /**
     * Reports whether the start guarantees linear convergence of the flow by itself: {@code lambda_min(H(0)) >= 3 lambda_H /
     * 4} and {@code R'_w <= R_w} imply {@code lambda_min(K(t)) >= lambda_H / 2} at all times. It is deterministic: nothing is
     * left to probability or to unknown constants. FAILS says that this start guarantees nothing, and not that the flow will
     * fail. Of descent it says nothing: there the drifts are necessary to the proof but not enough, and greater, so that with
     * them the verdict on the flow is the stricter one.
     *
     * @param constants the samples' constants, those of {@link #of}
     * @param smallestH the smallest eigenvalue of H(0), as measured at the start that the radii are of
     * @return the report; its condition is that lambda_H is above 0
     * @paper NWH-NTK Theorem 5.1 (corrected), its proof
     */
    public Report report(KernelConstants constants, double smallestH) {
        return Report.on(
                        "the start guarantees that the flow keeps the kernel's smallest eigenvalue above lambda_H / 2",
                        Reference.corrected("NWH-NTK", "Theorem 5.1"))
                .requiring(Bound.exact("lambda_H", constants.lambdaH(), Relation.ABOVE, 0))
                .claiming(new Bound("lambda_min(H(0))", smallestH, Relation.AT_LEAST, 0.75 * constants.lambdaH()))
                .claiming(new Bound("R'_w", encoderDrift, Relation.AT_MOST, encoderRadius))
                .with("decoderDrift", decoderDrift);
    }
}
