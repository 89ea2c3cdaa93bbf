package org.autoencoder4j.linalg;

/** Vectors for an iteration to start with: fixed, and near to no eigenvector that a caller's matrix might have. */
final class IrregularVectors {
    private IrregularVectors() {}

    /** The bits of SplitMix64 over the places of all vectors, between -1 and 1. */
    static double[] get(int length, int which) {
        double[] vector = new double[length];
        for (int i = 0; i < length; i++) {
            vector[i] = irregular((long) which * length + i);
        }
        return vector;
    }

    private static double irregular(long place) {
        long z = (place + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return (z ^ (z >>> 31)) * 0x1p-63;
    }
}
