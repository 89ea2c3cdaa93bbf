package org.autoencoder4j.check.closeness.internal;

import java.util.Arrays;
import org.autoencoder4j.check.closeness.SignFlips;
import org.autoencoder4j.check.internal.HeapColumns;
import org.autoencoder4j.progress.Work;

/** Squared distances between the columns of two matrices, the nearer of the two signs where flips are allowed. */
final class Distances {
    /** Below this ratio to the squared norms, {@code a^2 - 2 ab + b^2} would lose digits that matter. */
    private static final double CANCELLATION = 1e-3;

    private final HeapColumns left;
    private final HeapColumns right;
    private final SignFlips flips;

    Distances(HeapColumns left, HeapColumns right, SignFlips flips) {
        this.left = left;
        this.right = right;
        this.flips = flips;
    }

    /** {@code ||left_i - s right_j||^2} for all pairs. */
    double[][] squared() {
        double[][] distances = new double[left.count()][];
        try (Work work = Work.begin("distances of columns: columns", left.count())) {
            for (int from = 0; from < left.count(); from += HeapColumns.BLOCK) {
                double[][] block = squaredRows(from, Math.min(left.count(), from + HeapColumns.BLOCK));
                System.arraycopy(block, 0, distances, from, block.length);
                work.advance(block.length);
            }
        }
        return distances;
    }

    /** The least distance between two different columns of a matrix; infinite if it has only one. */
    static double separation(HeapColumns columns, SignFlips flips) {
        Distances distances = new Distances(columns, columns, flips);
        double least = Double.POSITIVE_INFINITY;
        try (Work work = Work.begin("separation of the atoms: atoms", columns.count())) {
            for (int from = 0; from < columns.count(); from += HeapColumns.BLOCK) {
                double[][] block = distances.squaredRows(from, Math.min(columns.count(), from + HeapColumns.BLOCK));
                for (int i = 0; i < block.length; i++) {
                    block[i][from + i] = Double.POSITIVE_INFINITY;
                    least = Math.min(least, Arrays.stream(block[i]).min().orElseThrow());
                }
                work.advance(block.length);
            }
        }
        return Math.sqrt(least);
    }

    /** The sign s with which column j of the right matrix is nearest to column i of the left one. */
    int sign(int i, int j) {
        return sign(left.product(i, right, j));
    }

    private int sign(double product) {
        return flips == SignFlips.ALLOWED && product < 0 ? -1 : 1;
    }

    private double[][] squaredRows(int from, int to) {
        double[][] rows = left.products(from, to, right, 0);
        for (int i = from; i < to; i++) {
            double[] row = rows[i - from];
            for (int j = 0; j < row.length; j++) {
                row[j] = squared(i, j, row[j]);
            }
        }
        return rows;
    }

    private double squared(int i, int j, double product) {
        int sign = sign(product);
        double norms = left.squaredNorm(i) + right.squaredNorm(j);
        double squared = norms - 2 * sign * product;
        if (squared >= CANCELLATION * norms) {
            return squared;
        }
        double distance = left.distance(i, right, j, sign);
        return distance * distance;
    }
}
