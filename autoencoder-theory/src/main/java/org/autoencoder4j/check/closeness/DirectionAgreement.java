package org.autoencoder4j.check.closeness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.check.closeness.internal.CheapestMatching;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How well m directions (of latents) agree with M others (of true features), whatever their numbers and lengths, by
 * {@code c_ij = |cos(w_i, a_j)|}. A column of length 0 has the cosine 0 with all.
 *
 * @param mcc the mean correlation coefficient: the mean of c over the {@code min(m, M)} pairs of the one-to-one matching whose
 *     sum is greatest, from 0 to 1
 * @param mmcs the mean max cosine similarity: the mean over the M features of {@code max_i c_ij}, from 0 to 1; one direction may
 *     serve several features
 * @param uniqueness the fraction of distinct features among those that are most alike to each direction (the first of equal
 *     ones), before they are matched one to one: their number over m, from 1 / m to 1
 * @param featureOf for each direction the feature that it is matched with, -1 for those that are left over
 * @param cosines c of each direction with that feature, 0 for those that are left over
 */
public record DirectionAgreement(
        double mcc, double mmcs, double uniqueness, List<Integer> featureOf, List<Double> cosines) {
    private static final int NONE = -1;
    private static final int BLOCK = 256;

    /**
     * Copies the lists.
     *
     * @param mcc the mean correlation coefficient
     * @param mmcs the mean max cosine similarity
     * @param uniqueness the fraction of distinct features
     * @param featureOf the features of the directions
     * @param cosines their cosines
     */
    public DirectionAgreement {
        featureOf = List.copyOf(featureOf);
        cosines = List.copyOf(cosines);
    }

    /**
     * Compares directions. Cost: {@code 2 n m M} operations for the cosines, of which {@code 8 m M} bytes are kept, and
     * {@code O(min^2 max)} of m and M at worst for the matching, far less where most have a clear favourite.
     *
     * @param directions W, {@code n x m}, FLOAT or DOUBLE, finite
     * @param features A, {@code n x M}, finite
     * @return the agreement
     * @throws IllegalArgumentException if the numbers of rows differ or an entry is NaN or infinite
     */
    public static DirectionAgreement of(INDArray directions, INDArray features) {
        Checks.finite("directions", Checks.matrix("directions", directions));
        Checks.matrix("features", features, directions.rows(), -1, "the rows of the directions");
        Checks.finite("features", features);
        boolean wide = directions.columns() <= features.columns();
        double[][] costs = wide ? costs(directions, features) : costs(features, directions);
        int[] columnOf = CheapestMatching.of(costs);
        List<Integer> featureOf = new ArrayList<>(Collections.nCopies(directions.columns(), NONE));
        List<Double> cosines = new ArrayList<>(Collections.nCopies(directions.columns(), 0.0));
        double sum = 0;
        for (int row = 0; row < columnOf.length; row++) {
            int direction = wide ? row : columnOf[row];
            featureOf.set(direction, wide ? columnOf[row] : row);
            cosines.set(direction, -costs[row][columnOf[row]]);
            sum -= costs[row][columnOf[row]];
        }
        double[] least = wide ? leastOfColumns(costs) : leastOfRows(costs);
        double mmcs = -Arrays.stream(least).sum() / least.length;
        double uniqueness = (double) distinct(costs, wide) / directions.columns();
        return new DirectionAgreement(sum / columnOf.length, mmcs, uniqueness, featureOf, cosines);
    }

    /** The cosines' absolute values with a minus sign: what is most alike is cheapest. */
    private static double[][] costs(INDArray rows, INDArray columns) {
        double[][] left = normalised(rows);
        double[][] costs = new double[left.length][];
        try (INDArray right = HeapMatrix.ofColumns(normalised(columns), DataType.DOUBLE)) {
            try (Work work = Work.begin("cosines: directions", left.length)) {
                for (int from = 0; from < left.length; from += BLOCK) {
                    int to = Math.min(from + BLOCK, left.length);
                    try (INDArray block = HeapMatrix.ofRows(Arrays.copyOfRange(left, from, to), DataType.DOUBLE);
                            INDArray products = Nd4j.gemm(block, right, false, false)) {
                        System.arraycopy(HeapMatrix.rows(products), 0, costs, from, to - from);
                    }
                    work.advance(to - from);
                }
            }
        }
        for (double[] row : costs) {
            Arrays.setAll(row, j -> -Math.min(Math.abs(row[j]), 1));
        }
        return costs;
    }

    private static double[][] normalised(INDArray matrix) {
        double[][] columns = HeapMatrix.columns(matrix);
        for (double[] column : columns) {
            double length = Vectors.scaledNorm(column);
            Arrays.setAll(column, i -> length > 0 ? column[i] / length : 0);
        }
        return columns;
    }

    private static double[] leastOfRows(double[][] costs) {
        return Arrays.stream(costs)
                .mapToDouble(row -> Arrays.stream(row).min().orElseThrow())
                .toArray();
    }

    private static double[] leastOfColumns(double[][] costs) {
        double[] least = new double[costs[0].length];
        for (double[] row : costs) {
            Arrays.setAll(least, j -> Math.min(least[j], row[j]));
        }
        return least;
    }

    /** The number of features that are cheapest for some direction; directions are the rows, or else the columns. */
    private static int distinct(double[][] costs, boolean rows) {
        BitSet favourites = new BitSet();
        int directions = rows ? costs.length : costs[0].length;
        int features = rows ? costs[0].length : costs.length;
        for (int i = 0; i < directions; i++) {
            int favourite = 0;
            for (int j = 1; j < features; j++) {
                double present = rows ? costs[i][favourite] : costs[favourite][i];
                favourite = (rows ? costs[i][j] : costs[j][i]) < present ? j : favourite;
            }
            favourites.set(favourite);
        }
        return favourites.cardinality();
    }
}
