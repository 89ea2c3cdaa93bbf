package org.autoencoder4j.check.refinement;

import java.util.Arrays;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.closeness.Incoherence;
import org.autoencoder4j.check.internal.HeapColumns;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The cumulative coherence of columns, for every number of terms at once:
 *
 * <p>{@code mu1(k) = max_i max_{|S| = k, i not in S} sum_{j in S} |<W_i, W_j>|}.
 *
 * <p>It is at most k times the {@link Incoherence#coherence}, and mu1(1) is that. If {@code mu1(k - 1) < 1} and columns
 * have length 1, any k of them are independent: the eigenvalues of their Gram matrix are at least {@code 1 - mu1(k -
 * 1)}.
 *
 * <p>Immutable; threads may share it.
 *
 * @paper beyond NWH19 Definition 1: docs/REFINEMENT.md (it is Tropp's Babel function)
 */
public final class CumulativeCoherence {
    private final double[] greatest;
    private final int[] rows;
    private final double normDeviation;
    private final int features;

    private CumulativeCoherence(HeapColumns columns) {
        int units = columns.count();
        this.greatest = new double[units];
        this.rows = new int[units];
        this.normDeviation = columns.normDeviation();
        this.features = columns.length();
        try (Work work = Work.begin("cumulative coherence: columns", units)) {
            for (int from = 0; from < units; from += HeapColumns.BLOCK) {
                int to = Math.min(units, from + HeapColumns.BLOCK);
                double[][] products = columns.products(from, to, columns, 0);
                for (int i = from; i < to; i++) {
                    measure(i, products[i - from]);
                }
                work.advance(to - from);
            }
        }
    }

    /**
     * Measures columns. Cost: {@code 2 n m^2 + O(m^2 log m)} operations, and memory for a copy and for {@code 256 m}
     * products.
     *
     * @param columns W, {@code n x m} with finite entries
     * @return the coherence
     * @throws IllegalArgumentException if columns is no such matrix
     */
    public static CumulativeCoherence of(INDArray columns) {
        return of(HeapColumns.of("columns", columns));
    }

    static CumulativeCoherence of(HeapColumns columns) {
        return new CumulativeCoherence(columns);
    }

    private void measure(int row, double[] products) {
        int others = products.length - 1;
        double[] magnitudes = new double[others];
        for (int j = 0; j < others; j++) {
            magnitudes[j] = Math.abs(products[j < row ? j : j + 1]);
        }
        Arrays.sort(magnitudes);
        double sum = 0;
        for (int k = 1; k <= others; k++) {
            sum += magnitudes[others - k];
            if (sum > greatest[k]) {
                greatest[k] = sum;
                rows[k] = row;
            }
        }
    }

    /**
     * Returns the cumulative coherence.
     *
     * @param terms k, from 0 to m - 1
     * @return mu1(k), at least 0
     * @throws IllegalArgumentException if terms is outside its range
     */
    public double at(int terms) {
        return greatest[checked(terms)];
    }

    /**
     * Returns the column at which it is taken.
     *
     * @param terms k, from 0 to m - 1
     * @return the first such i; 0 if no two columns have a product other than 0
     * @throws IllegalArgumentException if terms is outside its range
     */
    public int row(int terms) {
        return rows[checked(terms)];
    }

    private int checked(int terms) {
        return (int) Checks.between("terms", (long) terms, 0, greatest.length - 1L);
    }

    /**
     * Tells how far the columns are from length 1.
     *
     * @return {@code max_i | ||W_i|| - 1 |}
     */
    public double normDeviation() {
        return normDeviation;
    }

    /** What rounding can make of mu1(k): that of each product of n terms, and of their sum. */
    double rounding(int terms) {
        return (features + terms) * Math.ulp(1.0) * terms * (1 + normDeviation) * (1 + normDeviation);
    }

    @Override
    public String toString() {
        return "CumulativeCoherence[columns=" + greatest.length + ", mu1(1)=" + (greatest.length > 1 ? greatest[1] : 0)
                + "]";
    }
}
