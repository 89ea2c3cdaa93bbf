package org.autoencoder4j.check.latents.internal;

import java.util.Arrays;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Bounds of all pairs from both sides: from below by the rows' own extremes, from above by running the worst code of each unit
 * through the encoder.
 */
public final class PairBounds {
    private final EncoderProducts encoded;
    private final RowHeads heads;
    private final PairNoise noise;
    private final double radius;
    private final PairLedger ledger;

    public PairBounds(EncoderProducts encoded, RowHeads heads, PairNoise noise, double radius) {
        this.encoded = encoded;
        this.heads = heads;
        this.noise = noise;
        this.radius = radius;
        this.ledger = new PairLedger(encoded.units());
    }

    /** Cost: {@code 6 n m^2} operations, in a ball {@code 8 n m^2}; memory for {@code 4 * 256 m} products. */
    public PairLedger scan() {
        try (Work work = Work.begin("bounds of pairs: units", encoded.units())) {
            for (int from = 0; from < encoded.units(); from += EncoderProducts.BLOCK) {
                int to = Math.min(encoded.units(), from + EncoderProducts.BLOCK);
                scan(from, to);
                work.advance(to - from);
            }
        }
        return ledger;
    }

    private void scan(int from, int to) {
        try (INDArray columns = encoded.encoderBlock(from, to);
                INDArray atoms = encoded.atomBlock(from, to);
                INDArray samples = worstSamples(from, to);
                INDArray rows = encoded.withAtoms(columns);
                INDArray across = encoded.encoded(atoms);
                INDArray ofCodes = encoded.encoded(samples)) {
            if (noise.needsProducts()) {
                try (INDArray gram = encoded.encoded(columns)) {
                    scan(from, rows, across, ofCodes, gram);
                }
            } else {
                scan(from, rows, across, ofCodes);
            }
        }
    }

    private void scan(int from, INDArray... products) {
        EncoderProducts.forEachColumns(from, () -> this::scanUnit, products);
    }

    /** A x of the worst code of each unit of a block. */
    private INDArray worstSamples(int from, int to) {
        double[][] samples = new double[to - from][];
        for (int i = from; i < to; i++) {
            samples[i - from] = new double[encoded.features()];
            double[] values = worstValues(i);
            int[] support = heads.worstSupport(i);
            for (int a = 0; a < support.length; a++) {
                Vectors.add(samples[i - from], values[a], encoded.atom(support[a]));
            }
        }
        return HeapMatrix.ofColumns(samples, DataType.DOUBLE);
    }

    private double[] worstValues(int unit) {
        double[] column = encoded.encoderColumn(unit);
        return Arrays.stream(heads.worstSupport(unit))
                .mapToDouble(j -> heads.valueOf(j, Vectors.dot(column, encoded.atom(j))))
                .toArray();
    }

    /** Of the columns of one unit: products with all atoms, of its atom with all units, of its worst code, and of its encoder's. */
    private void scanUnit(int i, double[][] columns) {
        double[] code = columns[2];
        double[] below = new double[encoded.units()];
        double[] above = new double[encoded.units()];
        int[] undecided = new int[encoded.blocks()];
        double z = encoded.bias(i) + code[i];
        for (int j = 0; j < below.length; j++) {
            double nu = noise.bound(i, j, columns[columns.length - 1][j]);
            below[j] = heads.bound(i, j, columns[0][j], columns[1][j]) - nu;
            above[j] = z - encoded.bias(j) - code[j] - nu;
        }
        below[i] = Double.POSITIVE_INFINITY;
        for (int j : heads.worstSupport(i)) {
            above[j] = Double.POSITIVE_INFINITY;
        }
        for (int j = 0; j < below.length; j++) {
            undecided[j / EncoderProducts.BLOCK] += below[j] <= radius && above[j] >= -radius ? 1 : 0;
        }
        ledger.bounded(i, below, above, undecided);
    }
}
