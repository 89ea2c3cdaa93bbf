package org.autoencoder4j.ntk.training;

import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Relation;

/**
 * The theorem's line of the squared error along a run, {@code prod (1 - eta lambda / (2d))}, beside the error, both as parts of
 * the squared error at the start. A run that contracts at each step may still be above the line by what rounding adds to the
 * error: each step adds its own, and what was added before shrinks with the line.
 */
final class ErrorLine {
    private static final double RELATIVE_ROUNDING = 1e-9;

    private final double start;
    private double value = 1;
    private double fraction = 1;
    /** How much rounding may have added to the error, for each unit of that at the start. */
    private double added;

    /** The line of a run with this squared error at its start. */
    ErrorLine(double start) {
        this.start = start;
    }

    /** Takes the next step. */
    void pass(RecordedStep step) {
        StepAccount account = step.account();
        double factor = step.hypotheses().factor();
        value *= factor;
        fraction = account.squaredAfter() / start;
        added = added * Math.sqrt(Math.abs(factor)) + account.rounding() * Math.sqrt(account.squaredBefore() / start);
    }

    /** The squared error after the steps so far. */
    double fraction() {
        return fraction;
    }

    /** The squared error after the steps so far by what line and rounding leave it: above 1 only if a step did not contract. */
    double excess() {
        return fraction / (value + rounding());
    }

    /** Whether the error is below the line, undecided where rounding decides. */
    Bound bound() {
        return Bound.rounded("||X - U(k)||^2 / ||X - U(0)||^2", fraction, Relation.AT_MOST, value, rounding());
    }

    private double rounding() {
        return added * (2 * Math.sqrt(Math.abs(value)) + added) + RELATIVE_ROUNDING * Math.max(fraction, value);
    }
}
