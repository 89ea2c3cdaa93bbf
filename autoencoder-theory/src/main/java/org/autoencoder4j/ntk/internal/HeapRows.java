package org.autoencoder4j.ntk.internal;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies of matrices on the heap. {@code toDoubleMatrix} asks for each element of an array in 'f' order on its own. */
public final class HeapRows {
    private HeapRows() {}

    public static double[][] of(INDArray matrix) {
        int columns = matrix.columns();
        double[] values = matrix.dup('c').data().asDouble();
        double[][] rows = new double[matrix.rows()][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(values, i * columns, (i + 1) * columns));
        return rows;
    }

    /** The places that are not 0. */
    public static int[] nonZero(double[] row) {
        int[] places = new int[row.length];
        int count = 0;
        for (int r = 0; r < row.length; r++) {
            if (row[r] != 0) {
                places[count++] = r;
            }
        }
        return Arrays.copyOf(places, count);
    }
}
