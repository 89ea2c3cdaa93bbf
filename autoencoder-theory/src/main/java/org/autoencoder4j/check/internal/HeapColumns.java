package org.autoencoder4j.check.internal;

import java.util.Arrays;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Relation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The columns of a matrix in DOUBLE on the heap. */
public final class HeapColumns {
    /** Columns whose products with all others are computed at once: the products of one block take 8 * 256 * m bytes. */
    public static final int BLOCK = 256;

    private static final double UNIT_TOLERANCE = 1e-6;

    private final double[][] columns;
    private final double[] squaredNorms;

    private HeapColumns(double[][] columns) {
        this.columns = columns;
        this.squaredNorms = new double[columns.length];
        for (int i = 0; i < columns.length; i++) {
            squaredNorms[i] = Vectors.dot(columns[i], columns[i]);
        }
    }

    /** Copies a matrix with finite entries. */
    public static HeapColumns of(String name, INDArray matrix) {
        Checks.finite(name, Checks.matrix(name, matrix));
        return new HeapColumns(HeapMatrix.columns(matrix));
    }

    /** Wraps columns. */
    public static HeapColumns of(double[]... columns) {
        return new HeapColumns(columns);
    }

    /** The columns divided by their lengths; a zero column stays. */
    public HeapColumns normalised() {
        double[][] normalised = new double[columns.length][];
        for (int i = 0; i < columns.length; i++) {
            double norm = norm(i);
            normalised[i] = Arrays.stream(columns[i])
                    .map(value -> norm > 0 ? value / norm : value)
                    .toArray();
        }
        return new HeapColumns(normalised);
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
    public double product(int i, HeapColumns other, int j) {
        return Vectors.dot(columns[i], other.columns[j]);
    }

    /** {@code ||this_i - sign other_j||}, summed directly: no cancellation. */
    public double distance(int i, HeapColumns other, int j, int sign) {
        double sum = 0;
        for (int row = 0; row < columns[i].length; row++) {
            double difference = columns[i][row] - sign * other.columns[j][row];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    /** {@code products[i - from][j - otherFrom] = <this_i, other_j>} for i in from .. to - 1 and j from otherFrom on. */
    public double[][] products(int from, int to, HeapColumns other, int otherFrom) {
        try (INDArray left = other.block(otherFrom, other.count());
                INDArray right = block(from, to);
                INDArray result = Nd4j.gemm(left, right, true, false)) {
            return HeapMatrix.columns(result);
        }
    }

    private INDArray block(int from, int to) {
        return HeapMatrix.ofColumns(Arrays.copyOfRange(columns, from, to), DataType.DOUBLE);
    }
}
