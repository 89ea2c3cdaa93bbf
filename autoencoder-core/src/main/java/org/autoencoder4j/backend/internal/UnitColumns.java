package org.autoencoder4j.backend.internal;

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

    /** Divides by the greatest entries first, so that no square is too large or too small. */
    private static int byArrays(INDArray matrix, INDArray otherwise) {
        double[] greatest = matrix.amax(0).castTo(DataType.DOUBLE).toDoubleVector();
        INDArray scaled = matrix.castTo(DataType.DOUBLE).divRowVector(Nd4j.createFromArray(greatest));
        double[] lengths = scaled.norm2(0).toDoubleVector();
        int kept = replace(scaled, otherwise, lengths);
        matrix.assign(scaled.diviRowVector(Nd4j.createFromArray(lengths)));
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
