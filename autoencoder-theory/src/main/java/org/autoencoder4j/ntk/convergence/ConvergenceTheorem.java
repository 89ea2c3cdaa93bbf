package org.autoencoder4j.ntk.convergence;

import java.util.List;
import java.util.OptionalDouble;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;

/**
 * Linear convergence from a random start, for each way to train: which width, which step, how fast, and with which probability,
 * with all constants. With probability at least 1 - delta over {@code w ~ N(0, I)} and Rademacher a, {@code ||X - U||_F^2} falls
 * at least as {@code exp(-lambda t / d)} along the flow, or as {@code (1 - eta lambda / (2d))^k} by descent, for ever. Lambda is
 * lambda_0 where only W learns, and lambda_H where both layers do. Samples have length 1.
 *
 * <p>Each has several proved {@link #widths}; any of them is enough, and {@link #width} is the least. What the paper's own
 * theorems ask for is in {@link PaperTheorem}.
 *
 * <p>Immutable; threads may share it.
 */
public enum ConvergenceTheorem {
    /**
     * Only W learns, by the flow.
     *
     * @paper autoencoder4j T4.1, T4.1-log: docs/CONVERGENCE.md
     * @paper NWH-NTK Theorem 4.1 (replaced; with C = 1100 it holds as printed)
     */
    WEAK_FLOW("only W learns, by the flow", Dynamics.FLOW),
    /**
     * Only W learns, by descent, with steps up to {@code d / (5 lambda_n)}.
     *
     * @paper autoencoder4j T4.2, T4.2-log: docs/CONVERGENCE.md
     * @paper NWH-NTK Theorem 4.2 (replaced)
     */
    WEAK_DESCENT("only W learns, by descent", Dynamics.DESCENT),
    /**
     * Both layers learn, by the flow. T5.1 needs no more of A than mean 0, {@code E a a^T = I} and independence of W.
     *
     * @paper autoencoder4j T5.1, T5.1-log: docs/CONVERGENCE.md
     * @paper NWH-NTK Theorem 5.1 (replaced)
     */
    JOINT_FLOW("both layers learn, by the flow", Dynamics.FLOW),
    /**
     * Both layers learn, by the flow, from a decoder of zeros.
     *
     * @paper autoencoder4j T5.1-0: docs/CONVERGENCE.md
     */
    JOINT_FLOW_ZERO_DECODER("both layers learn, by the flow from A = 0", Dynamics.FLOW),
    /**
     * Both layers learn, by descent with one step up to {@code d / (7 ||H_inf|| + 10 lambda_n)}.
     *
     * @paper autoencoder4j T5.2a, T5.2a-log, T5.2a-R1: docs/CONVERGENCE.md
     * @paper NWH-NTK Theorem 5.2 (proved: its own proof has a hole)
     */
    JOINT_DESCENT("both layers learn, by descent", Dynamics.DESCENT),
    /**
     * Both layers learn, by descent in which the encoder's step is {@link #gamma} times the decoder's, of up to {@code d / (12
     * ||H_inf||)}.
     *
     * @paper autoencoder4j T5.2b, T5.2b-log: docs/CONVERGENCE.md
     */
    JOINT_DESCENT_SLOW_ENCODER("both layers learn, by descent with a slower encoder", Dynamics.DESCENT),
    /**
     * Both layers learn, by descent from a decoder of zeros, with one step up to {@code d / (12 ||H_inf||)}.
     *
     * @paper autoencoder4j T5.2c, T5.2c-log: docs/CONVERGENCE.md
     */
    JOINT_DESCENT_ZERO_DECODER("both layers learn, by descent from A = 0", Dynamics.DESCENT);

    private final String training;
    private final Dynamics dynamics;

    ConvergenceTheorem(String training, Dynamics dynamics) {
        this.training = training;
        this.dynamics = dynamics;
    }

    /**
     * Tells how weights move.
     *
     * @return flow or descent
     */
    public Dynamics dynamics() {
        return dynamics;
    }

    /**
     * Tells what learns, and how.
     *
     * @return a few words
     */
    public String training() {
        return training;
    }

    /**
     * Returns the widths of the different proofs.
     *
     * @return the widths, of which any is enough; unmodifiable
     */
    public List<ProvedWidth> widths() {
        return switch (this) {
            case WEAK_FLOW -> WeakWidths.FLOW;
            case WEAK_DESCENT -> WeakWidths.DESCENT;
            case JOINT_FLOW -> JointFlowWidths.RADEMACHER;
            case JOINT_FLOW_ZERO_DECODER -> JointFlowWidths.ZERO;
            case JOINT_DESCENT -> JointDescentWidths.ONE_STEP;
            case JOINT_DESCENT_SLOW_ENCODER -> JointDescentWidths.SLOW_ENCODER;
            case JOINT_DESCENT_ZERO_DECODER -> JointDescentWidths.ZERO_DECODER;
        };
    }

    /**
     * Returns the eigenvalue that sets the rate.
     *
     * @param constants the samples' constants
     * @return lambda_0 where W alone learns, else lambda_H
     */
    public double lambda(KernelConstants constants) {
        return isWeak() ? constants.lambda0() : constants.lambdaH();
    }

    boolean isWeak() {
        return this == WEAK_FLOW || this == WEAK_DESCENT;
    }

