package org.autoencoder4j.report;

/**
 * A measured quantity and the limit that it must keep. A {@link Report} uses bounds both for what a statement claims and
 * for the conditions under which it claims it.
 *
 * <p>An identity is a bound on the difference of its sides, with a limit that allows for rounding: two floating-point
 * numbers are seldom equal.
 *
 * @param quantity what is measured, in words or as a formula
 * @param measured the measured number
 * @param relation how it must stand to the limit
 * @param limit the limit
 * @param standardError the standard error of {@code measured - limit}; 0 if it is deterministic
 */
public record Bound(String quantity, double measured, Relation relation, double limit, double standardError) {
    private static final double STANDARD_ERRORS = 4;
    private static final double RELATIVE_ROUNDING = 1e-9;

    /**
     * Makes a bound. A number that is NaN is accepted and makes the verdict inconclusive.
     *
     * @param quantity what is measured
     * @param measured the measured number
     * @param relation how it must stand to the limit
     * @param limit the limit
     * @param standardError the standard error, at least 0
     * @throws IllegalArgumentException if standardError is negative
     */
    public Bound {
        if (standardError < 0) {
            throw new IllegalArgumentException("standardError = " + standardError + " must be at least 0");
        }
    }

    /**
     * Makes a deterministic bound.
     *
     * @param quantity what is measured
     * @param measured the measured number
     * @param relation how it must stand to the limit
     * @param limit the limit
     */
    public Bound(String quantity, double measured, Relation relation, double limit) {
        this(quantity, measured, relation, limit, 0);
    }

    /**
     * Derives the verdict on this bound alone: {@code HOLDS} if the relation is true; {@code FAILS} if it is violated by
     * more than 4 standard errors, or by more than {@code 1e-9 max(|measured|, |limit|)} if it is deterministic;
     * {@code INCONCLUSIVE} if it is violated by less, or a number is NaN.
     *
     * @return the verdict, never {@code NOT_APPLICABLE}
     */
    public Verdict verdict() {
        if (hasNaN()) {
            return Verdict.INCONCLUSIVE;
        }
        if (relation.holds(measured, limit)) {
            return Verdict.HOLDS;
        }
        return Math.abs(measured - limit) > tolerance() ? Verdict.FAILS : Verdict.INCONCLUSIVE;
    }

    boolean hasNaN() {
        return Double.isNaN(measured) || Double.isNaN(limit) || Double.isNaN(standardError);
    }

    private double tolerance() {
        double scale = Math.max(Math.abs(measured), Math.abs(limit));
        return standardError > 0
                ? STANDARD_ERRORS * standardError
                : RELATIVE_ROUNDING * Math.min(scale, Double.MAX_VALUE);
    }

    /**
     * Returns the bound as a formula, for example {@code "mu = 1.79 <= 2"}.
     *
     * @return one line
     */
    @Override
    public String toString() {
        String error = standardError == 0 ? "" : " (standard error " + Numbers.brief(standardError) + ")";
        return quantity + " = " + Numbers.brief(measured) + " " + relation.symbol() + " " + Numbers.brief(limit)
                + error;
    }
}
