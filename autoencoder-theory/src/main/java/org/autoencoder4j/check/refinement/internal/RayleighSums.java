package org.autoencoder4j.check.refinement.internal;

/**
 * The Rayleigh quotient {@code 1 - sum left / sum whole} of the update's Jacobian at a direction over drawn supports,
 * with its standard error as that of a ratio of means.
 */
public final class RayleighSums {
    private double whole;
    private double left;
    private double squaredWhole;
    private double squaredLeft;
    private double product;

    void add(double wholeOfSupport, double leftOfSupport) {
        whole += wholeOfSupport;
        left += leftOfSupport;
        squaredWhole += wholeOfSupport * wholeOfSupport;
        squaredLeft += leftOfSupport * leftOfSupport;
        product += wholeOfSupport * leftOfSupport;
    }

    public double quotient() {
        return 1 - left / whole;
    }

    public double standardError() {
        double ratio = left / whole;
        double squares = squaredLeft - 2 * ratio * product + ratio * ratio * squaredWhole;
        return Math.sqrt(Math.max(0, squares)) / whole;
    }

    /** How many supports of equal share would tell as much: few, where the direction moves but rare units. */
    public double effectiveDraws() {
        return whole * whole / squaredWhole;
    }
}
