package org.autoencoder4j.linalg.internal;

import org.autoencoder4j.backend.internal.NativeReals;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How far a square matrix is from its transpose. NaN in the matrix makes both numbers NaN.
 *
 * @param difference the greatest {@code |a_ij - a_ji|}
 * @param scale the greatest {@code |a_ij|}
 */
public record Asymmetry(double difference, double scale) {
    /** Rows and columns of a tile: two of them stay in the cache, where each is read against its grain. */
    private static final int TILE = 64;

    /**
     * Compares a matrix with its transpose.
     *
     * @param matrix a square matrix, FLOAT or DOUBLE; not changed
     * @return what was found
     */
    public static Asymmetry of(INDArray matrix) {
        if (!NativeReals.canHold(matrix)) {
            double nothing = matrix.mul(0).sumNumber().doubleValue();
            double difference = matrix.sub(matrix.transpose()).amaxNumber().doubleValue();
            return new Asymmetry(difference + nothing, matrix.amaxNumber().doubleValue() + nothing);
        }
        return of(NativeReals.of(matrix), matrix.rows());
    }

    private static Asymmetry of(NativeReals matrix, int n) {
        double[] here = new double[TILE * TILE];
        double[] there = new double[TILE * TILE];
        double difference = 0;
        double scale = 0;
        for (int j = 0; j < n; j += TILE) {
            for (int i = j; i < n; i += TILE) {
                int rows = Math.min(TILE, n - i);
                int columns = Math.min(TILE, n - j);
                read(matrix, n, i, j, rows, columns, here);
                read(matrix, n, j, i, columns, rows, there);
                difference = Math.max(difference, difference(here, there, rows, columns));
                scale = Math.max(scale, Math.max(scale(here, rows, columns), scale(there, columns, rows)));
            }
        }
        return new Asymmetry(difference, scale);
    }

    private static void read(NativeReals matrix, int n, int i, int j, int rows, int columns, double[] tile) {
        for (int column = 0; column < columns; column++) {
            matrix.get((j + column) * n + i, tile, column * TILE, rows);
        }
    }

    private static double difference(double[] here, double[] there, int rows, int columns) {
        double greatest = 0;
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < rows; row++) {
                double one = here[column * TILE + row] - there[row * TILE + column];
                greatest = Math.max(greatest, Math.abs(one));
            }
        }
        return greatest;
    }

    private static double scale(double[] tile, int rows, int columns) {
        double greatest = 0;
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < rows; row++) {
                greatest = Math.max(greatest, Math.abs(tile[column * TILE + row]));
            }
        }
        return greatest;
    }
}
