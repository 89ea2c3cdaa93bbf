package org.autoencoder4j.ntk.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.autoencoder4j.check.descent.LinearRate;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.ntk.convergence.JointRadii;
import org.autoencoder4j.ntk.convergence.KernelConstants;
import org.autoencoder4j.ntk.convergence.WeakRadii;
import org.autoencoder4j.ntk.training.DriftClaims.Drift;
import org.autoencoder4j.ntk.training.internal.RunClaims;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What {@link DescentRecorder} saw of a run, held against the theorems: each report is about all steps so far.
 *
 * <p>A run that goes on after its error is all rounding cannot be seen to contract any more: the steps there are undecided, and so
 * is a report of {@link #contraction}, {@link #line}, {@link #claims} or {@link #inequalities} of the whole run, whose finding
 * {@code stepsUndecided} says how many they are. For a verdict on the steps before, record fewer.
 *
 * <p>Immutable; threads may share it.
 *
 * @paper NWH-NTK Theorems 4.2, 5.2 (corrected)
 */
public final class DescentRecord {
    private final INDArray samples;
    private final Regime regime;
    private final double lambda;
    private final List<RecordedStep> steps;
    private final @Nullable Drift last;

    /** The steps of a run, and how far it had come after the last of them. */
    DescentRecord(INDArray samples, Regime regime, double lambda, List<RecordedStep> steps, @Nullable Drift last) {
        this.samples = samples;
        this.regime = regime;
        this.lambda = lambda;
        this.steps = List.copyOf(steps);
        this.last = last;
    }

    /**
     * Returns the eigenvalue of the theorem.
     *
     * @return lambda_0 of G_inf where the encoder alone is trained, lambda_H of H_inf otherwise; above 0
     */
    public double lambda() {
        return lambda;
    }

    /**
     * Returns the steps.
     *
     * @return one entry for each update; not modifiable
     */
    public List<RecordedStep> steps() {
        return steps;
    }

    /**
     * Returns the squared error before each step and after the last.
     *
     * @return {@code ||X - U(k)||_F^2}; empty if no step was made
     */
    public double[] squaredErrors() {
        DoubleStream before = steps.stream().mapToDouble(step -> step.account().squaredBefore());
        DoubleStream last = steps.stream()
                .skip(Math.max(0, steps.size() - 1))
                .mapToDouble(step -> step.account().squaredAfter());
        return DoubleStream.concat(before, last).toArray();
    }

    /**
     * Measures the linear rate of the squared error, whose interval says how far the decay is from linear.
     *
     * @return the factor per step, to be held against {@code 1 - eta lambda / (2d)}
     * @throws IllegalArgumentException if fewer than 2 steps were made
     */
    public LinearRate rate() {
        return LinearRate.above(0, squaredErrors());
    }

    /**
     * Returns the fraction of the steps at which all hypotheses hold.
     *
     * @return from 0 to 1; NaN if no step was made
     */
    public double fractionHolding() {
        return steps.stream()
                .mapToInt(step -> step.hypotheses().hold() ? 1 : 0)
                .average()
                .orElse(Double.NaN);
    }

    /**
     * Returns the first step at which a hypothesis is false.
     *
     * @return the step, if there is one
     */
    public Optional<RecordedStep> firstFailure() {
        return steps.stream().filter(step -> !step.hypotheses().hold()).findFirst();
    }

    /**
     * Reports whether every step adds up: {@link StepAccount#identity} over the run. It FAILS if the run was no descent on
     * these samples. It has no conditions, so it is never NOT_APPLICABLE.
     *
     * @return the worst step's report
     * @throws IllegalStateException if no step was made
     */
    public Report identity() {
        return overRun(step -> List.of(step.account().identity())).get(0);
    }

    /**
     * Reports each of the paper's claims on the terms of a step over the run: its first failure, or else where it came
     * closest to failing. With lambda as above, s the greatest fraction of units that change sign at a sample, and
     * {@code alpha = max_r ||a_r||^2 / d}, in units of {@code ||X - U(k)||_F^2}, where the encoder alone is trained:
     *
     * <ul>
     *   <li>B.1: {@code C_1 <= -eta lambda / d} if {@code lambda_min(G(k)) >= lambda / 2};
     *   <li>B.2: {@code C_2 <= 2 eta n s alpha};
     *   <li>B.3: {@code C_3 <= 2 eta sqrt(n lambda_n) s alpha};
     *   <li>B.4: {@code C_4 <= eta^2 n lambda_n (||A||_F^2 / (m d))^2}.
     * </ul>
     *
     * <p>Else C.4 is as B.1 with K for G, or with H for a decoder alone; C.5: {@code C_2 <= eta lambda / (8d)} if {@code
     * ||K_perp|| <= lambda / 16}; C.6, C.7, C.8 are {@link StepAccount#limit}; (C.3): {@code ||grad_A||_F <= sqrt(||H|| / d)
     * ||X - U||_F}. These are proved of any step of descent, so they FAIL only if the run was none on these samples. B.1, C.4
     * and C.5 have conditions, which can be false.
     *
     * @return one report for each claim, in the paper's order
     * @throws IllegalStateException if no step was made
     */
    public List<Report> claims() {
        return overRun(step -> StepClaims.of(step.account(), step.smallest(), lambda));
    }

    /**
     * Reports each hypothesis of {@link StepHypotheses} over the run: where it first failed, or else where it came closest
     * to failing. They have no conditions, so none is NOT_APPLICABLE.
     *
     * @return three reports: the kernel, the flips, the step; where the decoder is trained two: c, the rate
     * @throws IllegalStateException if no step was made
     */
    public List<Report> hypotheses() {
        return overRun(step -> step.hypotheses().bounds().stream()
                .map(bound -> Report.on("the hypothesis holds: " + bound.quantity(), reference())
                        .claiming(bound))
                .toList());
    }

    /**
     * Reports what each step was bound to do, given the units that it flipped: {@link StepInequality} over the run. These are
     * proved of any step of descent, so they FAIL only if the run was none on these samples.
     *
     * @return (A2), and both parts of (A2'), of which the second only where both layers are trained
     * @throws IllegalStateException if no step was made
     * @paper autoencoder4j P2-A2
     */
    public List<Report> inequalities() {
        return overRun(step -> step.inequality().reports());
    }

    /**
     * Reports whether each step at which the hypotheses hold contracts by {@code 1 - eta lambda / (2d)}. They imply it by a
     * proof without chance, so it FAILS only if the run was no descent on these samples. Where fewer than 90 % of the steps
     * meet the hypotheses it is NOT_APPLICABLE, and {@link #hypotheses} says why.
     *
     * @return the report
     * @throws IllegalStateException if no step was made
     */
    public Report contraction() {
        return overRun(step -> List.of(step.contraction())).get(0);
    }

    /**
     * Reports whether the squared error stays below the theorem's line, {@code ||X - U(k)||^2 <= prod (1 - eta lambda /
     * (2d)) ||X - U(0)||^2}, at each k. Condition: the hypotheses hold at each step, whose failure {@link #hypotheses}
     * places. The line of the flow, {@code exp(-lambda t / d)} with t the sum of the step sizes, is lower; at how many
     * steps the run is below that too is a finding. The hypotheses imply the line as they imply {@link #contraction}, so
     * this too FAILS only if the run was no descent on these samples.
     *
     * @return the report of the first k above the line, or of that closest to it
     * @throws IllegalStateException if no step was made
     */
    public Report line() {
        require();
        RunClaims claims = new RunClaims();
        ErrorLine line = new ErrorLine(steps.get(0).account().squaredBefore());
        double flow = 1;
        int below = 0;
        for (RecordedStep step : steps) {
            line.pass(step);
            flow *= Math.exp(-2 * (1 - step.hypotheses().factor()));
            claims.add(
                    step.step() + 1,
                    Report.on("the squared error is below the theorem's line", reference())
                            .claiming(line.bound()));
            below += line.fraction() <= flow ? 1 : 0;
        }
        return claims.report()
                .with("flowLineAtEnd", flow)
                .with("stepsBelowFlowLine", below)
                .requiring(Bound.exact(
                        "fraction of the steps at which the hypotheses hold", fractionHolding(), Relation.AT_LEAST, 1));
    }

    /**
     * Reports how far the weights moved. Where the encoder alone is trained: {@code max_r ||w_r(k) - w_r(0)||} against R'
     * and against R of {@link WeakRadii}, and {@code ||K(k) - K(0)||} against {@code lambda / 4}. Else: {@code ||W(k) -
     * W(0)||_F} against R_w and R'_w, {@code ||A(k) - A(0)||_F} against R'_a, of {@link JointRadii} at this start; for a
     * decoder alone R'_a. R, R_w and {@code lambda / 4} are what the proofs need and not what they conclude: at usual widths
     * they are left, at a step that the report names. The weights after the last step count too.
     *
     * <p>R', R'_w and R'_a follow by a proof without chance from conditions that the reports state, so these reports FAIL only
     * if the run was no descent on these samples. R of Corollary 4.1 is for a decoder whose
     * columns have length sqrt(d), which is a condition.
     *
     * @param delta the probability that Corollary 4.1 leaves, above 0 and at most 1
     * @return the reports
     * @throws IllegalArgumentException if delta is outside its range, or the samples are not of length 1, to 1e-5
     * @throws IllegalStateException if no step was made
     * @paper NWH-NTK Lemmas 4.5, 5.3, 5.7, Corollary 4.1 (corrected)
     */
    public List<Report> drift(double delta) {
        require();
        List<Drift> drifts = Stream.concat(steps.stream().map(Drift::of), Stream.ofNullable(last))
                .toList();
        return new DriftClaims(steps, drifts, KernelConstants.of(samples), lambda).of(regime, delta);
    }

    private Reference reference() {
        return Reference.corrected("NWH-NTK", regime.trainsDecoder() ? "Theorem 5.2" : "Theorem 4.2");
    }

    private void require() {
        if (steps.isEmpty()) {
            throw new IllegalStateException("no step was recorded; a run of one update or more is needed");
        }
    }

    private List<Report> overRun(Function<RecordedStep, List<Report>> checked) {
        require();
        Map<Integer, RunClaims> claims = new LinkedHashMap<>();
        for (RecordedStep step : steps) {
            List<Report> reports = checked.apply(step);
            for (int i = 0; i < reports.size(); i++) {
                claims.computeIfAbsent(i, key -> new RunClaims()).add(step.step(), reports.get(i));
            }
        }
        return claims.values().stream().map(RunClaims::report).toList();
    }

    @Override
    public String toString() {
        long holding = steps.stream()
                .filter(step -> step.contraction().verdict() == Verdict.HOLDS)
                .count();
        return "DescentRecord[" + regime + ", steps=" + steps.size() + ", holding=" + holding + "]";
    }
}
