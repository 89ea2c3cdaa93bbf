package org.autoencoder4j.check.consistency;

import java.util.function.DoublePredicate;
import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.InverseErf;
import org.apache.commons.numbers.gamma.RegularizedBeta;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Relation;

/**
 * How often something happened in independent trials.
 *
 * @param successes how often, between 0 and trials
 * @param trials the number of trials, at least 1
 */
public record Proportion(long successes, long trials) {
    /** Q(4), the upper tail of the normal law beyond as many standard errors as {@link Bound} allows. */
    private static final double TAIL = Erfc.value(Bound.STANDARD_ERRORS / Math.sqrt(2)) / 2;

    /**
     * Makes a proportion.
     *
     * @param successes how often
     * @param trials the number of trials
     * @throws IllegalArgumentException if a number is outside its range
     */
    public Proportion {
        Checks.atLeast("trials", trials, 1);
        Checks.between("successes", successes, 0, trials);
    }

    /**
     * Returns the estimate of the probability.
     *
     * @return {@code successes / trials}
     */
    public double rate() {
        return (double) successes / trials;
    }

    /**
     * Returns Wilson's confidence interval for the probability: all p from which the estimate differs by at most z
     * standard errors {@code sqrt(p (1 - p) / trials)}, where z is the normal quantile of the level. Unlike the interval
     * around the estimate it is of use at rates of 0 and 1.
     *
     * @param level the confidence level, above 0 and below 1, for example 0.95
     * @return the interval, within [0, 1]
     * @throws IllegalArgumentException if level is outside its range
     */
    public Interval wilson(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level = " + level + " must lie strictly between 0 and 1");
        }
        double z = Math.sqrt(2) * InverseErf.value(level);
        double shrink = 1 / (1 + z * z / trials);
        double centre = shrink * (rate() + z * z / (2 * trials));
        double radius = shrink * z * Math.sqrt(rate() * (1 - rate()) / trials + z * z / (4.0 * trials * trials));
        return new Interval(successes == 0 ? 0 : centre - radius, successes == trials ? 1 : centre + radius);
    }

    /**
     * Returns the exact confidence interval of Clopper and Pearson for the probability, at the level of 4 standard errors
     * of a normal number: each end is wrong with probability at most {@code Q(4) = 3.2e-5}, whatever the probability and
     * the number of trials. Cost: some hundred incomplete beta functions.
     *
     * @return all p at which neither so many successes nor so few are rarer than that; within [0, 1]
     */
    public Interval confidence() {
        return confidence(1);
    }

    /**
     * Returns the interval of {@link #confidence()} for one of several proportions: the chance that one of them errs at one
     * end is at most {@code Q(4)}, as their levels are divided by their number.
     *
     * @param proportions the number of proportions, at least 1
     * @return all p at which neither so many successes nor so few are rarer than {@code Q(4) / proportions}
     * @throws IllegalArgumentException if proportions is below 1
     */
    public Interval confidence(long proportions) {
        double tail = TAIL / Checks.atLeast("proportions", proportions, 1);
        double low = successes == 0 ? 0 : end(p -> atLeast(successes, p) <= tail, 0, rate());
        double high = successes == trials ? 1 : end(p -> 1 - atLeast(successes + 1, p) > tail, rate(), 1);
        return new Interval(low, high);
    }

    /** Where a condition that is true below and false above changes: the greatest number at which it is known as true. */
    private static double end(DoublePredicate below, double from, double to) {
        double low = from;
        double high = to;
        for (double middle = (low + high) / 2; low < middle && middle < high; middle = (low + high) / 2) {
            if (below.test(middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The probability of so many successes or more, {@code I_p(count, trials - count + 1)}. */
    private double atLeast(long count, double p) {
        return RegularizedBeta.value(p, (double) count, trials - count + 1.0);
    }

    /**
     * Makes a bound on the probability, whose verdict needs evidence in either direction: the whole of
     * {@link #confidence} on one side of the limit. So one failure refutes certainty, and nothing shows it.
     *
     * @param quantity what happened so often
     * @param relation how the probability must stand to the limit
     * @param limit the limit, between 0 and 1
     * @return the bound
     * @throws IllegalArgumentException if limit is outside its range
     */
    public Bound bound(String quantity, Relation relation, double limit) {
        Checks.between("limit", limit, 0, 1);
        Interval interval = confidence();
        return new Bound(quantity, rate(), relation, limit, interval.low(), interval.high());
    }
}
