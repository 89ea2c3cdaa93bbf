package org.autoencoder4j.ntk.convergence;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.nd4j.linalg.factory.Nd4j;

/** The angles of all pairs of unit samples, of which limit kernels are functions. */
final class SampleAngles {
    private final double[][] angles;

    private SampleAngles(double[][] angles) {
        this.angles = angles;
    }

    /** {@code 2 atan2(||x - y||, ||x + y||)}. */
    static SampleAngles of(double[][] rows) {
        double[][] angles = new double[rows.length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < i; j++) {
                double difference = 0;
                double sum = 0;
                for (int p = 0; p < rows[i].length; p++) {
                    difference = Math.hypot(difference, rows[i][p] - rows[j][p]);
                    sum = Math.hypot(sum, rows[i][p] + rows[j][p]);
                }
                angles[i][j] = 2 * Math.atan2(difference, sum);
                angles[j][i] = angles[i][j];
            }
        }
        return new SampleAngles(angles);
    }

    /** {@code <x, y> P(<w, x> > 0, <w, y> > 0)}: G_inf. */
    static double encoder(double angle) {
        return Math.cos(angle) * (Math.PI - angle) / (2 * Math.PI);
    }

    /** {@code E relu(<w, x>) relu(<w, y>)}: H_inf. */
    static double decoder(double angle) {
        return (Math.sin(angle) + Math.cos(angle) * (Math.PI - angle)) / (2 * Math.PI);
    }

    /** {@code E relu(<w, x>)^2 relu(<w, y>)^2}. */
    static double fourth(double angle) {
        double cosine = Math.cos(angle);
        return (3 * Math.sin(angle) * cosine + (Math.PI - angle) * (1 + 2 * cosine * cosine)) / (2 * Math.PI);
    }

    /** Ascending. */
    double[] eigenvalues(DoubleUnaryOperator kernel) {
        double[][] matrix = Arrays.stream(angles)
                .map(row -> Arrays.stream(row).map(kernel).toArray())
                .toArray(double[][]::new);
        return SymmetricEigen.eigenvalues(Nd4j.createFromArray(matrix)).toDoubleVector();
    }

    /** Over all ordered pairs, with each sample and itself. */
    double sum(DoubleUnaryOperator kernel) {
        return Arrays.stream(angles).flatMapToDouble(Arrays::stream).map(kernel).sum();
    }
}
