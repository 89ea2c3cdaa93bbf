package org.autoencoder4j.check;

import org.apache.commons.math3.special.Erf;
import org.autoencoder4j.linalg.Checks;

/**
 * How often something happened in independent trials.
 *
 * @param successes how often, between 0 and trials
 * @param trials the number of trials, at least 1
 */
public record Proportion(long successes, long trials) {
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
        double z = Math.sqrt(2) * Erf.erfInv(level);
        double shrink = 1 / (1 + z * z / trials);
        double centre = shrink * (rate() + z * z / (2 * trials));
        double radius = shrink * z * Math.sqrt(rate() * (1 - rate()) / trials + z * z / (4.0 * trials * trials));
        return new Interval(successes == 0 ? 0 : centre - radius, successes == trials ? 1 : centre + radius);
    }

    /**
     * Returns the standard error of the estimate if the probability is a given one. A claim about the probability is
     * judged with it, and not with the error at the estimate, so that a single failure refutes a claim of certainty.
     *
     * @param probability the probability p, between 0 and 1
     * @return {@code sqrt(p (1 - p) / trials)}
     * @throws IllegalArgumentException if probability is outside its range
     */
    public double standardError(double probability) {
        Checks.between("probability", probability, 0, 1);
        return Math.sqrt(probability * (1 - probability) / trials);
    }
}
