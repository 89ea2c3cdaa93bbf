package org.autoencoder4j.check.internal;

import java.nio.DoubleBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies the rows or columns of a matrix to the heap in DOUBLE, at one pass over its memory. */
public final class Rows {
    private Rows() {}

    public static double[][] of(INDArray matrix) {
        double[][] rows = new double[matrix.rows()][matrix.columns()];
        try (INDArray contiguous = matrix.castTo(DataType.DOUBLE).dup('c')) {
            DoubleBuffer values = contiguous.data().asNioDouble();
            for (double[] row : rows) {
                values.get(row);
            }
        }
        return rows;
    }

    public static double[][] ofColumns(INDArray matrix) {
        return of(matrix.transpose());
    }
}
