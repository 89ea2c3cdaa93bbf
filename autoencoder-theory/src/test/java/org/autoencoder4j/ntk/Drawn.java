package org.autoencoder4j.ntk;

import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Drawn matrices for tests. */
public final class Drawn {
    private static final RandomStreams STREAMS = RandomStreams.of(20);

    private Drawn() {}

    /** A DOUBLE matrix with entries N(0, 1), one for each purpose. */
    public static INDArray gaussian(String purpose, int rows, int columns) {
        var random = STREAMS.at(purpose, rows, columns);
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            for (int j = 0; j < columns; j++) {
                row[j] = random.nextGaussian();
            }
        }
        return Nd4j.createFromArray(values);
    }

    /** Rows of length 1. */
    public static INDArray unitRows(String purpose, int rows, int columns) {
        INDArray matrix = gaussian(purpose, rows, columns);
        return matrix.divColumnVector(matrix.norm2(1));
    }
}
