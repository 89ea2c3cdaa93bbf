package org.autoencoder4j.report;

/**
 * What follows from measured numbers about a statement. It is always derived from the numbers, never stored beside them,
 * so that the two cannot disagree.
 *
 * @see Bound#verdict
 * @see Report#verdict
 */
public enum Verdict {
    /** Every condition is true and every bound is kept, each by more than chance or rounding explains. */
    HOLDS,
    /** The conditions are true and a bound is violated by more than chance or rounding explains. */
    FAILS,
    /**
     * Nothing is claimed, a number is NaN, or chance or rounding may explain that a condition or bound is kept or
     * violated.
     */
    INCONCLUSIVE,
    /** A condition of the statement is false, so that it claims nothing here. */
    NOT_APPLICABLE
}
