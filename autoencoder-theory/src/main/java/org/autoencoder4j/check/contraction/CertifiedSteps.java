package org.autoencoder4j.check.contraction;

import static org.autoencoder4j.report.Relation.AT_LEAST;
import static org.autoencoder4j.report.Relation.AT_MOST;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * An induction over steps: if all columns are within the angle phi_s of their atoms, they are within phi_(s+1) after the
 * step, whatever they are. So T evaluations of a function of one number prove that from <em>any</em> start within
 * {@code delta_0 = 2 sin(phi_0 / 2)} of the dictionary the error after s steps is at most {@code delta_s = 2 sin(phi_s / 2)}.
 *
 * <p>An induction that breaks off certifies the steps before and says nothing of the later ones. Whether codes are on the true
 * support or on the encoder's own is a part of every statement.
 *
 * <p>Immutable; threads may share it.
 *
 * @paper autoencoder4j P1-C4
 */
public final class CertifiedSteps {
    /** What rounding may add to a measured distance between unit columns of 10^6 entries and fewer. */
    private static final double DOUBLE_ROUNDING = 1e-12;

    private static final double FLOAT_ROUNDING = 1e-4;

    private static final double RIGHT_ANGLE = Math.PI / 2;
    private static final double SETTLED = 1e-9;
    private static final double NOTHING = 1e-15;
    private static final int LATER_STEPS = 2000;
    private static final int LARGEST_LEAP = 40;
    private static final StepBound NOTHING_LATER = (step, angle) -> Double.POSITIVE_INFINITY;

    private final String item;
    private final CodeSupport support;
    private final double[] angles;
    private final int asked;
    /** What steps after T do; {@link #NOTHING_LATER} where nothing is certified of them. */
    private final StepBound later;

    private final double failure;
    private final double allowed;

    private CertifiedSteps(
            String item,
            CodeSupport support,
            double[] angles,
            int asked,
            StepBound later,
            double failure,
            double allowed) {
        this.item = item;
        this.support = support;
        this.angles = angles;
        this.asked = asked;
        this.later = later;
        this.failure = failure;
        this.allowed = allowed;
    }

    /**
     * Goes through the steps. Cost: T bounds.
     *
     * @param item the place of the statement in docs/INDUCTION.md, for example {@code "(C4.M)"}
     * @param support whose support codes have in each step
     * @param delta the greatest error at the start, at least 0 and below sqrt 2
     * @param steps T, at least 1
     * @param bound what a step does
     * @return the steps that are certified
     * @throws IllegalArgumentException if delta or steps is out of range
     */
    public static CertifiedSteps of(String item, CodeSupport support, double delta, int steps, StepBound bound) {
        Checks.atLeast("steps", steps, 1);
        double[] angles = new double[steps + 1];
        angles[0] = angle(delta);
        int certified = 0;
        try (Work work = Work.begin("certified steps: steps", steps)) {
            while (certified < steps && next(bound, certified, angles)) {
                certified++;
                work.advance(1);
            }
            work.complete();
        }
        double[] found = Arrays.copyOf(angles, certified + 1);
        return new CertifiedSteps(item, support, found, steps, bound, 0, 0);
    }

    private static boolean next(StepBound bound, int step, double[] angles) {
        angles[step + 1] = bound.after(step, angles[step]);
        return angles[step + 1] < RIGHT_ANGLE;
    }

    /** Iterates on until the angle stays where it is, or there is none. */
    private static OptionalDouble limit(StepBound bound, int steps, double last) {
        try (Work work = Work.begin("limit of the certified steps: steps")) {
            OptionalDouble limit = limit(bound, steps, last, work);
            work.complete();
            return limit;
        }
    }

    private static OptionalDouble limit(StepBound bound, int steps, double last, Work work) {
        double angle = last;
        for (int step = steps; step < steps + LATER_STEPS; step++) {
            double next = bound.after(step, angle);
            work.advance(1);
            if (!(next < RIGHT_ANGLE)) {
                return OptionalDouble.empty();
            }
            if (Math.abs(next - angle) <= SETTLED * angle || next <= NOTHING) {
                return stays(bound, step, next) ? OptionalDouble.of(next) : OptionalDouble.empty();
            }
            angle = next;
        }
        return OptionalDouble.empty();
    }

