package org.autoencoder4j.check.descent;

import java.util.Arrays;
import java.util.List;
import org.autoencoder4j.check.internal.HeapColumns;
import org.autoencoder4j.descent.Normalisation;

/**
 * The jackknife over groups of samples: the errors after the update with the mean gradient of all groups but one, for
 * each group left out. What it says of the mean of all groups needs no formula for how an error depends on the gradient.
 */
final class UpdateSpread {
    private final double[][] errors;
    private final double[] positions;

    /** Columns of weights, of the groups' gradients and of the dictionary. */
    UpdateSpread(
            HeapColumns weights,
            List<HeapColumns> gradients,
            HeapColumns atoms,
            double zeta,
            Normalisation normalisation) {
        int groups = gradients.size();
        int units = weights.count();
        this.errors = new double[units + 1][groups];
        this.positions = new double[units + 1];
        for (int i = 0; i < units; i++) {
            double[][] updated = new double[groups][];
            for (int left = 0; left < groups; left++) {
                double[] mean = meanWithout(gradients, i, left);
                updated[left] = update(weights.column(i), mean, zeta, normalisation);
                errors[i][left] = HeapColumns.of(updated[left]).distance(0, atoms, i, 1);
                errors[units][left] += errors[i][left] * errors[i][left];
            }
            positions[i] = positionVariance(updated);
            positions[units] += positions[i];
        }
        Arrays.setAll(errors[units], left -> Math.sqrt(errors[units][left]));
    }

    /** One step of descent for one column. */
    static double[] update(double[] column, double[] gradient, double zeta, Normalisation normalisation) {
        double[] updated = new double[column.length];
        Arrays.setAll(updated, row -> column[row] - zeta * gradient[row]);
        if (normalisation == Normalisation.NONE) {
            return updated;
        }
        double norm = HeapColumns.of(updated).norm(0);
        return norm > 0 ? Arrays.stream(updated).map(value -> value / norm).toArray() : column.clone();
    }

    /** The standard error of the error after the update, of column i, or of all columns at i = m. */
    double standardError(int i) {
        return Math.sqrt(jackknifeVariance(errors[i]));
    }

    /** The standard deviation of the updated column i, or of all columns at i = m. */
    double noise(int i) {
        return Math.sqrt(positions[i]);
    }

    private static double[] meanWithout(List<HeapColumns> gradients, int i, int left) {
        double[] mean = new double[gradients.get(0).length()];
        for (int group = 0; group < gradients.size(); group++) {
            double[] gradient = gradients.get(group).column(i);
            for (int row = 0; group != left && row < mean.length; row++) {
                mean[row] += gradient[row] / (gradients.size() - 1);
            }
        }
        return mean;
    }

    private static double positionVariance(double[][] updated) {
        double variance = 0;
        for (int row = 0; row < updated[0].length; row++) {
            int at = row;
            variance += jackknifeVariance(
                    Arrays.stream(updated).mapToDouble(column -> column[at]).toArray());
        }
        return variance;
    }

    private static double jackknifeVariance(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return squares * (values.length - 1) / values.length;
    }
}
