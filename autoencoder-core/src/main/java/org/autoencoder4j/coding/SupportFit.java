package org.autoencoder4j.coding;

import java.util.Arrays;
import org.autoencoder4j.backend.internal.Vectors;

/**
 * Least squares on a support S that grows: {@code x_S = G_SS^-1 c_S} by a Cholesky factorisation {@code G_SS = L L^T} that
 * gets a row for each unit. It is what an encoder builds on; one thread uses it, for one sample after the other.
 */
public final class SupportFit {
    /** Of an atom's square: if so little lies outside of the span of the others, its value would be noise. */
    private static final double LEAST_PIVOT = 1e-6;

    private static final int FEW = 16;

    private final Gram gram;
    private int size;
    private int[] units = new int[FEW];
    /** The rows of L one after the other, and 1 / L_ii. */
    private double[] factor = new double[start(FEW)];

    private double[] inverse = new double[FEW];
    /** c_S, L^-1 c_S, x_S, and a column of L^-1. */
    private double[] products = new double[FEW];

    private double[] forward = new double[FEW];
    private double[] values = new double[FEW];
    private double[] column = new double[FEW];

    /**
     * Makes a fit on the empty support.
     *
     * @param gram G, of the dictionary
     */
    public SupportFit(Gram gram) {
        this.gram = gram;
    }

    /** Empties the support. */
    public void clear() {
        size = 0;
    }

    /**
     * Adds a unit to the support. Cost: O(s^2) for a support of s units.
     *
     * @param unit the unit
     * @param product c_i, the product of its atom with the sample
     * @return false if at most {@code 1e-6} of its atom's square lies outside of the span of the support's atoms; then it is
     *     not added
     */
    public boolean add(int unit, double product) {
        grow();
        int row = start(size);
        double[] atom = gram.row(unit);
        double pivot = atom[unit];
        double right = product;
        for (int i = 0; i < size; i++) {
            int other = start(i);
            double sum = atom[units[i]];
            for (int j = 0; j < i; j++) {
                sum -= factor[other + j] * factor[row + j];
            }
            double entry = sum * inverse[i];
            factor[row + i] = entry;
            pivot -= entry * entry;
            right -= entry * forward[i];
        }
        if (!(pivot > LEAST_PIVOT * atom[unit])) {
            return false;
        }
        double root = Math.sqrt(pivot);
        factor[row + size] = root;
        inverse[size] = 1 / root;
        forward[size] = right / root;
        products[size] = product;
        units[size] = unit;
        size++;
        return true;
    }

    /** Computes the values on the present support. Cost: {@code s^2} operations. */
    public void solve() {
        for (int i = size - 1; i >= 0; i--) {
            double sum = forward[i];
            for (int j = i + 1; j < size; j++) {
                sum -= factor[start(j) + i] * values[j];
            }
            values[i] = sum * inverse[i];
        }
    }

    /** Drops the unit with the least value while that is not above 0, and solves again each time. */
    public void dropNegative() {
        solve();
        int least = least();
        while (least < size && !(values[least] > 0)) {
            remove(least);
            solve();
            least = least();
        }
    }

    /** The place of the least value, of the lowest unit if several have it. */
    private int least() {
        int least = 0;
        for (int i = 1; i < size; i++) {
            boolean less = values[i] < values[least];
            least = less || (values[i] == values[least] && units[i] < units[least]) ? i : least;
        }
        return least;
    }

    /** Takes a unit out: the rows of those that came after it are made anew. */
    private void remove(int place) {
        int end = size;
        size = place;
        for (int i = place + 1; i < end; i++) {
            add(units[i], products[i]);
        }
    }

    /**
     * Writes the code: the support with its values, and for each unit its gain
     *
     * <pre>
     *   gain_i = x_i^2 / (G_SS^-1)_ii,
     * </pre>
     *
     * <p>by which the energy of the residual, {@code |y|^2 - c_S^T x_S}, grows if the unit is left out and the others are
     * fitted anew. Cost: {@code s^3 / 6} operations.
     *
     * @param energy {@code |y|^2}
     * @param code receives the code
     */
    public void write(double energy, SampleCode code) {
        code.clear();
        double left = energy;
        for (int i = 0; i < size; i++) {
            code.add(units[i], values[i], values[i] * values[i] / inverseDiagonal(i));
            left -= forward[i] * forward[i];
        }
        code.setResidualEnergy(left);
    }

    /** An entry of the diagonal of G_SS^-1: the sum of squares of a column of L^-1. */
    private double inverseDiagonal(int i) {
        column[i] = inverse[i];
        double squares = column[i] * column[i];
        for (int row = i + 1; row < size; row++) {
            double sum = 0;
            for (int j = i; j < row; j++) {
                sum -= factor[start(row) + j] * column[j];
            }
            column[row] = sum * inverse[row];
            squares += column[row] * column[row];
        }
        return squares;
    }

    /**
     * Returns the number of units of the support.
     *
     * @return s
     */
    public int size() {
        return size;
    }

    /**
     * Returns a unit of the support.
     *
     * @param place which, in the order in which they came
     * @return the unit
     */
    public int unit(int place) {
        return units[place];
    }

    /**
     * Returns the value of a unit as {@link #solve} found it.
     *
     * @param place which, in the order in which they came
     * @return x_i
     */
    public double value(int place) {
        return values[place];
    }

    /**
     * Computes the products of all atoms with the residual, {@code c - G x}. Cost: {@code s m} operations.
     *
     * @param products c, of length m
     * @param residual receives them, of length m; may be the products themselves
     */
    public void residualProducts(double[] products, double[] residual) {
        Vectors.combine(products, -1, values, units, 0, size, gram.rows(), residual);
    }

    private static int start(int row) {
        return row * (row + 1) / 2;
    }

    private void grow() {
        if (size == units.length) {
            int capacity = 2 * size;
            units = Arrays.copyOf(units, capacity);
            factor = Arrays.copyOf(factor, start(capacity));
            inverse = Arrays.copyOf(inverse, capacity);
            products = Arrays.copyOf(products, capacity);
            forward = Arrays.copyOf(forward, capacity);
            values = Arrays.copyOf(values, capacity);
            column = Arrays.copyOf(column, capacity);
        }
    }
}
