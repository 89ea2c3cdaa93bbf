package org.autoencoder4j.check.contraction;

import static org.autoencoder4j.report.Relation.AT_LEAST;
import static org.autoencoder4j.report.Relation.AT_MOST;
import static org.autoencoder4j.report.Relation.BELOW;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;

/**
 * An induction over steps: if all columns are within the angle phi_s of their atoms, they are within phi_(s+1) after the
 * step, whatever they are. So T evaluations of a function of one number prove that from <em>any</em> start within
 * {@code delta_0 = 2 sin(phi_0 / 2)} of the dictionary the error after s steps is at most {@code delta_s = 2 sin(phi_s / 2)}.
 *
 * <p>An induction that breaks off certifies the steps before and says nothing of the later ones.
 *
 * <p>Immutable; threads may share it.
 *
 * @paper autoencoder4j P1-C4
 */
public final class CertifiedSteps {
    /** What rounding may add to a measured distance between unit columns. */
    private static final double ROUNDING = 1e-14;

    private static final double RIGHT_ANGLE = Math.PI / 2;
    private static final double SETTLED = 1e-9;
    private static final double NOTHING = 1e-15;
    private static final int LATER_STEPS = 2000;
    private static final int LARGEST_LEAP = 40;

    private final String item;
    private final double[] angles;
    private final int asked;
    private final OptionalDouble limit;
    private final double failure;

    private CertifiedSteps(String item, double[] angles, int asked, OptionalDouble limit, double failure) {
        this.item = item;
        this.angles = angles;
        this.asked = asked;
        this.limit = limit;
        this.failure = failure;
    }

    /**
     * Goes through the steps, and on from the last one to find the limit. Cost: T bounds, and up to 2000 more.
     *
     * @param item the place of the statement in docs/INDUCTION.md, for example {@code "(C4.M)"}
     * @param delta the greatest error at the start, at least 0 and below sqrt 2
     * @param steps T, at least 1
     * @param bound what a step does
     * @return the steps that are certified
     * @throws IllegalArgumentException if delta or steps is out of range
     */
    public static CertifiedSteps of(String item, double delta, int steps, StepBound bound) {
        Checks.atLeast("steps", steps, 1);
        double[] angles = new double[steps + 1];
        angles[0] = angle(delta);
        int certified = 0;
        while (certified < steps && next(bound, certified, angles)) {
            certified++;
        }
        double[] found = Arrays.copyOf(angles, certified + 1);
        OptionalDouble limit = certified == steps ? limit(bound, steps, angles[steps]) : OptionalDouble.empty();
        return new CertifiedSteps(item, found, steps, limit, 0);
    }

    private static boolean next(StepBound bound, int step, double[] angles) {
        angles[step + 1] = bound.after(step, angles[step]);
        return angles[step + 1] < RIGHT_ANGLE;
    }

    /** Iterates on until the angle stays where it is, or there is none. */
    private static OptionalDouble limit(StepBound bound, int steps, double last) {
        double angle = last;
        for (int step = steps; step < steps + LATER_STEPS; step++) {
            double next = bound.after(step, angle);
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
     * Returns the same steps, certified but for an event of the samples.
     *
     * @param probability what all T steps together may fail with, from 0 to 1
     * @return a copy
     * @throws IllegalArgumentException if probability is out of range
     */
    public CertifiedSteps exceptWith(double probability) {
        return new CertifiedSteps(item, angles, asked, limit, Checks.between("probability", probability, 0, 1));
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
     * direction only.
     *
     * @return the limit; nothing if not all T steps are certified, a later one is not, or the bounds do not settle in
     *     2000 further steps or not for good
     */
    public OptionalDouble limit() {
        return limit;
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
     * Reports whether every start within delta_0 ends within a target after T steps. Condition: all T steps are certified.
     * The greatest error of all starts is between 0 and the bound: where the bound is above the target the report is
     * {@code INCONCLUSIVE}, for it may be loose.
     *
     * @param target the error to reach, at least 0
     * @return the report
     * @throws IllegalArgumentException if target is negative or not finite
     */
    public Report report(double target) {
        return claiming(
                "from any start within delta_0 the error after T steps is at most the target",
                AT_MOST,
                Checks.nonNegative("target", target));
    }

    /** The claim that the greatest error of all starts after the steps, which is from 0 to its bound, keeps a limit. */
    Report claiming(String statement, Relation relation, double limitOfError) {
        double last = delta(angles[certified()]);
        return begin(statement)
                .claiming(new Bound("greatest error after step " + asked, last, relation, limitOfError, 0, last));
    }

    /**
     * Reports whether a run keeps to the certificate, by the step at which it comes closest to its bound. Conditions: all
     * steps are certified and the run starts within delta_0, to 1e-14 as its errors. {@code FAILS} would mean that the run's model is not
     * the certificate's, or, where it is certified but for an event, that this happened.
     *
     * @param errors the errors {@code max_i ||W_i - A_i||} at steps 0, 1, ..., at least one
     * @return the report
     * @throws IllegalArgumentException if there are no errors or more than T + 1
     */
    public Report follows(double... errors) {
        Checks.between("the number of errors", errors.length, 1, asked + 1L);
        int worst = 0;
        for (int step = 1; step < Math.min(errors.length, angles.length); step++) {
            worst = excess(errors, step) > excess(errors, worst) ? step : worst;
        }
        return begin("the run keeps to the certificate")
                .requiring(Bound.exact("error at the start", errors[0], AT_MOST, allowed(0)))
                .claiming(Bound.exact("error after step " + worst, errors[worst], AT_MOST, allowed(worst)))
                .witnessedBy("step " + worst);
    }

    private double excess(double[] errors, int step) {
        return errors[step] - allowed(step);
    }

    private double allowed(int step) {
        return delta(angles[step]) + ROUNDING;
    }

    private Report begin(String statement) {
        Report report = Report.on(statement, Statement.of(item))
                .requiring(Bound.exact("certified steps", certified(), AT_LEAST, asked))
                .with("deltaAtStart", delta(angles[0]));
        if (limit.isPresent()) {
            report = report.with("deltaInTheLimit", delta(limit.getAsDouble()));
        }
        return failure > 0 ? report.requiring(Bound.exact("probability that it fails", failure, BELOW, 1)) : report;
    }

    @Override
    public String toString() {
        return "CertifiedSteps[" + certified() + " of " + asked + ", delta from " + delta(angles[0]) + " to "
                + delta(angles[certified()]) + "]";
    }
}
