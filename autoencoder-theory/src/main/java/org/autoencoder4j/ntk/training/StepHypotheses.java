package org.autoencoder4j.ntk.training;

import java.util.List;
import java.util.stream.Stream;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;

/**
 * Whether one step contracts as the theorem says, under hypotheses that can be measured on it. Where the encoder alone is
 * trained:
 *
 * <ol>
 *   <li>the kernel: {@code lambda_min(K(k)) >= lambda / 2};
 *   <li>few units change sign: {@code ||K_perp(k)|| <= lambda / 16};
 *   <li>the step is short: the limits of the terms after the second ({@link StepAccount#limit}) add up to at most
 *       {@code (3/8) (eta lambda / d) ||X - U(k)||^2}.
 * </ol>
 *
 * <p>In units of {@code (eta lambda / d) ||X - U(k)||^2} the terms are then at most {@code -1, 1/8} and {@code 3/8}, so that
 * {@code ||X - U(k+1)||^2 <= (1 - eta lambda / (2d)) ||X - U(k)||^2}.
 *
 * <p>Where the decoder is trained, {@link StepInequality} takes their place, and no bound of {@code K_perp} is needed:
 *
 * <ol>
 *   <li>few units change sign and the step is short: {@code c > 0};
 *   <li>the rate is that of the theorem: {@code 2 c lambda_min(H(k)) >= lambda / 2}.
 * </ol>
 *
 * <p>The theorem's width and step imply the hypotheses with high probability; they hold at far smaller widths. Lambda is
 * lambda_0 of G_inf or lambda_H of H_inf of the samples, which {@link DescentRecorder} measures: a smaller number would make
 * the hypotheses easier to meet.
 *
 * <p>Immutable; threads may share it.
 *
 * @paper NWH-NTK (4.12), (5.20) (corrected: the requirement of C.5 on the step cannot be met)
 * @paper autoencoder4j P2-A2
 */
public final class StepHypotheses {
    private static final double REMAINDER = 3.0 / 8;

    private final StepAccount account;
    private final double smallest;
    private final double lambda;

    /** Puts a step beside {@code lambda_min(K(k))}, of which NaN leaves the hypotheses undecided, and lambda, above 0. */
    StepHypotheses(StepAccount account, double smallest, double lambda) {
        this.account = account;
        this.smallest = smallest;
        this.lambda = Checks.positive("lambda", lambda);
    }

    /**
     * Returns the hypotheses with their numbers.
     *
     * @return three bounds: the kernel, the flips, the step; of a step that trained the decoder two: c, the rate
     */
    public List<Bound> bounds() {
        if (account.regime().trainsDecoder()) {
            StepInequality inequality = StepInequality.of(account);
            return List.of(
                    inequality.positive(),
                    new Bound("2 c lambda_min(H)", inequality.rate(), Relation.AT_LEAST, lambda / 2));
        }
        return List.of(
                new Bound("lambda_min(K)", smallest, Relation.AT_LEAST, lambda / 2),
                new Bound("||K_perp||", account.flippedKernelNorm(), Relation.AT_MOST, lambda / 16),
                new Bound("limits of the further terms d / (eta lambda)", remainder(), Relation.AT_MOST, REMAINDER));
    }

    private double remainder() {
        double sum = Stream.of(StepTerm.FLIPPED_UNITS, StepTerm.MIXED, StepTerm.SQUARE)
                .mapToDouble(account::limit)
                .sum();
        return sum / account.squaredBefore() / unit();
    }

    /** {@code eta lambda / d}. */
    private double unit() {
        return account.learningRate() * lambda / account.limits().features;
    }

    /**
     * Says whether all hypotheses hold.
     *
     * @return whether each bound holds
     */
    public boolean hold() {
        return bounds().stream().allMatch(bound -> bound.verdict() == Verdict.HOLDS);
    }

    /**
     * Returns the theorem's factor of the squared error.
     *
     * @return {@code 1 - eta lambda / (2d)}
     */
    public double factor() {
        return 1 - unit() / 2;
    }

    /**
     * Reports whether the step contracts by the theorem's factor, under the hypotheses. They imply it by a proof without
     * chance, so it FAILS only if the step was no descent on these samples; what can be false is a hypothesis. Where the error
     * or the step is so small that rounding decides, it is INCONCLUSIVE.
     *
     * @return the report
     */
    public Report report() {
        String item = account.regime().trainsDecoder() ? "Theorem 5.2" : "Theorem 4.2";
        Report report = Report.on(
                "the step contracts by 1 - eta lambda / (2d)", Reference.corrected("NWH-NTK", item + ", one step"));
        for (Bound bound : bounds()) {
            report = report.requiring(bound);
        }
        return report.claiming(account.ratioAtMost(factor()));
    }

    @Override
    public String toString() {
        return "StepHypotheses[" + bounds() + "]";
    }
}
