package org.autoencoder4j.ntk.training;

import java.util.function.BiConsumer;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.ntk.internal.Eigenvalues;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The kernel of a small problem as an nd x nd DOUBLE matrix, from products of {@code nd x 1024} ones, or its part H. */
final class DenseKernel {
    /** The greatest nd that is formed at every step of a run. */
    static final int LARGEST = 2000;

    private DenseKernel() {}

    /** {@code gamma G + H}, as far as the regime trains the layers, summed over tiles of units. Cost: {@code 2 (n d)^2 m}. */
    static INDArray of(INDArray samples, TwoLayerAutoencoder autoencoder, Regime regime, double gamma) {
        INDArray x = samples.castTo(DataType.DOUBLE);
        int n = x.rows();
        int d = x.columns();
        double[][] kernel = new double[n * d][n * d];
        try (INDArray encoder = zeros(regime.trainsEncoder() ? n * d : 1);
                INDArray hidden = zeros(n);
                INDArray similarities = Nd4j.gemm(x, x, false, true)) {
            overTiles(x, autoencoder, (features, decoder) -> {
                if (regime.trainsEncoder()) {
                    try (INDArray rows = rows(features, decoder)) {
                        Nd4j.gemm(rows, rows, encoder, false, true, gamma / autoencoder.width(), 1);
                    }
                }
                if (regime.trainsDecoder()) {
                    Nd4j.gemm(features, features, hidden, false, true, 1.0 / autoencoder.width(), 1);
                }
            });
            if (regime.trainsEncoder()) {
                addEncoder(HeapMatrix.rows(encoder), HeapMatrix.rows(similarities), d, kernel);
            }
            addHidden(HeapMatrix.rows(hidden), d, kernel);
        }
        StepArrays.closeCopy(x, samples);
        return Nd4j.createFromArray(kernel);
    }

    private static void addEncoder(double[][] sums, double[][] similarities, int d, double[][] kernel) {
        for (int i = 0; i < kernel.length; i++) {
            for (int j = 0; j < kernel.length; j++) {
                kernel[i][j] += similarities[i / d][j / d] * sums[i][j];
            }
        }
    }

    private static void addHidden(double[][] hidden, int d, double[][] kernel) {
        for (int i = 0; i < kernel.length; i++) {
            for (int j = i % d; j < kernel.length; j += d) {
                kernel[i][j] += hidden[i / d][j / d];
            }
        }
    }

    /** H, {@code n x n}, summed over tiles of units. Cost: {@code 2 n d m + 2 n^2 m}. */
    static INDArray hidden(INDArray samples, TwoLayerAutoencoder autoencoder) {
        INDArray x = samples.castTo(DataType.DOUBLE);
        INDArray sum = zeros(x.rows());
        overTiles(
                x,
                autoencoder,
                (features, decoder) -> Nd4j.gemm(features, features, sum, false, true, 1.0 / autoencoder.width(), 1));
        StepArrays.closeCopy(x, samples);
        return sum;
    }

    private static INDArray zeros(int order) {
        return Nd4j.create(DataType.DOUBLE, new long[] {order, order}, 'f');
    }

    /** Uses the features, {@code n x t}, and the decoder's columns, {@code d x t}, of some units after the other. */
    private static void overTiles(INDArray x, TwoLayerAutoencoder autoencoder, BiConsumer<INDArray, INDArray> use) {
        int m = autoencoder.width();
        try (Work work = Work.begin("kernel: units", m)) {
            for (int first = 0; first < m; first += StepTile.UNITS) {
                int last = Math.min(m, first + StepTile.UNITS);
                try (INDArray weights = StepTile.columns(autoencoder.encoder(), first, last);
                        INDArray decoder = StepTile.columns(autoencoder.decoder(), first, last);
                        INDArray features = Nd4j.gemm(x, weights, false, false)) {
                    Transforms.relu(features, false);
                    use.accept(features, decoder);
                }
                work.advance(last - first);
            }
        }
    }

    /** {@code 1[<w_r, x_i> > 0] a_pr} in row {@code i d + p} and column r, of the units of a tile. */
    private static INDArray rows(INDArray features, INDArray decoder) {
        double[][] z = HeapMatrix.rows(features);
        double[][] a = HeapMatrix.rows(decoder);
        int d = a.length;
        double[][] rows = new double[z.length * d][];
        for (int i = 0; i < z.length; i++) {
            for (int p = 0; p < d; p++) {
                double[] row = a[p].clone();
                for (int r = 0; r < row.length; r++) {
                    row[r] = z[i][r] > 0 ? row[r] : 0;
                }
                rows[i * d + p] = row;
            }
        }
        return HeapMatrix.ofRows(rows, DataType.DOUBLE);
    }

    /** The smallest eigenvalue, 0 where it cannot be told from 0. */
    static double smallest(INDArray kernel) {
        return Eigenvalues.smallest(SymmetricEigen.eigenvalues(kernel).toDoubleVector());
    }

    static double norm(INDArray symmetric) {
        double[] values = SymmetricEigen.eigenvalues(symmetric).toDoubleVector();
        return Math.max(Math.abs(values[0]), Math.abs(values[values.length - 1]));
    }
}
