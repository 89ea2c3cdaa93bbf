package org.autoencoder4j.check.consistency;

import java.util.Arrays;

/** Compares codes with the true ones, sample by sample. Not to be shared by threads. */
final class ConsistencyCount {
    private final int[] columns;
    private final int[] signs;

    final long[] falsePositives;
    final long[] falseNegatives;
    final long[] wrongSigns;
    long leftOver;
    long samples;
    long wrongSupports;
    long wrongSamples;
    long firstWrong = -1;

    /** Atom i is stood for by {@code signs[i]} times column {@code columns[i]} of the codes. */
    ConsistencyCount(int[] columns, int[] signs) {
        this.columns = columns;
        this.signs = signs;
        this.falsePositives = new long[columns.length];
        this.falseNegatives = new long[columns.length];
        this.wrongSigns = new long[columns.length];
    }

    int atoms() {
        return columns.length;
    }

    /** Takes up the next sample. */
    void add(double[] encoded, double[] truth) {
        int wrongSupport = 0;
        int wrongSign = 0;
        int active = 0;
        for (int i = 0; i < columns.length; i++) {
            double found = Math.signum(encoded[columns[i]]) * signs[i];
            double right = Math.signum(truth[i]);
            active += found != 0 ? 1 : 0;
            if (found == right) {
                continue;
            }
            if (right == 0) {
                falsePositives[i]++;
                wrongSupport++;
            } else if (found == 0) {
                falseNegatives[i]++;
                wrongSupport++;
            } else {
                wrongSigns[i]++;
                wrongSign++;
            }
        }
        long stray = Arrays.stream(encoded).filter(code -> code != 0).count() - active;
        leftOver += stray;
        count(wrongSupport + stray > 0, wrongSign > 0);
    }

    private void count(boolean wrongSupport, boolean wrongSign) {
        wrongSupports += wrongSupport ? 1 : 0;
        if (wrongSupport || wrongSign) {
            wrongSamples++;
            firstWrong = firstWrong < 0 ? samples : firstWrong;
        }
        samples++;
    }
}
