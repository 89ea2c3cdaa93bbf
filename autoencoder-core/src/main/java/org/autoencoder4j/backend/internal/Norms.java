package org.autoencoder4j.backend.internal;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Norms that keep their digits in FLOAT. */
public final class Norms {
    /** Beside squares that sum up to more, those that lose digits or are lost are of no account. */
    private static final double LEAST_FLOAT = 1e-25;

    private static final double LEAST_DOUBLE = 1e-280;

    private Norms() {}

    /**
     * Tells whether a sum of squares that were computed in a type is one in which no square that matters can have been
     * too large for the type, or so small that it lost digits.
     *
     * @param squares the sum
     * @param type FLOAT or DOUBLE
     * @return false if it has to be computed again, with smaller or greater numbers; always for 0 and NaN
     */
    static boolean isSafe(double squares, DataType type) {
        return type == DataType.FLOAT
                ? squares > LEAST_FLOAT && squares < Float.MAX_VALUE
                : squares > LEAST_DOUBLE && squares < Double.POSITIVE_INFINITY;
    }

    /**
     * Computes the Frobenius norm from the norms along one dimension, which are summed in double: one sum in FLOAT over a
     * large array loses digits and depends on the number of threads. Where squares would be too large or too small for the
     * type, the numbers are divided by the greatest first.
     *
     * @param matrix a matrix
     * @param dimension 0 to sum within columns first, 1 within rows: the contiguous ones
     * @return the norm
     */
    public static double frobenius(INDArray matrix, int dimension) {
        double squares = squares(matrix, dimension);
        if (isSafe(squares, matrix.dataType())) {
            return Math.sqrt(squares);
        }
        INDArray numbers = matrix.castTo(DataType.DOUBLE);
        double greatest = numbers.amaxNumber().doubleValue();
        boolean isOrdinary = greatest > 0 && greatest < Double.POSITIVE_INFINITY;
        return isOrdinary ? greatest * Math.sqrt(squares(numbers.div(greatest), dimension)) : Math.sqrt(squares);
    }

    private static double squares(INDArray matrix, int dimension) {
        double sum = 0;
        for (double norm : matrix.norm2(dimension).data().asDouble()) {
            sum += norm * norm;
        }
        return sum;
    }
}