    /** Looks far ahead, for bounds that change with the step: as where a bias shrinks until units misfire. */
    private static boolean stays(StepBound bound, long step, double angle) {
        double most = Math.max(angle * (1 + SETTLED), NOTHING);
        for (int k = 0; k < LARGEST_LEAP; k++) {
            if (!(bound.after(step + (1L << k), angle) <= most)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the same steps, certified but for an event of the samples that spoils all steps there ever are together. Reports
     * then have as a condition that it is no more probable than was asked for.
     *
     * @param probability a bound of the event's probability, from 0 to 1
     * @param allowed what was asked for, at least 0 and below 1
     * @return a copy
     * @throws IllegalArgumentException if an argument is out of range
     */
    public CertifiedSteps exceptWith(double probability, double allowed) {
        Checks.between("probability", probability, 0, 1);
        if (!(allowed >= 0 && allowed < 1)) {
            throw new IllegalArgumentException("allowed = " + allowed + " must be at least 0 and below 1");
        }
        return new CertifiedSteps(item, support, angles, asked, later, probability, allowed);
    }

    /** Returns the same steps where nothing is certified of those after T, as each of them may fail with more. */
    CertifiedSteps withoutLimit() {
        return new CertifiedSteps(item, support, angles, asked, NOTHING_LATER, failure, allowed);
    }

    /**
     * Converts an error to an angle.
     *
     * @param delta the distance of two unit vectors, at least 0 and below sqrt 2
     * @return {@code 2 asin(delta / 2)}, below pi/2
     * @throws IllegalArgumentException if delta is out of range
     */
    public static double angle(double delta) {
        double angle = 2 * Math.asin(Checks.nonNegative("delta", delta) / 2);
        if (!(angle < RIGHT_ANGLE)) {
            throw new IllegalArgumentException("delta = " + delta + " must be below sqrt 2");
        }
        return angle;
    }

    /**
     * Converts an angle to an error.
     *
     * @param angle phi
     * @return {@code 2 sin(phi / 2)}
     */
    public static double delta(double angle) {
        return 2 * Math.sin(angle / 2);
    }

    /**
     * Returns the greatest angles.
     *
     * @return phi_0 to phi_s, s the number of {@link #certified} steps; a copy
     */
    public double[] angles() {
        return angles.clone();
    }

    /**
     * Returns the greatest errors.
     *
     * @return {@code delta_s = 2 sin(phi_s / 2)}, as many as angles
     */
    public double[] deltas() {
        return Arrays.stream(angles).map(CertifiedSteps::delta).toArray();
    }

    /**
     * Returns how many steps were asked for.
     *
     * @return T
     */
    public int asked() {
        return asked;
    }

    /**
     * Returns how many steps are certified: from this step on nothing is, if it is below T.
     *
     * @return a number from 0 to T
     */
    public int certified() {
        return angles.length - 1;
    }

    /**
     * Tells whether all steps are certified.
     *
     * @return whether {@link #certified} is T
     */
    public boolean complete() {
        return certified() == asked;
    }

    /**
     * Returns the angle at which the bounds settle if the steps go on, to about 1e-9 relative to itself. A bound that changes
     * with the step is asked whether it keeps to it 1, 2, 4, ..., 2^39 steps later, too, which tells if it changes in one
     * direction only. Cost: up to 2000 further bounds, at each call.
     *
     * @return the limit; nothing if not all T steps are certified, a later one is not, or the bounds do not settle in
     *     2000 further steps or not for good; nothing for fresh samples, whose later steps may each fail
     */
    public OptionalDouble limit() {
        return complete() ? limit(later, asked, angles[asked]) : OptionalDouble.empty();
    }

    /**
     * Tells whose support the codes have in each step.
     *
     * @return the support, a part of the statement of every report
     */
    public CodeSupport support() {
        return support;
    }

    /**
     * Returns the probability with which the certificate may be wrong.
     *
     * @return a bound for all T steps together; 0 for expected updates
     */
    public double failure() {
        return failure;
    }

    /**
     * Reports whether every start within delta_0 ends within a target after T steps. Conditions: all T steps are certified, and
     * fail with no more than was asked for, if they may. The greatest error of all starts is between 0 and the bound: where the bound is above the target the report is
     * {@code INCONCLUSIVE}, for it may be loose.
     *
     * @param target the error to reach, at least 0
     * @return the report; findings: the error at the start, and the one in the {@link #limit} if there is one
     * @throws IllegalArgumentException if target is negative or not finite
     */
    public Report report(double target) {
        Report report = claiming(
                "from any start within delta_0 the error after T steps is at most the target",
                AT_MOST,
                Checks.nonNegative("target", target));
        OptionalDouble limit = limit();
        return limit.isPresent() ? report.with("deltaInTheLimit", delta(limit.getAsDouble())) : report;
    }

    /** The claim that the greatest error of all starts after the steps, which is from 0 to its bound, keeps a limit. */
    Report claiming(String statement, Relation relation, double limitOfError) {
        double last = delta(angles[certified()]);
        return begin(statement)
                .claiming(new Bound("greatest error after step " + asked, last, relation, limitOfError, 0, last));
    }

    /**
     * Reports whether a run in DOUBLE keeps to the certificate: {@link #follows(DataType, double...)}.
     *
     * @param errors the errors {@code max_i ||W_i - A_i||} at steps 0, 1, ..., at least two
     * @return the report
     * @throws IllegalArgumentException if there are fewer than two errors or more than T + 1
     */
    public Report follows(double... errors) {
        return follows(DataType.DOUBLE, errors);
    }

    /**
     * Reports whether a run keeps to the certificate, by the step after the start at which it comes closest to its bound.
     * Conditions: all steps are certified and the run starts within delta_0. Errors may be above their bounds by what rounding
     * adds to a distance, 1e-12 in DOUBLE and 1e-4 in FLOAT. {@code FAILS} would mean that the run's model is not the
     * certificate's, or, where it is certified but for an event, that this happened. An error that is NaN, as of a run that broke,
     * is {@code INCONCLUSIVE}.
     *
     * @param type the type of the run's weights, FLOAT or DOUBLE
     * @param errors the errors {@code max_i ||W_i - A_i||} at steps 0, 1, ..., at least two
     * @return the report
     * @throws IllegalArgumentException if the type is another, there are fewer than two errors or more than T + 1
     */
    public Report follows(DataType type, double... errors) {
        double rounding = Checks.realType("type", type) == DataType.DOUBLE ? DOUBLE_ROUNDING : FLOAT_ROUNDING;
        Checks.between("the number of errors", errors.length, 2, asked + 1L);
        int worst = Math.min(1, certified());
        for (int step = 2; step < Math.min(errors.length, angles.length); step++) {
            // NaN counts as the greatest of all numbers.
            worst = Double.compare(excess(errors, step), excess(errors, worst)) > 0 ? step : worst;
        }
        return begin("the run keeps to the certificate")
                .requiring(Bound.exact("error at the start", errors[0], AT_MOST, allowed(0, rounding)))
                .claiming(Bound.exact("error after step " + worst, errors[worst], AT_MOST, allowed(worst, rounding)))
                .witnessedBy("step " + worst);
    }

    private double excess(double[] errors, int step) {
        return errors[step] - delta(angles[step]);
    }

    private double allowed(int step, double rounding) {
        return delta(angles[step]) + rounding;
    }

    private Report begin(String claim) {
        Report report = Report.on(support.statement(claim), Statement.of(item))
                .requiring(Bound.exact("certified steps", certified(), AT_LEAST, asked))
                .with("deltaAtStart", delta(angles[0]));
        return failure > 0 ? report.requiring(Statement.failure(failure, allowed)) : report;
    }

    @Override
    public String toString() {
        return "CertifiedSteps[" + certified() + " of " + asked + ", delta from " + delta(angles[0]) + " to "
                + delta(angles[certified()]) + "]";
    }
}
