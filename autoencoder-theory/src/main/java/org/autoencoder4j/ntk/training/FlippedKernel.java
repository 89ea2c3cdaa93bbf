package org.autoencoder4j.ntk.training;

import java.util.ArrayList;
import java.util.List;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.network.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * {@code K_perp}: the block (i, j) of the kernel, summed over the units that change sign at sample i. It is not symmetric,
 * and its only rows that are not 0 belong to samples at which a unit changes sign.
 */
final class FlippedKernel {
    private static final long LARGEST = 20_000_000;

    private final double encoderPart;
    private final double decoderPart;
    private final double[][] samples;
    private final double[][] decoderColumns;
    private final double[][] features;
    private final List<int[]> units = new ArrayList<>();
    private final List<Integer> rows = new ArrayList<>();

    /** Whether the rows of samples at which a unit changes sign are few enough to be formed. */
    static boolean canBeFormed(StepArrays arrays) {
        long rows = arrays.flips.stream().filter(members -> members.length > 0).count();
        long d = arrays.features();
        return rows * d * arrays.count() * d <= LARGEST;
    }

    /** The kernel {@code encoderPart G + decoderPart H}, of which a part may be 0. */
    FlippedKernel(StepArrays arrays, double encoderPart, double decoderPart) {
        this.encoderPart = encoderPart;
        this.decoderPart = decoderPart;
        for (int i = 0; i < arrays.count(); i++) {
            int[] members = arrays.flips.get(i);
            if (members.length > 0) {
                units.add(members);
                rows.add(i);
            }
        }
        boolean needed = !rows.isEmpty();
        samples = needed ? HeapMatrix.rows(arrays.samples) : new double[0][];
        decoderColumns = needed ? HeapMatrix.columns(arrays.before.decoder()) : new double[0][];
        features = needed ? HeapMatrix.rows(features(arrays)) : new double[0][];
    }

    private static INDArray features(StepArrays arrays) {
        INDArray encoder = arrays.before.encoder().castTo(DataType.DOUBLE);
        return Activation.relu().apply(Nd4j.gemm(arrays.samples, encoder, false, false));
    }

    /** The rows that are not 0, in their order; none if no unit changes sign. */
    double[][] dense() {
        int d = rows.isEmpty() ? 0 : samples[0].length;
        double[][] matrix = new double[rows.size() * d][samples.length * d];
        for (int row = 0; row < rows.size(); row++) {
            for (int j = 0; j < samples.length; j++) {
                double[][] block = block(row, j);
                for (int p = 0; p < d; p++) {
                    System.arraycopy(block[p], 0, matrix[row * d + p], j * d, d);
                }
            }
        }
        return matrix;
    }

    /** {@code (1/m) sum over F_i of ( <x_i, x_j> 1[w_r.x_i > 0] 1[w_r.x_j > 0] a_r a_r^T + phi_ir phi_jr I )}. */
    private double[][] block(int row, int j) {
        int i = rows.get(row);
        int d = samples[i].length;
        int m = decoderColumns.length;
        double similarity = encoderPart * Vectors.dot(samples[i], samples[j]) / m;
        double[][] block = new double[d][d];
        for (int r : units.get(row)) {
            boolean bothActive = features[i][r] > 0 && features[j][r] > 0;
            double weight = bothActive ? similarity : 0;
            for (int p = 0; p < d; p++) {
                for (int q = 0; q < d; q++) {
                    block[p][q] += weight * decoderColumns[r][p] * decoderColumns[r][q];
                }
                block[p][p] += decoderPart * features[i][r] * features[j][r] / m;
            }
        }
        return block;
    }
}
