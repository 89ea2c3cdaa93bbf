package org.autoencoder4j.model.law;

/**
 * One code as it was drawn: its support S and its values on it. It may be empty; then the sample is noise alone.
 *
 * <p>Its arrays are not copied and must not be changed; then threads may share it.
 */
public final class SparseCode {
    private final int[] support;
    private final double[] values;

    /**
     * Makes a code.
     *
     * @param units m, the number of units
     * @param support the units of S, ascending, each from 0 to m - 1; not copied
     * @param values the values on S in the same order, finite and not 0; not copied
     * @throws IllegalArgumentException if the arrays break these rules or differ in length
     */
    public SparseCode(int units, int[] support, double[] values) {
        if (support.length != values.length) {
            throw new IllegalArgumentException("support has length " + support.length + " and values has length "
                    + values.length + "; there must be one value for each unit of the support");
        }
        int least = 0;
        for (int t = 0; t < support.length; t++) {
            if (support[t] < least || support[t] >= units) {
                throw new IllegalArgumentException("support[" + t + "] = " + support[t] + " must lie between " + least
                        + " and " + (units - 1) + ": a support is ascending and names units");
            }
            if (!Double.isFinite(values[t]) || values[t] == 0) {
                throw new IllegalArgumentException("values[" + t + "] = " + values[t]
                        + " must be finite and not 0: a unit whose entry is 0 does not belong to the support");
            }
            least = support[t] + 1;
        }
        this.support = support;
        this.values = values;
    }

    /**
     * Returns the number of units in the support.
     *
     * @return from 0 to m
     */
    public int size() {
        return support.length;
    }

    /**
     * Returns the support.
     *
     * @return the array itself, ascending
     */
    public int[] support() {
        return support;
    }

    /**
     * Returns the values on the support.
     *
     * @return the array itself, in the order of {@link #support}
     */
    public double[] values() {
        return values;
    }

    @Override
    public String toString() {
        return "SparseCode[" + support.length + " units]";
    }
}
