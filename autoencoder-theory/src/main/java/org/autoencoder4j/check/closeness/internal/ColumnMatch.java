package org.autoencoder4j.check.closeness.internal;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.autoencoder4j.check.closeness.SignFlips;
import org.autoencoder4j.check.internal.HeapColumns;

/** The column of the weights that stands for each atom, its sign and its distance. Not changed after it is made. */
public final class ColumnMatch {
    private final int[] columns;
    private final int[] signs;
    private final double[] distances;
    private final int weightColumns;

    ColumnMatch(HeapColumns weights, HeapColumns atoms, SignFlips flips, int[] columns) {
        Distances all = new Distances(atoms, weights, flips);
        this.columns = columns;
        this.weightColumns = weights.count();
        this.signs = new int[columns.length];
        this.distances = new double[columns.length];
        for (int i = 0; i < columns.length; i++) {
            signs[i] = all.sign(i, columns[i]);
            distances[i] = atoms.distance(i, weights, columns[i], signs[i]);
        }
    }

    public int atoms() {
        return columns.length;
    }

    /** The number of columns of the weights. */
    public int weightColumns() {
        return weightColumns;
    }

    public int column(int atom) {
        return columns[atom];
    }

    public int sign(int atom) {
        return signs[atom];
    }

    /** A copy. */
    public int[] columns() {
        return columns.clone();
    }

    /** A copy. */
    public int[] signs() {
        return signs.clone();
    }

    /** A copy. */
    public double[] distances() {
        return distances.clone();
    }

    /** The greatest distance. */
    public double delta() {
        return distances[worstAtom()];
    }

    /** The first atom of the greatest distance. */
    public int worstAtom() {
        int worst = 0;
        for (int i = 1; i < distances.length; i++) {
            if (distances[i] > distances[worst]) {
                worst = i;
            }
        }
        return worst;
    }

    /** The columns in the order and sign of the atoms. */
    public HeapColumns align(HeapColumns weights) {
        double[][] aligned = new double[atoms()][];
        Arrays.setAll(aligned, i -> weights.scaled(columns[i], signs[i]));
        return HeapColumns.of(aligned);
    }

    /** One number for each column, in the order and sign of the atoms. */
    public double[] align(double[] bias) {
        return IntStream.range(0, atoms())
                .mapToDouble(i -> signs[i] * bias[columns[i]])
                .toArray();
    }
}
