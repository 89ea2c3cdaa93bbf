package org.autoencoder4j.check.latents.internal;

import java.util.Arrays;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Lower bounds of what each unit is above all others, in codes of at most as many atoms, for several numbers at once. */
public final class RankBounds {
    private final EncoderProducts encoded;
    private final RowHeads[] heads;
    private final PairNoise noise;
    private final double[][] least;

    public RankBounds(EncoderProducts encoded, PairNoise noise, RowHeads... heads) {
        this.encoded = encoded;
        this.noise = noise;
        this.heads = heads;
        this.least = new double[heads.length][encoded.units()];
    }

    /** For each of the heads a number for each unit. Cost: {@code 4 n m^2} operations, in a ball {@code 6 n m^2}. */
    public double[][] scan() {
        try (Work work = Work.begin("ranks of units: units", encoded.units())) {
            for (int from = 0; from < encoded.units(); from += EncoderProducts.BLOCK) {
                int to = Math.min(encoded.units(), from + EncoderProducts.BLOCK);
                scan(from, to);
                work.advance(to - from);
            }
        }
        return least;
    }

    private void scan(int from, int to) {
        try (INDArray columns = encoded.encoderBlock(from, to);
                INDArray atoms = encoded.atomBlock(from, to);
                INDArray rows = encoded.withAtoms(columns);
                INDArray across = encoded.encoded(atoms)) {
            if (noise.needsProducts()) {
                try (INDArray gram = encoded.encoded(columns)) {
                    EncoderProducts.forEachColumns(from, () -> this::scanUnit, rows, across, gram);
                }
            } else {
                EncoderProducts.forEachColumns(from, () -> this::scanUnit, rows, across);
            }
        }
    }

    private void scanUnit(int i, double[][] columns) {
        double[] bounds = new double[heads.length];
        Arrays.fill(bounds, Double.POSITIVE_INFINITY);
        for (int j = 0; j < encoded.units(); j++) {
            double nu = j == i ? 0 : noise.bound(i, j, columns[columns.length - 1][j]);
            for (int a = 0; a < heads.length && j != i; a++) {
                bounds[a] = Math.min(bounds[a], heads[a].bound(i, j, columns[0][j], columns[1][j]) - nu);
            }
        }
        for (int a = 0; a < heads.length; a++) {
            least[a][i] = Math.min(bounds[a], heads[a].slack(i));
        }
    }
}
