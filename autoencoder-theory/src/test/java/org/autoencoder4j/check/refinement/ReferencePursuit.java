package org.autoencoder4j.check.refinement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Orthogonal matching pursuit and least squares by Gram and Schmidt's method on columns: apart from what it tests. */
final class ReferencePursuit {
    private final double[][] columns;
    private final boolean signed;

    ReferencePursuit(double[][] columns, boolean signed) {
        this.columns = columns;
        this.signed = signed;
    }

    /** The units, ascending, that k steps take. */
    int[] support(double[] sample, int k) {
        List<double[]> basis = new ArrayList<>();
        int[] taken = new int[k];
        double[] residual = sample.clone();
        for (int step = 0; step < k; step++) {
            int best = -1;
            double greatest = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < columns.length; j++) {
                double product = dot(columns[j], residual);
                double value = signed ? Math.abs(product) : product;
                if (value > greatest && !contains(taken, step, j)) {
                    greatest = value;
                    best = j;
                }
            }
            taken[step] = best;
            extend(basis, columns[best]);
            residual = without(sample, basis);
        }
        Arrays.sort(taken);
        return taken;
    }

    private static boolean contains(int[] taken, int count, int unit) {
        return Arrays.stream(taken, 0, count).anyMatch(each -> each == unit);
    }

    /** The energy that least squares on some columns leave of a sample. */
    double residualEnergy(double[] sample, int... support) {
        List<double[]> basis = new ArrayList<>();
        for (int unit : support) {
            extend(basis, columns[unit]);
        }
        double[] rest = without(sample, basis);
        return dot(rest, rest);
    }

    /** Whether a residual's energy is at most the least gain of a unit. */
    boolean explains(double[] sample, int... support) {
        double left = residualEnergy(sample, support);
        for (int dropped : support) {
            int[] others =
                    Arrays.stream(support).filter(each -> each != dropped).toArray();
            if (left > residualEnergy(sample, others) - left) {
                return false;
            }
        }
        return true;
    }

    private static void extend(List<double[]> basis, double[] column) {
        double[] rest = without(without(column, basis), basis);
        double norm = Math.sqrt(dot(rest, rest));
        basis.add(Arrays.stream(rest).map(value -> value / norm).toArray());
    }

    private static double[] without(double[] vector, List<double[]> basis) {
        double[] rest = vector.clone();
        for (double[] direction : basis) {
            double product = dot(direction, rest);
            for (int row = 0; row < rest.length; row++) {
                rest[row] -= product * direction[row];
            }
        }
        return rest;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int row = 0; row < a.length; row++) {
            sum += a[row] * b[row];
        }
        return sum;
    }
}
