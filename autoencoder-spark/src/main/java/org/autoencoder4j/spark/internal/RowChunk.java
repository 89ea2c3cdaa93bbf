package org.autoencoder4j.spark.internal;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Some rows of one block, in any order, on their way to the task that adds them up; or one row with what is wrong with it. Many rows
 * go together, since Spark writes each record by itself.
 */
final class RowChunk implements Serializable {
    private static final long serialVersionUID = 1;

    private long[] numbers;
    private double[] values;
    private final String failure;
    private int rows;

    private RowChunk(long[] numbers, double[] values, String failure) {
        this.numbers = numbers;
        this.values = values;
        this.failure = failure;
    }

    static RowChunk empty() {
        return new RowChunk(new long[1], new double[0], "");
    }

    static RowChunk failed(long number, String why) {
        RowChunk chunk = new RowChunk(new long[] {number}, new double[0], why);
        chunk.rows = 1;
        return chunk;
    }

    void add(long number, double[] row) {
        if (numbers.length == rows || values.length < (rows + 1) * row.length) {
            numbers = Arrays.copyOf(numbers, 2 * rows + 1);
            values = Arrays.copyOf(values, (2 * rows + 1) * row.length);
        }
        numbers[rows] = number;
        System.arraycopy(row, 0, values, rows * row.length, row.length);
        rows++;
    }

    /** Lets go of room for more rows. */
    RowChunk trimmed(int features) {
        numbers = Arrays.copyOf(numbers, rows);
        values = Arrays.copyOf(values, rows * features);
        return this;
    }

    int rows() {
        return rows;
    }

    long number(int row) {
        return numbers[row];
    }

    String failure() {
        return failure;
    }

    double[] values() {
        return values;
    }
}
