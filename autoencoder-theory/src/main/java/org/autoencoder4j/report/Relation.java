package org.autoencoder4j.report;

/** How a measured number must stand to its limit. */
public enum Relation {
    /** {@code measured <= limit}. */
    AT_MOST("<="),
    /** {@code measured >= limit}. */
    AT_LEAST(">="),
    /** {@code measured < limit}. */
    BELOW("<"),
    /** {@code measured > limit}. */
    ABOVE(">");

    private final String symbol;

    Relation(String symbol) {
        this.symbol = symbol;
    }

    /**
     * Returns the relation's sign.
     *
     * @return {@code "<="}, {@code ">="}, {@code "<"} or {@code ">"}
     */
    public String symbol() {
        return symbol;
    }

    boolean holds(double measured, double limit) {
        return switch (this) {
            case AT_MOST -> measured <= limit;
            case AT_LEAST -> measured >= limit;
            case BELOW -> measured < limit;
            case ABOVE -> measured > limit;
        };
    }
}
