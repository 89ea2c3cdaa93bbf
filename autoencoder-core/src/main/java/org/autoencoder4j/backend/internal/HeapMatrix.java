package org.autoencoder4j.backend.internal;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The bridge between a matrix of ND4J and arrays of double on the heap, at one pass over its memory:
 * {@code INDArray.toDoubleMatrix} asks for each entry of a matrix in 'f' order on its own. FLOAT is widened, or rounded once.
 *
 * <p>{@link MatrixLines} reads and writes single lines. Both rest on {@link ArrayMemory}, as does what is no copy:
 * {@link NativeReals} for the BLAS, and {@link Elements} for what is in files or larger than 2 GB.
 */
public final class HeapMatrix {
    private HeapMatrix() {}

    /**
     * Copies the rows of a matrix.
     *
     * @param matrix a FLOAT or DOUBLE matrix, a view or not
     * @return its rows
     */
    public static double[][] rows(INDArray matrix) {
        return lines(matrix, 'c', matrix.rows(), matrix.columns());
    }

    /**
     * Copies the columns of a matrix.
     *
     * @param matrix a FLOAT or DOUBLE matrix, a view or not
     * @return its columns
     */
    public static double[][] columns(INDArray matrix) {
        return lines(matrix, 'f', matrix.columns(), matrix.rows());
    }

    private static double[][] lines(INDArray matrix, char order, int count, int length) {
        if (matrix.ordering() == order && Elements.isContiguous(matrix)) {
            return lines(matrix, count, length);
        }
        try (INDArray ordered = matrix.dup(order)) {
            return lines(ordered, count, length);
        }
    }

    private static double[][] lines(INDArray matrix, int count, int length) {
        MatrixLines memory = new MatrixLines(matrix, length, length);
        double[][] lines = new double[count][length];
        for (int i = 0; i < count; i++) {
            memory.read(i, 0, lines[i], 0, length);
        }
        return lines;
    }

    /**
     * Makes a matrix of its rows.
     *
     * @param rows the rows, at least one, all of one length
     * @param type FLOAT or DOUBLE
     * @return a new matrix in 'c' order
     */
    public static INDArray ofRows(double[][] rows, DataType type) {
        return fill(Nd4j.createUninitialized(type, new long[] {rows.length, rows[0].length}, 'c'), rows);
    }

    /**
     * Makes a matrix of its columns.
     *
     * @param columns the columns, at least one, all of one length
     * @param type FLOAT or DOUBLE
     * @return a new matrix in 'f' order
     */
    public static INDArray ofColumns(double[][] columns, DataType type) {
        return fill(Nd4j.createUninitialized(type, new long[] {columns[0].length, columns.length}, 'f'), columns);
    }

    private static INDArray fill(INDArray matrix, double[][] lines) {
        int length = lines[0].length;
        MatrixLines memory = new MatrixLines(matrix, length, length);
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].length != length) {
                throw new IllegalArgumentException(
                        "line " + i + " has " + lines[i].length + " numbers and line 0 has " + length);
            }
            memory.write(i, 0, lines[i], 0, length);
        }
        return matrix;
    }

    /**
     * Copies all columns into one array, one after the other.
     *
     * @param matrix a FLOAT or DOUBLE matrix in 'f' order whose numbers lie without gaps
     * @param to receives them
     * @param offset where in it
     */
    public static void read(INDArray matrix, double[] to, int offset) {
        int length = matrix.rows();
        MatrixLines memory = new MatrixLines(requireColumns(matrix), length, length);
        for (int j = 0; j < matrix.columns(); j++) {
            memory.read(j, 0, to, offset + j * length, length);
        }
    }

    /**
     * Overwrites all columns with those that lie in one array, one after the other.
     *
     * @param from the numbers
     * @param offset where in it
     * @param matrix a FLOAT or DOUBLE matrix in 'f' order whose numbers lie without gaps
     */
    public static void write(double[] from, int offset, INDArray matrix) {
        int length = matrix.rows();
        MatrixLines memory = new MatrixLines(requireColumns(matrix), length, length);
        for (int j = 0; j < matrix.columns(); j++) {
            memory.write(j, 0, from, offset + j * length, length);
        }
    }

    private static INDArray requireColumns(INDArray matrix) {
        if (matrix.ordering() != 'f') {
            throw new IllegalArgumentException(
                    "matrix is in '" + matrix.ordering() + "' order; it must be in 'f' order");
        }
        return matrix;
    }
}
