package org.autoencoder4j.ntk.certificate;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A run of descent in plain loops, unit by unit: rows of w and a are units, rows of x samples. */
final class PlainRun {
    final double[][] x;
    final double[][] w;
    final double[][] a;
    private final double scale;

    PlainRun(double[][] x, double[][] w, double[][] a) {
        this.x = x;
        this.w = w;
        this.a = a;
        this.scale = 1 / Math.sqrt((double) w.length * x[0].length);
    }

    PlainRun copy() {
        return new PlainRun(x, clone(w), clone(a));
    }

    private static double[][] clone(double[][] rows) {
        return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    }

    INDArray samples() {
        return Nd4j.createFromArray(x);
    }

    TwoLayerAutoencoder autoencoder() {
        return new TwoLayerAutoencoder(
                Nd4j.createFromArray(w).transpose(), Nd4j.createFromArray(a).transpose());
    }

    double[][] residual() {
        double[][] residual = clone(x);
        for (int i = 0; i < x.length; i++) {
            for (int r = 0; r < w.length; r++) {
                double code = scale * Math.max(0, dot(w[r], x[i]));
                for (int p = 0; code > 0 && p < a[r].length; p++) {
                    residual[i][p] -= code * a[r][p];
                }
            }
        }
        return residual;
    }

    double squaredError() {
        return Arrays.stream(residual()).mapToDouble(row -> dot(row, row)).sum();
    }

    /** W by {@code -gamma eta grad_W}, A by {@code -eta grad_A}; a factor of 0 leaves it. */
    void step(double encoderRate, double decoderRate) {
        double[][] residual = residual();
        for (int r = 0; r < w.length; r++) {
            double[] unit = w[r].clone();
            double[] column = a[r].clone();
            for (int i = 0; i < x.length; i++) {
                double z = dot(unit, x[i]);
                if (z > 0) {
                    double back = dot(column, residual[i]);
                    for (int p = 0; p < unit.length; p++) {
                        w[r][p] += encoderRate * scale * back * x[i][p];
                        a[r][p] += decoderRate * scale * z * residual[i][p];
                    }
                }
            }
        }
    }

    /** {@code relu(X W) relu(X W)^T / m}. */
    double[][] hidden() {
        double[][] kernel = new double[x.length][x.length];
        for (double[] unit : w) {
            for (int i = 0; i < x.length; i++) {
                for (int j = 0; j < x.length; j++) {
                    kernel[i][j] += Math.max(0, dot(unit, x[i])) * Math.max(0, dot(unit, x[j])) / w.length;
                }
            }
        }
        return kernel;
    }

    /** G, in blocks of d rows for each sample. */
    double[][] encoderKernel() {
        int d = x[0].length;
        double[][] kernel = new double[x.length * d][x.length * d];
        for (int r = 0; r < w.length; r++) {
            for (int k = 0; k < kernel.length; k++) {
                for (int l = 0; l < kernel.length; l++) {
                    boolean active = dot(w[r], x[k / d]) > 0 && dot(w[r], x[l / d]) > 0;
                    kernel[k][l] += active ? dot(x[k / d], x[l / d]) * a[r][k % d] * a[r][l % d] / w.length : 0;
                }
            }
        }
        return kernel;
    }

    static double smallest(double[][] symmetric) {
        double[] values = new EigenDecomposition(new Array2DRowRealMatrix(symmetric)).getRealEigenvalues();
        return Arrays.stream(values).min().orElseThrow();
    }

    static double largest(double[][] symmetric) {
        double[] values = new EigenDecomposition(new Array2DRowRealMatrix(symmetric)).getRealEigenvalues();
        return Arrays.stream(values).max().orElseThrow();
    }

    static double distance(double[][] from, double[][] to) {
        double sum = 0;
        for (int r = 0; r < from.length; r++) {
            for (int p = 0; p < from[r].length; p++) {
                sum += (from[r][p] - to[r][p]) * (from[r][p] - to[r][p]);
            }
        }
        return Math.sqrt(sum);
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int p = 0; p < a.length; p++) {
            sum += a[p] * b[p];
        }
        return sum;
    }
}
