package org.autoencoder4j.picture;

/**
 * One side of a chart.
 *
 * @param label name and unit of the numbers
 * @param logarithmic whether equal ratios are equal lengths, rather than equal differences
 */
public record Axis(String label, boolean logarithmic) {
    /** Beyond, and below its inverse, numbers have no place: sums and ratios of them would overflow. */
    private static final double GREATEST = 1e300;

    /**
     * An axis on which equal differences are equal lengths.
     *
     * @param label name and unit of the numbers
     * @return the axis
     */
    public static Axis linear(String label) {
        return new Axis(label, false);
    }

    /**
     * An axis on which equal ratios are equal lengths.
     *
     * @param label name and unit of the numbers, not of their logarithms
     * @return the axis
     */
    public static Axis logarithmic(String label) {
        return new Axis(label, true);
    }

    /**
     * Whether a number has a place on the axis: up to 10^300 in magnitude, and from 10^-300 on if it is logarithmic.
     *
     * @param number any number
     * @return false for NaN and infinite ones
     */
    public boolean hasPlace(double number) {
        return logarithmic ? number >= 1 / GREATEST && number <= GREATEST : Math.abs(number) <= GREATEST;
    }
}
