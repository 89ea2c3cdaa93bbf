package org.autoencoder4j.check.closeness.internal;

/** The one-to-one matching of least total cost, for those outside. */
public final class CheapestMatching {
    private CheapestMatching() {}

    /**
     * Matches rows with columns. Cost: {@code O(rows^2 columns)} at worst.
     *
     * @param costs finite, with at least as many columns as rows
     * @return the column of each row
     */
    public static int[] of(double[][] costs) {
        return Assignment.leastSum(costs);
    }
}
