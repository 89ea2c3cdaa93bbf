package org.autoencoder4j.ntk.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.descent.LinearRate;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.ntk.convergence.JointRadii;
import org.autoencoder4j.ntk.convergence.KernelConstants;
import org.autoencoder4j.ntk.convergence.WeakRadii;
import org.autoencoder4j.ntk.internal.Eigenvalues;
import org.autoencoder4j.ntk.kernel.LimitKernels;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.train.Progress;
import org.autoencoder4j.train.Step;
import org.autoencoder4j.train.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Records the convergence theorems along a run of full-batch descent: the account of each step, the smallest eigenvalue
 * of the kernel, how far kernel and weights have moved, and which hypotheses hold. A step counts once the run has made it.
 *
 * <p>Cost of a step: a {@link StepAccount}, {@code 2 (n d)^2 m} operations for the kernel and two sets of eigenvalues of
 * {@code nd x nd} matrices; memory for two copies of the parameters and two such matrices. Not for a learning rate that
 * backs off, which may undo a step. One thread uses it.
 *
 * @paper NWH-NTK Theorems 4.2, 5.2 (corrected)
 */
public final class DescentRecorder implements TrainingListener<TwoLayerAutoencoder> {
    private final INDArray samples;
    private final Regime regime;
    private final double lambda;
    private final List<RecordedStep> steps = new ArrayList<>();
    private @Nullable Start start;
    private @Nullable Pending pending;

    private record Start(TwoLayerAutoencoder autoencoder, INDArray kernel) {}

    private record Pending(TwoLayerAutoencoder autoencoder, double learningRate, double smallest, Drift drift) {}

    private DescentRecorder(INDArray samples, Regime regime, double lambda) {
        this.samples = samples;
        this.regime = regime;
        this.lambda = lambda;
    }

    /**
     * Makes a recorder. It computes the eigenvalue of the theorem from the samples.
     *
     * @param samples X, {@code n x d} with {@code n d <= 2000}, all the samples of every step. None is zero or a positive
     *     multiple of another, and antipodal ones are linearly independent, so that the eigenvalue is above 0
     * @param regime what the run trains; not {@link Regime#WEIGHT_TIED}
     * @return the recorder, empty
     * @throws IllegalArgumentException if an argument is not as described
     */
    public static DescentRecorder of(INDArray samples, Regime regime) {
        Checks.finite("samples", Checks.matrix("samples", samples));
        Checks.between("the number of outputs n d", samples.length(), 1, DenseKernel.LARGEST);
        if (regime == Regime.WEIGHT_TIED) {
            throw new IllegalArgumentException("regime = " + regime + "; the theorems are for untied weights");
        }
        LimitKernels kernels = LimitKernels.of(samples.castTo(DataType.DOUBLE));
        INDArray kernel = regime == Regime.WEAKLY_TRAINED ? kernels.encoder() : kernels.decoder();
        double lambda = Eigenvalues.smallest(SymmetricEigen.eigenvalues(kernel).toDoubleVector());
        if (lambda == 0) {
            throw new IllegalArgumentException(
                    "the smallest eigenvalue of the samples' limit kernel is 0 to rounding, and the"
                            + " theorems say nothing of such samples; leave out zeros and multiples of other samples");
        }
        return new DescentRecorder(samples.dup(), regime, lambda);
    }

    /**
     * Records a step. One whose gradient is not finite ends the run and is left out.
     *
     * @param step the step
     * @param progress not used
     * @throws IllegalArgumentException if the parameters do not fit the samples, or the step is none of the regime's
     */
    @Override
    public void onStep(Step<TwoLayerAutoencoder> step, Progress progress) {
        if (!Double.isFinite(step.gradient().norm())) {
            return;
        }
        TwoLayerAutoencoder now = step.parameters().copy();
        Pending before = pending;
        if (before != null && before.drift().step() + 1 == step.index()) {
            record(before, now);
        }
        INDArray kernel = DenseKernel.of(samples, now, regime);
        Start first = start;
        if (first == null) {
            first = new Start(now, kernel);
            start = first;
        }
        double smallest = DenseKernel.smallest(kernel);
        double change = DenseKernel.norm(kernel.sub(first.kernel()));
        Drift drift = Drift.between(first.autoencoder(), now, step.index(), change);
        pending = new Pending(now, step.learningRate(), smallest, drift);
    }

    private void record(Pending before, TwoLayerAutoencoder now) {
        StepAccount account = StepAccount.of(samples, before.autoencoder(), now, before.learningRate(), regime);
        steps.add(new RecordedStep(
                before.drift().step(),
                account,
                before.smallest(),
                before.drift().kernel(),
                before.drift().longestMove(),
                before.drift().encoder(),
                before.drift().decoder(),
                new StepHypotheses(account, before.smallest(), lambda)));
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
     * Returns the steps so far.
     *
     * @return one entry for each update; a copy
     */
    public List<RecordedStep> steps() {
        return List.copyOf(steps);
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
     * closest to failing. With lambda this recorder's, s the greatest fraction of units that change sign at a sample, and
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
     * @return three reports: the kernel, the flips, the step
     * @throws IllegalStateException if no step was made
     */
    public List<Report> hypotheses() {
        return overRun(step -> step.hypotheses().bounds().stream()
                .map(bound -> Report.on("the hypothesis holds: " + bound.quantity(), reference())
                        .claiming(bound))
                .toList());
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
        double line = 1;
        double flow = 1;
        int below = 0;
        for (RecordedStep step : steps) {
            line *= step.hypotheses().factor();
            flow *= Math.exp(-2 * (1 - step.hypotheses().factor()));
            double fraction =
                    step.account().squaredAfter() / steps.get(0).account().squaredBefore();
            claims.add(
                    step.step() + 1,
                    Report.on("the squared error is below the theorem's line", reference())
                            .claiming(new Bound("||X - U(k)||^2 / ||X - U(0)||^2", fraction, Relation.AT_MOST, line)));
            below += fraction <= flow ? 1 : 0;
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
        Stream<Drift> last = Stream.ofNullable(pending).map(Pending::drift);
        List<Drift> drifts = Stream.concat(steps.stream().map(Drift::of), last).toList();
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

    @FunctionalInterface
    private interface Checked {
        List<Report> at(RecordedStep step);
    }

    private List<Report> overRun(Checked checked) {
        require();
        Map<Integer, RunClaims> claims = new LinkedHashMap<>();
        for (RecordedStep step : steps) {
            List<Report> reports = checked.at(step);
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
        return "DescentRecorder[" + regime + ", steps=" + steps.size() + ", holding=" + holding + "]";
    }
}
