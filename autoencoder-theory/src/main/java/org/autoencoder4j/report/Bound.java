package org.autoencoder4j.report;

/**
 * A measured quantity and the limit that it must keep. A {@link Report} uses bounds both for what a statement claims and
 * for the conditions under which it claims it.
 *
 * <p>No measured number is quite the true one: it is rounded, or drawn. A bound carries the interval in which the true
 * number lies, and its verdict needs evidence in either direction:
 * <ul>
 *   <li>{@code HOLDS} if every number of the interval keeps the limit,
 *   <li>{@code FAILS} if none does,
 *   <li>{@code INCONCLUSIVE} else, or if a number is NaN.
 * </ul>
 *
 * <p>The interval comes from how the number was found: {@link #Bound(String, double, Relation, double) computed},
 * {@link #rounded}, {@link #exact} or {@link #sampled}; for counts it is an exact confidence interval.
 *
 * <p>An identity is a bound on the difference of its sides, with a limit that allows for rounding: two floating-point
 * numbers are seldom equal.
 *
 * @param quantity what is measured, in words or as a formula
 * @param measured the measured number
 * @param relation how it must stand to the limit
 * @param limit the limit
 * @param low the least number that the true one may be, at most measured
 * @param high the greatest number that the true one may be, at least measured
 */
public record Bound(String quantity, double measured, Relation relation, double limit, double low, double high) {
    /** How many standard errors a sampled number may be off. */
    public static final double STANDARD_ERRORS = 4;

    /** So few numbers tell no standard error: the one that they give may be 0 by chance. */
    private static final int LEAST_DRAWS = 30;

    private static final double RELATIVE_ROUNDING = 1e-9;

    /**
     * Makes a bound. A number that is NaN is accepted and makes the verdict inconclusive.
     *
     * @param quantity what is measured
     * @param measured the measured number
     * @param relation how it must stand to the limit
     * @param limit the limit
     * @param low the least number that the true one may be
     * @param high the greatest number that the true one may be
     * @throws IllegalArgumentException if low is above measured or high is below it
     */
    public Bound {
        if (low > measured || high < measured) {
            throw new IllegalArgumentException(
                    "low = " + low + " and high = " + high + " must enclose measured = " + measured);
        }
    }

    /**
     * Makes a bound on a computed number: measured and limit are known up to {@code 1e-9 max(|measured|, |limit|)},
     * which is far above the rounding of sums that do not cancel.
     *
     * @param quantity what is measured
     * @param measured the measured number
     * @param relation how it must stand to the limit
     * @param limit the limit
     */
    public Bound(String quantity, double measured, Relation relation, double limit) {
        this(quantity, measured, relation, limit, rounding(measured, limit));
    }

    private Bound(String quantity, double measured, Relation relation, double limit, double radius) {
        this(quantity, measured, relation, limit, measured - radius, measured + radius);
    }

    private static double rounding(double measured, double limit) {
        return RELATIVE_ROUNDING * Math.min(Math.max(Math.abs(measured), Math.abs(limit)), Double.MAX_VALUE);
    }

    /**
     * Makes a bound on a number that cancellation may have spoilt, whose rounding its caller knows.
     *
     * @param quantity what is measured
     * @param measured the measured number
     * @param relation how it must stand to the limit
     * @param limit the limit
     * @param rounding how far {@code measured - limit} may be off, at least 0
     * @return the bound
     * @throws IllegalArgumentException if rounding is negative
     */
    public static Bound rounded(String quantity, double measured, Relation relation, double limit, double rounding) {
        return new Bound(quantity, measured, relation, limit, nonNegative("rounding", rounding));
    }

    /**
     * Makes a bound on a number that is what it is: a count, or an argument against a number that was computed for it.
     *
     * @param quantity what is measured
     * @param measured the number
     * @param relation how it must stand to the limit
     * @param limit the limit
     * @return the bound, never inconclusive without NaN
     */
    public static Bound exact(String quantity, double measured, Relation relation, double limit) {
        return new Bound(quantity, measured, relation, limit, 0);
    }

    /**
     * Makes a bound on a mean with a standard error: the true one lies within 4 of them, or within the rounding of a
     * computed number if that is more. A mean of fewer than 30 numbers is never decided: the standard error that they give
     * is hardly known, and may be 0 by chance.
     *
     * @param quantity what is measured
     * @param measured the measured number
     * @param relation how it must stand to the limit
     * @param limit the limit
     * @param standardError the standard error of {@code measured - limit}, at least 0
     * @param draws of how many independent numbers the mean is
     * @return the bound
     * @throws IllegalArgumentException if standardError is negative
     */
    public static Bound sampled(
            String quantity, double measured, Relation relation, double limit, double standardError, long draws) {
        double error = nonNegative("standardError", standardError);
        double radius = draws < LEAST_DRAWS ? Double.POSITIVE_INFINITY : STANDARD_ERRORS * error;
        return new Bound(quantity, measured, relation, limit, Math.max(radius, rounding(measured, limit)));
    }

    private static double nonNegative(String name, double value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " = " + value + " must be at least 0");
        }
        return value;
    }

    /**
     * Returns this bound under another name, for example with the step at which it was measured.
     *
     * @param name what is measured
     * @return a copy
     */
    public Bound named(String name) {
        return new Bound(name, measured, relation, limit, low, high);
    }

    /**
     * Derives the verdict on this bound alone: {@code HOLDS} if all of {@code [low, high]} stands to the limit as it
     * must, {@code FAILS} if nothing of it does, and {@code INCONCLUSIVE} else or if a number is NaN.
     *
     * @return the verdict, never {@code NOT_APPLICABLE}
     */
    public Verdict verdict() {
        boolean least = relation.holds(low, limit);
        boolean greatest = relation.holds(high, limit);
        if (hasNaN() || least != greatest) {
            return Verdict.INCONCLUSIVE;
        }
        return least ? Verdict.HOLDS : Verdict.FAILS;
    }

    boolean hasNaN() {
        return Double.isNaN(measured) || Double.isNaN(limit) || Double.isNaN(low) || Double.isNaN(high);
    }

    /**
     * Returns the bound as a formula, for example {@code "mu = 1.79 <= 2"}, with the interval where six digits show it.
     *
     * @return one line
     */
    @Override
    public String toString() {
        String least = Numbers.brief(low);
        String greatest = Numbers.brief(high);
        String interval = least.equals(greatest) ? "" : " (between " + least + " and " + greatest + ")";
        return quantity + " = " + Numbers.brief(measured) + " " + relation.symbol() + " " + Numbers.brief(limit)
                + interval;
    }
}
