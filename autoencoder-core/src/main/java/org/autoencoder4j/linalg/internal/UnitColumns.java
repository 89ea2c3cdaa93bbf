package org.autoencoder4j.linalg.internal;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Columns of length 1. */
public final class UnitColumns {
    private UnitColumns() {}

    /**
     * Divides each column by its length. One whose length is 0 or not finite becomes that of another matrix.
     *
     * @param matrix the matrix, in 'f' order
     * @param otherwise a matrix of the same shape and type
     * @return how many columns were taken from the other
     */
    public static int set(INDArray matrix, INDArray otherwise) {
        if (matrix.ordering() != 'f' || !NativeReals.canHold(matrix)) {
            return byArrays(matrix, otherwise);
        }
        double[] lengths = new double[matrix.columns()];
        NativeReals numbers = NativeReals.of(matrix);
        BlasThreads.ofOpenBlas().single(() -> numbers.lengths(matrix.rows(), lengths));
        int kept = replace(matrix, otherwise, lengths);
        BlasThreads.ofOpenBlas().single(() -> numbers.divide(matrix.rows(), lengths));
        return kept;
    }

    private static int byArrays(INDArray matrix, INDArray otherwise) {
        double[] lengths = matrix.norm2(0).castTo(DataType.DOUBLE).toDoubleVector();
        int kept = replace(matrix, otherwise, lengths);
        matrix.diviRowVector(Nd4j.createFromArray(lengths).castTo(matrix.dataType()));
        return kept;
    }

    /** Replaces columns that cannot be divided by their lengths, and sets these to 1. */
    private static int replace(INDArray matrix, INDArray otherwise, double[] lengths) {
        int kept = 0;
        for (int j = 0; j < lengths.length; j++) {
            if (!isLength(lengths[j])) {
                matrix.getColumn(j).assign(otherwise.getColumn(j));
                lengths[j] = 1;
                kept++;
            }
        }
        return kept;
    }

    private static boolean isLength(double norm) {
        return norm > 0 && norm < Double.POSITIVE_INFINITY;
    }
}
