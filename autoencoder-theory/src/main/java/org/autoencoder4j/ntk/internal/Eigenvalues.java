package org.autoencoder4j.ntk.internal;

/** What eigenvalues say in spite of their rounding. */
public final class Eigenvalues {
    private Eigenvalues() {}

    /** The smallest eigenvalue, or 0 if it cannot be told from 0. */
    public static double smallest(double[] ascending) {
        int n = ascending.length;
        return ascending[0] <= n * Math.ulp(1.0) * ascending[n - 1] ? 0 : ascending[0];
    }
}
