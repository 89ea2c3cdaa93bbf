package org.autoencoder4j.ntk.training;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.indexing.SpecifiedIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * {@code K_perp}: the block (i, j) of the kernel, summed over the units that change sign at sample i. It is not symmetric,
 * and its only rows that are not 0 belong to samples at which a unit changes sign. Of units that change sign nowhere nothing
 * is read, and the others come by tiles.
 */
final class FlippedKernel {
    private final StepArrays arrays;
    private final double encoderPart;
    private final double decoderPart;
    /** The samples at which a unit changes sign. */
    private final int[] rows;

    /** The kernel {@code encoderPart G + decoderPart H}, of which a part may be 0. */
    FlippedKernel(StepArrays arrays, double encoderPart, double decoderPart) {
        this.arrays = arrays;
        this.encoderPart = encoderPart;
        this.decoderPart = decoderPart;
        rows = IntStream.range(0, arrays.count())
                .filter(i -> arrays.flips.get(i).length > 0)
                .toArray();
    }

    /** The rows that are not 0, in their order; none if no unit changes sign. */
    double[][] dense() {
        double[][] matrix = new double[rows.length * arrays.features()][arrays.count() * arrays.features()];
        double[][] samples = rows.length == 0 ? new double[0][] : HeapMatrix.rows(arrays.samples);
        int[] units = arrays.flips.stream()
                .flatMapToInt(IntStream::of)
                .sorted()
                .distinct()
                .toArray();
        try (Work work = Work.begin("change of the kernel: units", units.length)) {
            for (int first = 0; first < units.length; first += StepTile.UNITS) {
                add(Arrays.copyOfRange(units, first, Math.min(units.length, first + StepTile.UNITS)), samples, matrix);
                work.advance(Math.min(units.length - first, StepTile.UNITS));
            }
        }
        return matrix;
    }

    private void add(int[] units, double[][] samples, double[][] matrix) {
        double[][] decoder;
        double[][] features;
        try (INDArray decoderColumns = columns(arrays.before.decoder(), units);
                INDArray encoderColumns = columns(arrays.before.encoder(), units);
                INDArray products = Nd4j.gemm(arrays.samples, encoderColumns, false, false)) {
            decoder = HeapMatrix.columns(decoderColumns);
            features = HeapMatrix.rows(Transforms.relu(products, false));
        }
        for (int row = 0; row < rows.length; row++) {
            int[] members = arrays.flips.get(rows[row]);
            for (int unit = 0; unit < units.length; unit++) {
                if (Arrays.binarySearch(members, units[unit]) >= 0) {
                    for (int j = 0; j < samples.length; j++) {
                        addBlock(row, j, features[rows[row]][unit], features[j][unit], decoder[unit], samples, matrix);
                    }
                }
            }
        }
    }

    private static INDArray columns(INDArray weights, int[] units) {
        long[] which = Arrays.stream(units).asLongStream().toArray();
        INDArray columns = weights.get(NDArrayIndex.all(), new SpecifiedIndex(which));
        return columns.dataType() == DataType.DOUBLE ? columns.dup('f') : columns.castTo(DataType.DOUBLE);
    }

    /** {@code (1/m) ( <x_i, x_j> 1[w_r.x_i > 0] 1[w_r.x_j > 0] a_r a_r^T + phi_ir phi_jr I )} of one unit. */
    private void addBlock(
            int row, int j, double own, double other, double[] column, double[][] samples, double[][] matrix) {
        if (own <= 0 || other <= 0) {
            return;
        }
        int d = column.length;
        double similarity = encoderPart * Vectors.dot(samples[rows[row]], samples[j]) / arrays.units();
        for (int p = 0; p < d; p++) {
            double[] to = matrix[row * d + p];
            for (int q = 0; q < d; q++) {
                to[j * d + q] += similarity * column[p] * column[q];
            }
            to[j * d + p] += decoderPart * own * other / arrays.units();
        }
    }
}
