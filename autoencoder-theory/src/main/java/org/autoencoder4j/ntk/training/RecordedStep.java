package org.autoencoder4j.ntk.training;

import org.autoencoder4j.report.Report;

/**
 * One step of a run, with what is known of the parameters before it.
 *
 * @param step how many updates came before
 * @param account the account of the step
 * @param smallest {@code lambda_min(K(k))} of the layers that are trained, or beyond 2000 outputs {@code lambda_min(H(k))}, which
 *     is not above it; 0 where it cannot be told from 0
 * @param kernelChange {@code ||K(k) - K(0)||}, or beyond 2000 outputs {@code ||H(k) - H(0)||}
 * @param longestMove {@code max_r ||w_r(k) - w_r(0)||}
 * @param encoderDrift {@code ||W(k) - W(0)||_F}
 * @param decoderDrift {@code ||A(k) - A(0)||_F}
 * @param hypotheses the hypotheses under which the step contracts
 */
public record RecordedStep(
        long step,
        StepAccount account,
        double smallest,
        double kernelChange,
        double longestMove,
        double encoderDrift,
        double decoderDrift,
        StepHypotheses hypotheses) {
    /**
     * Reports whether the step contracts by the theorem's factor, under its hypotheses.
     *
     * @return {@link StepHypotheses#report}
     */
    public Report contraction() {
        return hypotheses.report();
    }

    /**
     * Returns what the step was bound to do, given the units that it flipped.
     *
     * @return (A2), or (A2w) if the encoder alone was trained
     * @paper autoencoder4j P2-A2
     */
    public StepInequality inequality() {
        return account.regime().trainsDecoder() ? StepInequality.of(account) : StepInequality.weak(account, smallest);
    }
}
