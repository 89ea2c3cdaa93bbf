package org.autoencoder4j.ntk.kernel;

import java.util.List;
import org.autoencoder4j.linalg.PairwiseMatrices;
import org.autoencoder4j.ntk.kernel.Directions.Chords;
import org.autoencoder4j.ntk.kernel.internal.ArcCosine;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The entries of both limit kernels, from the cosines of samples. */
final class ArcCosineEntries implements PairwiseMatrices.Entries {
    private final Directions left;
    private final Directions right;

    private ArcCosineEntries(Directions left, Directions right) {
        this.left = left;
        this.right = right;
    }

    static LimitKernels kernels(Directions left, Directions right) {
        ArcCosineEntries entries = new ArcCosineEntries(left, right);
        List<INDArray> kernels = left == right
                ? PairwiseMatrices.of(left.rows(), 2, entries)
                : PairwiseMatrices.between(left.rows(), right.rows(), 2, entries);
        return new LimitKernels(kernels.get(0), kernels.get(1));
    }

    @Override
    public void compute(int row, int column, double[] cosines, double[][] entries) {
        ArcCosine.kernels(cosines, entries[0], entries[1], cosines.length);
        exact(row, column, cosines, entries);
        double length = right.length(column);
        for (double[] kernel : entries) {
            for (int i = 0; i < kernel.length; i++) {
                kernel[i] *= left.length(row + i) * length;
            }
        }
    }

    /** Replaces what was had from a cosine near 1 or -1, whose rounding the angle magnifies. */
    private void exact(int row, int column, double[] cosines, double[][] entries) {
        double largest = 0;
        for (double cosine : cosines) {
            largest = Math.max(largest, Math.abs(cosine));
        }
        for (int i = 0; i < cosines.length && largest > ArcCosine.LARGEST_COSINE; i++) {
            if (Math.abs(cosines[i]) > ArcCosine.LARGEST_COSINE) {
                Chords chords = left.chords(row + i, right, column);
                entries[0][i] = ArcCosine.orderZero(chords.angle(), chords.supplement());
                entries[1][i] = ArcCosine.orderOne(chords.angle(), chords.supplement());
            }
        }
    }
}
