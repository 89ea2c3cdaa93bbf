package org.autoencoder4j.backend.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** HeapMatrix and MatrixLines. */
class HeapMatrixTest {
    private static final double[][] ROWS = {{1, 2.5, -3}, {0, -0.0, 7}, {1e30, 4, 5}, {6, 8, 9}};

    private static INDArray matrix(DataType type, char order) {
        INDArray matrix = Nd4j.create(type, new long[] {4, 3}, order);
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 3; j++) {
                matrix.putScalar(i, j, ROWS[i][j]);
            }
        }
        return matrix;
    }

    /** The entries, one by one, by ND4J. */
    private static double[][] entries(INDArray matrix) {
        double[][] entries = new double[matrix.rows()][matrix.columns()];
        for (int i = 0; i < matrix.rows(); i++) {
            for (int j = 0; j < matrix.columns(); j++) {
                entries[i][j] = matrix.getDouble(i, j);
            }
        }
        return entries;
    }

    private static double[][] transposed(double[][] rows) {
        double[][] columns = new double[rows[0].length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[0].length; j++) {
                columns[j][i] = rows[i][j];
            }
        }
        return columns;
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void rowsAndColumnsOfArraysAndViews(DataType type) {
        for (char order : new char[] {'c', 'f'}) {
            INDArray all = matrix(type, order);
            Map<String, INDArray> cases = Map.of(
                    "all", all,
                    "transposed", all.transpose(),
                    "rows", all.get(NDArrayIndex.interval(1, 3), NDArrayIndex.all()),
                    "columns", all.get(NDArrayIndex.all(), NDArrayIndex.interval(1, 3)),
                    "inside", all.get(NDArrayIndex.interval(1, 3), NDArrayIndex.interval(1, 3)),
                    "one row", all.get(NDArrayIndex.interval(2, 3), NDArrayIndex.all()),
                    "one column", all.get(NDArrayIndex.all(), NDArrayIndex.interval(2, 3)),
                    "every second row", all.get(NDArrayIndex.interval(0, 2, 4), NDArrayIndex.all()));
            cases.forEach((name, matrix) -> {
                double[][] expected = entries(matrix);
                assertArrayEquals(expected, HeapMatrix.rows(matrix), name + " of " + order);
                assertArrayEquals(transposed(expected), HeapMatrix.columns(matrix), name + " of " + order);
            });
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void matricesOfRowsAndColumns(DataType type) {
        double[][] expected = entries(matrix(type, 'c'));
        INDArray ofRows = HeapMatrix.ofRows(ROWS, type);
        INDArray ofColumns = HeapMatrix.ofColumns(transposed(ROWS), type);
        assertEquals('c', ofRows.ordering());
        assertEquals('f', ofColumns.ordering());
        for (INDArray made : new INDArray[] {ofRows, ofColumns}) {
            assertEquals(type, made.dataType());
            assertArrayEquals(new long[] {4, 3}, made.shape());
            assertArrayEquals(expected, entries(made));
        }
    }

    /** A line of another length would leave what is in memory, or overwrite the next line. */
    @Test
    void linesOfDifferentLengthsAreRefused() {
        for (double[][] lines : new double[][][] {{{1, 2}, {3}}, {{1}, {2, 3}}}) {
            assertThrows(IllegalArgumentException.class, () -> HeapMatrix.ofRows(lines, DataType.DOUBLE));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void allColumnsInOneArray(DataType type) {
        INDArray matrix = matrix(type, 'f');
        double[] numbers = new double[14];
        HeapMatrix.read(matrix, numbers, 1);
        double[] columns = Stream.of(HeapMatrix.columns(matrix))
                .flatMapToDouble(Arrays::stream)
                .toArray();
        assertArrayEquals(columns, Arrays.copyOfRange(numbers, 1, 13));
        assertEquals(0, numbers[0]);
        assertEquals(0, numbers[13]);
        INDArray copy = Nd4j.create(type, new long[] {4, 3}, 'f');
        HeapMatrix.write(numbers, 1, copy);
        assertArrayEquals(entries(matrix), entries(copy));
        INDArray rows = matrix(type, 'c');
        assertThrows(IllegalArgumentException.class, () -> HeapMatrix.read(rows, numbers, 0));
        assertThrows(IllegalArgumentException.class, () -> HeapMatrix.write(numbers, 0, rows));
    }

    /** What lies beyond the array's end belongs to others. */
    @Test
    void onlyWhatBelongsToAMatrixIsTouched() {
        INDArray all = matrix(DataType.FLOAT, 'c');
        INDArray part = all.get(NDArrayIndex.interval(1, 3), NDArrayIndex.all());
        MatrixLines lines = new MatrixLines(part, 3, 3);
        double[] line = {11, 12, 13};
        lines.write(1, 0, line, 0, 3);
        lines.write(0, 1, line, 2, 1);
        assertArrayEquals(
                new double[] {1, 2.5, -3, 0, 13, 7, 11, 12, 13, 6, 8, 9},
                all.dup('c').data().asDouble());
        assertThrows(IndexOutOfBoundsException.class, () -> lines.write(2, 0, line, 0, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> lines.read(1, 1, line, 0, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> lines.read(0, -1, line, 0, 1));
        INDArray gaps = all.get(NDArrayIndex.all(), NDArrayIndex.interval(1, 3));
        String message = assertThrows(IllegalArgumentException.class, () -> new MatrixLines(gaps, 2, 2))
                .getMessage();
        assertTrue(message.contains("gaps"), message);
    }
}
