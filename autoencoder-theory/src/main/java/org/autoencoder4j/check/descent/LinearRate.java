package org.autoencoder4j.check.descent;

import java.util.Arrays;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.apache.commons.statistics.distribution.TDistribution;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.consistency.Interval;

/**
 * The measured linear rate of a run: the factor by which the error shrinks at each step, {@code error_s = C rate^s}, from
 * the least-squares line of log error against the step.
 *
 * <p>Steps at the noise floor are left out by one rule: only those enter that come before the first error of at most 3
 * times the floor.
 *
 * <p>The confidence interval is that of the line's slope, from Student's t with two degrees of freedom less than steps,
 * as if the logs' deviations from the line were independent and normal. It widens where the decay is not linear, as with
 * an error that is cubed at each step. Immutable; threads may share it.
 *
 * @paper NWH19 Theorem 4
 */
public final class LinearRate {
    private static final double MARGIN = 3;
    private static final int FEWEST = 3;

    private final SimpleRegression line;
    private final double floor;

    private LinearRate(SimpleRegression line, double floor) {
        this.line = line;
        this.floor = floor;
    }

    /**
     * Measures the rate of a run that has levelled off: the floor is the median of the last quarter of the errors.
     *
     * @param errors the error at each step, finite and at least 0
     * @return the rate
     * @throws IllegalArgumentException as {@link #above}
     */
    public static LinearRate of(double... errors) {
        Checks.atLeast("the number of errors", errors.length, 1);
        double[] last = Arrays.copyOfRange(errors, errors.length - (errors.length + 3) / 4, errors.length);
        Arrays.sort(last);
        return above(last[last.length / 2], errors);
    }

    /**
     * Measures the rate above a known floor.
     *
     * @param floor the noise floor, finite and at least 0; 0 for the population dynamics
     * @param errors the error at each step, finite and at least 0
     * @return the rate
     * @throws IllegalArgumentException if a number is out of range, or fewer than 3 errors come before the first of at
     *     most 3 times the floor
     */
    public static LinearRate above(double floor, double... errors) {
        Checks.nonNegative("floor", floor);
        for (double error : errors) {
            Checks.nonNegative("an error", error);
        }
        SimpleRegression line = new SimpleRegression();
        for (int step = 0; step < errors.length && errors[step] > MARGIN * floor; step++) {
            line.addData(step, Math.log(errors[step]));
        }
        if (line.getN() < FEWEST) {
            throw new IllegalArgumentException("errors has " + line.getN() + " steps before the first of at most "
                    + MARGIN + " times the floor " + floor + "; a rate needs at least " + FEWEST);
        }
        return new LinearRate(line, floor);
    }

    /**
     * Returns the rate.
     *
     * @return the factor per step; below 1 if the error shrinks
     */
    public double rate() {
        return Math.exp(line.getSlope());
    }

    /**
     * Returns the confidence interval of the rate.
     *
     * @param level the confidence level, above 0 and below 1, for example 0.95
     * @return the interval
     * @throws IllegalArgumentException if level is out of range
     */
    public Interval interval(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level = " + level + " must lie strictly between 0 and 1");
        }
        double quantile = TDistribution.of(line.getN() - 2.0).inverseCumulativeProbability((1 + level) / 2);
        double radius = quantile * line.getSlopeStdErr();
        return new Interval(Math.exp(line.getSlope() - radius), Math.exp(line.getSlope() + radius));
    }

    /**
     * Returns the number of errors that entered.
     *
     * @return the first so many, at least 3
     */
    public int steps() {
        return (int) line.getN();
    }

    /**
     * Returns the noise floor.
     *
     * @return the floor, at least 0
     */
    public double floor() {
        return floor;
    }

    @Override
    public String toString() {
        return "LinearRate[rate=" + rate() + ", steps=" + steps() + ", floor=" + floor + "]";
    }
}
