package org.autoencoder4j.ntk.training;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.linalg.SpectralNorm;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * {@code K_perp}: the block (i, j) of the kernel, summed over the units that change sign at sample i. It is not symmetric,
 * and its only rows that are not 0 belong to samples at which a unit changes sign.
 */
final class FlippedKernel {
    private static final long LARGEST = 20_000_000;

    private final Regime regime;
    private final double[][] samples;
    private final double[][] decoderColumns;
    private final double[][] features;
    private final List<int[]> units = new ArrayList<>();
    private final List<Integer> rows = new ArrayList<>();

    FlippedKernel(StepArrays arrays, Regime regime) {
        this.regime = regime;
        double[][] flipped = HeapMatrix.rows(arrays.flipped);
        for (int i = 0; i < flipped.length; i++) {
            int[] members = nonZero(flipped[i]);
            if (members.length > 0) {
                units.add(members);
                rows.add(i);
            }
        }
        boolean needed = !rows.isEmpty();
        samples = needed ? HeapMatrix.rows(arrays.samples) : new double[0][];
        decoderColumns = needed ? HeapMatrix.columns(arrays.decoder) : new double[0][];
        features = needed ? HeapMatrix.rows(arrays.featuresBefore) : new double[0][];
    }

    double norm() {
        if (rows.isEmpty()) {
            return 0;
        }
        long n = samples.length;
        long d = samples[0].length;
        return rows.size() * d * n * d <= LARGEST ? SpectralNorm.of(dense()) : frobenius();
    }

    private INDArray dense() {
        int d = samples[0].length;
        double[][] matrix = new double[rows.size() * d][samples.length * d];
        for (int row = 0; row < rows.size(); row++) {
            for (int j = 0; j < samples.length; j++) {
                double[][] block = block(row, j);
                for (int p = 0; p < d; p++) {
                    System.arraycopy(block[p], 0, matrix[row * d + p], j * d, d);
                }
            }
        }
        return Nd4j.createFromArray(matrix);
    }

    private double frobenius() {
        double sum = 0;
        for (int row = 0; row < rows.size(); row++) {
            for (int j = 0; j < samples.length; j++) {
                for (double[] line : block(row, j)) {
                    for (double entry : line) {
                        sum += entry * entry;
                    }
                }
            }
        }
        return Math.sqrt(sum);
    }

    /** {@code (1/m) sum over F_i of ( <x_i, x_j> 1[w_r.x_i > 0] 1[w_r.x_j > 0] a_r a_r^T + phi_ir phi_jr I )}. */
    private double[][] block(int row, int j) {
        int i = rows.get(row);
        int d = samples[i].length;
        int m = decoderColumns.length;
        double similarity = 0;
        for (int p = 0; p < d; p++) {
            similarity += samples[i][p] * samples[j][p];
        }
        double[][] block = new double[d][d];
        for (int r : units.get(row)) {
            double both = features[i][r] * features[j][r] / m;
            boolean bothActive = features[i][r] > 0 && features[j][r] > 0;
            double weight = regime.trainsEncoder() && bothActive ? similarity / m : 0;
            for (int p = 0; p < d; p++) {
                for (int q = 0; q < d; q++) {
                    block[p][q] += weight * decoderColumns[r][p] * decoderColumns[r][q];
                }
                block[p][p] += regime.trainsDecoder() ? both : 0;
            }
        }
        return block;
    }

    /** The places that are not 0. */
    static int[] nonZero(double[] row) {
        return IntStream.range(0, row.length).filter(r -> row[r] != 0).toArray();
    }
}
