package org.autoencoder4j.check.internal;

import java.nio.DoubleBuffer;
import java.util.Arrays;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Relation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The columns of a matrix in DOUBLE on the heap. */
public final class Columns {
    /** Columns whose products with all others are computed at once: the products of one block take 8 * 256 * m bytes. */
    public static final int BLOCK = 256;

    private static final double UNIT_TOLERANCE = 1e-6;

    private final double[][] columns;
    private final double[] squaredNorms;

    private Columns(double[][] columns) {
        this.columns = columns;
        this.squaredNorms = new double[columns.length];
        for (int i = 0; i < columns.length; i++) {
            squaredNorms[i] = dot(columns[i], columns[i]);
        }
    }

    /** Copies a matrix with finite entries. */
    public static Columns of(String name, INDArray matrix) {
        Checks.finite(name, Checks.matrix(name, matrix));
        double[][] columns = new double[matrix.columns()][];
        for (int from = 0; from < columns.length; from += BLOCK) {
            int to = Math.min(columns.length, from + BLOCK);
            INDArray block = matrix.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to));
            copyColumns(block.castTo(DataType.DOUBLE), columns, from);
        }
        return new Columns(columns);
    }

    /** Wraps columns. */
    public static Columns of(double[]... columns) {
        return new Columns(columns);
    }

    private static void copyColumns(INDArray source, double[][] target, int first) {
        try (INDArray contiguous = source.dup('f')) {
            DoubleBuffer values = contiguous.data().asNioDouble();
            for (int i = 0; i < source.columns(); i++) {
                target[first + i] = new double[source.rows()];
                values.get(target[first + i]);
            }
        }
    }

    /** The columns divided by their lengths; a zero column stays. */
    public Columns normalised() {
        double[][] normalised = new double[columns.length][];
        for (int i = 0; i < columns.length; i++) {
            double norm = norm(i);
            normalised[i] = Arrays.stream(columns[i])
                    .map(value -> norm > 0 ? value / norm : value)
                    .toArray();
        }
        return new Columns(normalised);
    }

    /** The condition that columns have length 1. */
    public static Bound unitLength(String name, double deviation) {
        return new Bound("max | ||" + name + "_i|| - 1 |", deviation, Relation.AT_MOST, UNIT_TOLERANCE);
    }

    public double normDeviation() {
        double greatest = 0;
        for (int i = 0; i < columns.length; i++) {
            greatest = Math.max(greatest, Math.abs(norm(i) - 1));
        }
        return greatest;
    }

    public int count() {
        return columns.length;
    }

    public int length() {
        return columns[0].length;
    }

    /** A copy. */
    public double[] column(int i) {
        return columns[i].clone();
    }

    /** A copy, times a number. */
    public double[] scaled(int i, double factor) {
        return Arrays.stream(columns[i]).map(value -> factor * value).toArray();
    }

    public double norm(int i) {
        return Math.sqrt(squaredNorms[i]);
    }

    public double squaredNorm(int i) {
        return squaredNorms[i];
    }

    /** {@code <this_i, other_j>}, summed directly. */
    public double product(int i, Columns other, int j) {
        return dot(columns[i], other.columns[j]);
    }

    /** {@code ||this_i - sign other_j||}, summed directly: no cancellation. */
    public double distance(int i, Columns other, int j, int sign) {
        double sum = 0;
        for (int row = 0; row < columns[i].length; row++) {
            double difference = columns[i][row] - sign * other.columns[j][row];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    /** {@code products[i - from][j - otherFrom] = <this_i, other_j>} for i in from .. to - 1 and j from otherFrom on. */
    public double[][] products(int from, int to, Columns other, int otherFrom) {
        double[][] products = new double[to - from][other.count() - otherFrom];
        try (INDArray left = other.block(otherFrom, other.count());
                INDArray right = block(from, to);
                INDArray result = Nd4j.gemm(left, right, true, false)) {
            copyColumns(result, products, 0);
        }
        return products;
    }

    private INDArray block(int from, int to) {
        INDArray block = Nd4j.createUninitialized(DataType.DOUBLE, new long[] {length(), to - from}, 'f');
        DoubleBuffer values = block.data().asNioDouble();
        for (int i = from; i < to; i++) {
            values.put(columns[i]);
        }
        return block;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
