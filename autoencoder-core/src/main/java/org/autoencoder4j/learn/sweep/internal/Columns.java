package org.autoencoder4j.learn.sweep.internal;

import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.Vectors;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Columns of weights, each an array of its own. */
public final class Columns {
    private Columns() {}

    /** Divides a column by its length, if that is above 0 and finite; tells whether it is. */
    public static boolean normalise(double[] column) {
        double length = Vectors.scaledNorm(column);
        if (!(length > 0 && length < Double.POSITIVE_INFINITY)) {
            return false;
        }
        for (int j = 0; j < column.length; j++) {
            column[j] /= length;
        }
        return true;
    }

    /** Divides columns by their lengths; those that cannot be become the old ones. Returns how many these are. */
    public static int normalise(double[][] columns, double[][] old) {
        int kept = 0;
        for (int i = 0; i < columns.length; i++) {
            if (!normalise(columns[i])) {
                columns[i] = old[i].clone();
                kept++;
            }
        }
        return kept;
    }

    /** The distance of each column from that of others. */
    public static double[] distances(double[][] columns, double[][] others) {
        double[] distances = new double[columns.length];
        for (int i = 0; i < distances.length; i++) {
            double squares = 0;
            for (int j = 0; j < columns[i].length; j++) {
                double difference = columns[i][j] - others[i][j];
                squares += difference * difference;
            }
            distances[i] = Math.sqrt(squares);
        }
        return distances;
    }

    /** The greatest distance relative to the column's own error; what rounding moves does not count. */
    public static double greatestRatio(double[] distances, double[] errors, double rounding) {
        double greatest = 0;
        for (int i = 0; i < distances.length; i++) {
            if (distances[i] > rounding) {
                greatest = Math.max(greatest, distances[i] / errors[i]);
            }
        }
        return greatest;
    }

    /** Overwrites a matrix in 'f' order. */
    public static void write(double[][] columns, INDArray target) {
        try (INDArray values = HeapMatrix.ofColumns(columns, target.dataType())) {
            target.assign(values);
        }
    }
}
