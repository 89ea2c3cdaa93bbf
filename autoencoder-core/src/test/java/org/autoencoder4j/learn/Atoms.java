package org.autoencoder4j.learn;

import java.util.Arrays;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.Vectors;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Which atoms of a dictionary are found again, up to sign. */
final class Atoms {
    private Atoms() {}

    /** For each column of the truth the least distance of a learned column of length 1. */
    static double[] distances(INDArray truth, INDArray learned) {
        double[][] columns = HeapMatrix.columns(learned);
        return Arrays.stream(HeapMatrix.columns(truth))
                .mapToDouble(atom -> Arrays.stream(columns)
                        .mapToDouble(column ->
                                Math.sqrt(Math.max(0, 2 - 2 * Math.abs(Vectors.interleavedDot(atom, column)))))
                        .min()
                        .orElseThrow())
                .toArray();
    }

    static long found(INDArray truth, INDArray learned, double within) {
        return Arrays.stream(distances(truth, learned))
                .filter(distance -> distance <= within)
                .count();
    }
}
