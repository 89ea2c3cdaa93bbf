package org.autoencoder4j.model;

import java.util.Arrays;

/** The codes of N samples, k entries each. Different samples may be set by different threads. */
final class SparseRows {
    private final int sparsity;
    private final int[] supports;
    private final double[] values;

    SparseRows(long samples, int sparsity) {
        if (samples > Integer.MAX_VALUE / sparsity) {
            throw new IllegalArgumentException("a draw of " + samples + " samples with " + sparsity
                    + " code entries each must have at most 2^31 - 1 entries: draw it in ranges or use batches");
        }
        this.sparsity = sparsity;
        this.supports = new int[(int) samples * sparsity];
        this.values = new double[(int) samples * sparsity];
    }

    void set(long sample, int[] support, double[] sampleValues) {
        System.arraycopy(support, 0, supports, start(sample), sparsity);
        System.arraycopy(sampleValues, 0, values, start(sample), sparsity);
    }

    int[] support(long sample) {
        return Arrays.copyOfRange(supports, start(sample), start(sample) + sparsity);
    }

    double[] values(long sample) {
        return Arrays.copyOfRange(values, start(sample), start(sample) + sparsity);
    }

    void scatter(long sample, double[] row) {
        for (int t = start(sample); t < start(sample) + sparsity; t++) {
            row[supports[t]] = values[t];
        }
    }

    private int start(long sample) {
        return (int) sample * sparsity;
    }
}
