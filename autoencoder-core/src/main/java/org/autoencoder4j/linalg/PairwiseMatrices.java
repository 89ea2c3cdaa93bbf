package org.autoencoder4j.linalg;

import java.util.List;
import org.autoencoder4j.backend.Checks;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Matrices whose entries are functions of the inner products of rows, {@code K(i, j) = f(<x_i, y_j>, i, j)}, such as the
 * kernels of samples. Several of one set of products are filled at once, in tiles of fixed places: products and entries
 * of a tile are made by one thread while they are in its cache, and the numbers do not depend on how many threads there are.
 */
public final class PairwiseMatrices {
    private PairwiseMatrices() {}

    /** The functions f of all matrices, for a part of a column at a time. Called by several threads at once. */
    @FunctionalInterface
    public interface Entries {
        /**
         * Computes entries.
         *
         * @param row the first row i
         * @param column the column j
         * @param products {@code <x_i, y_j>} of rows i, i + 1, ..., as many as its length; may be overwritten
         * @param entries receives those of each matrix, an array as long as products
         */
        void compute(int row, int column, double[] products, double[][] entries);
    }

    /**
     * Fills matrices of the rows of one matrix with those of another. Cost: {@code 2 N n d} operations for the products and
     * what the functions cost {@code N n} times, by as many threads as the BLAS has; memory for the results, which the garbage
     * collector frees: {@code close()} on them does not.
     *
     * @param left X, {@code N x d}, FLOAT or DOUBLE; not changed
     * @param right Y, {@code n x d}, of the same type; not changed
     * @param matrices how many, at least 1
     * @param entries their functions, in double
     * @return the matrices, {@code N x n} in 'f' order, of the samples' type
     * @throws IllegalArgumentException if shapes or types do not fit, or matrices is less than 1
     */
    public static List<INDArray> between(INDArray left, INDArray right, int matrices, Entries entries) {
        Checks.matrix("left", left);
        Checks.matrix("right", right, -1, left.columns(), "as many columns as left");
        Checks.sameType("right", right, "left", left);
        Checks.atLeast("matrices", matrices, 1);
        return new PairwiseTiles(left, right, false, matrices, entries).fill();
    }

    /**
     * Fills symmetric matrices of the rows of one matrix with each other: as {@link #between} at half the cost. The functions
     * are asked for one of the entries (i, j) and (j, i) only.
     *
     * @param samples X, {@code N x d}, FLOAT or DOUBLE; not changed
     * @param matrices how many, at least 1
     * @param entries their functions, which have to be symmetric in i and j
     * @return the matrices, {@code N x N} in 'f' order, exactly symmetric
     * @throws IllegalArgumentException as for {@link #between}
     */
    public static List<INDArray> of(INDArray samples, int matrices, Entries entries) {
        Checks.matrix("samples", samples);
        Checks.atLeast("matrices", matrices, 1);
        return new PairwiseTiles(samples, samples, true, matrices, entries).fill();
    }
}
