package org.autoencoder4j.ntk.training;

import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The kernel of a small problem as an nd x nd DOUBLE matrix, from one product of {@code nd x m} matrices, or its part H. */
final class DenseKernel {
    /** The greatest nd that is formed at every step of a run. */
    static final int LARGEST = 2000;

    private DenseKernel() {}

    /** {@code gamma G + H}, as far as the regime trains the layers. Cost: {@code 2 (n d)^2 m}. */
    static INDArray of(INDArray samples, TwoLayerAutoencoder autoencoder, Regime regime, double gamma) {
        INDArray x = samples.castTo(DataType.DOUBLE);
        INDArray features =
                Activation.relu().apply(Nd4j.gemm(x, autoencoder.encoder().castTo(DataType.DOUBLE), false, false));
        int n = x.rows();
        int d = x.columns();
        double[][] kernel = new double[n * d][n * d];
        if (regime.trainsEncoder()) {
            INDArray rows = rows(features, autoencoder.decoder().castTo(DataType.DOUBLE));
            double[][] similarities = HeapMatrix.rows(Nd4j.gemm(x, x, false, true));
            kernel = HeapMatrix.rows(Nd4j.gemm(rows, rows, false, true));
            for (int i = 0; i < n * d; i++) {
                for (int j = 0; j < n * d; j++) {
                    kernel[i][j] *= gamma * similarities[i / d][j / d];
                }
            }
        }
        if (regime.trainsDecoder()) {
            double[][] hidden = HeapMatrix.rows(Nd4j.gemm(features, features, false, true));
            for (int i = 0; i < n * d; i++) {
                for (int j = i % d; j < n * d; j += d) {
                    kernel[i][j] += hidden[i / d][j / d];
                }
            }
        }
        return Nd4j.createFromArray(kernel).divi(autoencoder.width());
    }

    /** H, {@code n x n}, summed over tiles of units. Cost: {@code 2 n d m + 2 n^2 m}. */
    static INDArray hidden(INDArray samples, TwoLayerAutoencoder autoencoder) {
        INDArray x = samples.castTo(DataType.DOUBLE);
        INDArray sum = Nd4j.create(DataType.DOUBLE, new long[] {x.rows(), x.rows()}, 'f');
        int m = autoencoder.width();
        for (int first = 0; first < m; first += StepTile.UNITS) {
            int last = Math.min(m, first + StepTile.UNITS);
            try (INDArray weights = StepTile.columns(autoencoder.encoder(), first, last);
                    INDArray features = Nd4j.gemm(x, weights, false, false)) {
                Transforms.relu(features, false);
                Nd4j.gemm(features, features, sum, false, true, 1.0 / m, 1);
            }
        }
        return sum;
    }

    /** {@code 1[<w_r, x_i> > 0] a_pr} in row {@code i d + p} and column r. */
    private static INDArray rows(INDArray features, INDArray decoder) {
        double[][] z = HeapMatrix.rows(features);
        double[][] a = HeapMatrix.rows(decoder);
        int d = a.length;
        int m = a[0].length;
        double[] values = new double[z.length * d * m];
        for (int i = 0; i < z.length; i++) {
            for (int p = 0; p < d; p++) {
                int start = (i * d + p) * m;
                for (int r = 0; r < m; r++) {
                    values[start + r] = z[i][r] > 0 ? a[p][r] : 0;
                }
            }
        }
        return Nd4j.create(values, new long[] {(long) z.length * d, m}, 'c');
    }

    static double smallest(INDArray kernel) {
        return SymmetricEigen.eigenvalues(kernel).getDouble(0);
    }

    static double norm(INDArray symmetric) {
        double[] values = SymmetricEigen.eigenvalues(symmetric).toDoubleVector();
        return Math.max(Math.abs(values[0]), Math.abs(values[values.length - 1]));
    }
}
