package org.autoencoder4j.model.law;

/** What the laws of codes share about sets of units. */
final class Indices {
    private Indices() {}

    static int countDistinct(int[] indices, int units) {
        int distinct = 0;
        for (int t = 0; t < indices.length; t++) {
            if (indices[t] < 0 || indices[t] >= units) {
                throw new IllegalArgumentException(
                        "indices[" + t + "] = " + indices[t] + " must lie between 0 and " + (units - 1));
            }
            if (!contains(indices, t, indices[t])) {
                distinct++;
            }
        }
        return distinct;
    }

    static boolean contains(int[] indices, int length, int index) {
        for (int t = 0; t < length; t++) {
            if (indices[t] == index) {
                return true;
            }
        }
        return false;
    }
}
