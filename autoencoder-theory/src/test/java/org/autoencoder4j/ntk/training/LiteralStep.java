package org.autoencoder4j.ntk.training;

import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.network.TwoLayerAutoencoder;

/** The vectors and matrices of one step, each entry by its definition: nd x nd kernels from sums over units. */
final class LiteralStep {
    final double[][] kernel;
    final double[][] flippedKernel;
    final double[] residual;
    final double[] flippedMove;
    final double[] mixedMove;
    final int[] flips;

    LiteralStep(double[][] x, TwoLayerAutoencoder before, TwoLayerAutoencoder after, Regime regime) {
        double[][] w = before.encoder().transpose().toDoubleMatrix();
        double[][] a = before.decoder().transpose().toDoubleMatrix();
        double[][] wNext = after.encoder().transpose().toDoubleMatrix();
        double[][] aNext = after.decoder().transpose().toDoubleMatrix();
        int n = x.length;
        int d = x[0].length;
        int m = w.length;
        double scale = 1 / Math.sqrt((double) m * d);
        kernel = new double[n * d][n * d];
        flippedKernel = new double[n * d][n * d];
        residual = new double[n * d];
        flippedMove = new double[n * d];
        mixedMove = new double[n * d];
        flips = new int[n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(Descents.residual(x[i], w, a, scale), 0, residual, i * d, d);
            for (int r = 0; r < m; r++) {
                double z = Descents.dot(w[r], x[i]);
                double zNext = Descents.dot(wNext[r], x[i]);
                boolean flipped = z > 0 != zNext > 0;
                flips[i] += flipped ? 1 : 0;
                for (int p = 0; p < d; p++) {
                    if (flipped) {
                        flippedMove[i * d + p] += scale * (aNext[r][p] * Math.max(0, zNext) - a[r][p] * Math.max(0, z));
                    } else if (z > 0) {
                        mixedMove[i * d + p] += scale * (aNext[r][p] - a[r][p]) * (zNext - z);
                    }
                }
                for (int j = 0; z > 0 && j < n; j++) {
                    double other = Descents.dot(w[r], x[j]);
                    for (int p = 0; other > 0 && p < d; p++) {
                        for (int q = 0; q < d; q++) {
                            double g = Descents.dot(x[i], x[j]) * a[r][p] * a[r][q];
                            double h = p == q ? z * other : 0;
                            double entry = ((regime.trainsEncoder() ? g : 0) + (regime.trainsDecoder() ? h : 0)) / m;
                            kernel[i * d + p][j * d + q] += entry;
                            flippedKernel[i * d + p][j * d + q] += flipped ? entry : 0;
                        }
                    }
                }
            }
        }
    }

    double quadratic(double[][] matrix) {
        double sum = 0;
        for (int i = 0; i < residual.length; i++) {
            sum += residual[i] * Descents.dot(matrix[i], residual);
        }
        return sum;
    }
}