    /**
     * Returns how many times as long as the decoder's the encoder's step is.
     *
     * @param constants the samples' constants
     * @return {@code 0.28 lambda_H / lambda_n} for the slower encoder, else 1
     */
    public double gamma(KernelConstants constants) {
        return this == JOINT_DESCENT_SLOW_ENCODER ? 0.28 * constants.lambdaH() / constants.lambdaN() : 1;
    }

    /**
     * Returns the largest step of descent that the samples alone allow. It belongs to the widths with {@link
     * ProvedWidth.Step#STATED}.
     *
     * @param constants the samples' constants
     * @return eta; none for a flow
     */
    public OptionalDouble largestStep(KernelConstants constants) {
        double d = constants.features();
        return switch (this) {
            case WEAK_FLOW, JOINT_FLOW, JOINT_FLOW_ZERO_DECODER -> OptionalDouble.empty();
            case WEAK_DESCENT -> OptionalDouble.of(d / (5 * constants.lambdaN()));
            case JOINT_DESCENT -> OptionalDouble.of(d / (7 * constants.normH() + 10 * constants.lambdaN()));
            case JOINT_DESCENT_SLOW_ENCODER, JOINT_DESCENT_ZERO_DECODER ->
                OptionalDouble.of(d / (12 * constants.normH()));
        };
    }

    /**
     * Returns the least width.
     *
     * @param constants the samples' constants
     * @param delta the probability of failure, above 0 and at most 1
     * @return the minimum of {@link #widths}; infinite if lambda is 0
     * @throws IllegalArgumentException if delta is outside its range
     */
    public double width(KernelConstants constants, double delta) {
        return least(constants, delta).width(constants, delta);
    }

    /**
     * Returns the proof that asks for the least width.
     *
     * @param constants the samples' constants
     * @param delta the probability of failure, above 0 and at most 1
     * @return the first of the least of {@link #widths}
     * @throws IllegalArgumentException if delta is outside its range
     */
    public ProvedWidth least(KernelConstants constants, double delta) {
        return ProvedWidth.least(widths(), constants, delta);
    }

    /**
     * Answers the inverse question, what is guaranteed at a width: the smallest delta of any of {@link #widths}.
     *
     * @param constants the samples' constants
     * @param units m, above 0
     * @return the probability of failure, to 1e-12 relative and not below 1e-300; 1 if nothing is guaranteed
     * @throws IllegalArgumentException if units is not above 0
     */
    public double failureProbability(KernelConstants constants, double units) {
        return widths().stream()
                .mapToDouble(width -> width.failureProbability(constants, units))
                .min()
                .orElseThrow();
    }

    /**
     * Returns how long it takes until {@code ||X - U||_F^2} is a given fraction of its start: the time {@code d log(1 /
     * accuracy) / lambda} of a flow, or the number of steps at {@link #largestStep}, {@code log(accuracy) / log(1 - eta lambda /
     * (2d))} rounded up.
     *
     * @param constants the samples' constants
     * @param accuracy the fraction, above 0 and at most 1
     * @return a time or a number of steps; 0 if accuracy is 1, else infinite if lambda is 0
     * @throws IllegalArgumentException if accuracy is outside its range
     */
    public double duration(KernelConstants constants, double accuracy) {
        Checks.between("accuracy", Checks.positive("accuracy", accuracy), 0, 1);
        double rate = lambda(constants) / constants.features();
        OptionalDouble step = largestStep(constants);
        double log = Math.abs(Math.log(accuracy));
        if (log == 0) {
            return 0;
        }
        return step.isEmpty() ? log / rate : Math.ceil(log / -Math.log1p(-step.getAsDouble() * rate / 2));
    }

    /**
     * Reports whether linear convergence is guaranteed at a width with probability above 0 and at least 1 - delta. The reference
     * is the proof that says so, or that asks for the least width. Condition: lambda is above 0.
     *
     * <p>FAILS says that these theorems guarantee nothing, and not that a run will fail. All widths, the smallest delta, gamma
     * and the largest step are findings; there is no step where it depends on the start.
     *
     * @param constants the samples' constants
     * @param units m, above 0
     * @param delta the probability of failure, above 0 and at most 1
     * @return the report
     * @throws IllegalArgumentException if a number is outside its range
     */
    public Report report(KernelConstants constants, double units, double delta) {
        ProvedWidth deciding = ProvedWidth.deciding(widths(), constants, Checks.positive("units", units), delta);
        Report report = Report.on(
                        "with probability 1 - delta the error falls linearly where " + training, deciding.reference())
                .requiring(Bound.exact("lambda", lambda(constants), Relation.ABOVE, 0))
                .claiming(Bound.exact("m", units, Relation.AT_LEAST, deciding.width(constants, delta)))
                .claiming(Bound.exact("delta", delta, Relation.BELOW, 1))
                .with("failureProbability", failureProbability(constants, units));
        for (ProvedWidth width : widths()) {
            report = report.with(width.finding(), width.width(constants, delta));
        }
        if (this == JOINT_DESCENT_SLOW_ENCODER) {
            report = report.with("gamma", gamma(constants));
        }
        return deciding.step() == ProvedWidth.Step.STATED
                ? report.with("largestStep", largestStep(constants).orElseThrow())
                : report;
    }
}
