package org.autoencoder4j.check.latents.internal;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.MatrixLines;
import org.autoencoder4j.backend.internal.Vectors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Bounds of all pairs from both sides: from below by the rows' own extremes, from above by running the worst code of each unit
 * through the encoder.
 */
public final class PairBounds {
    private static final int CHUNK = 16;

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
        for (int from = 0; from < encoded.units(); from += EncoderProducts.BLOCK) {
            scan(from, Math.min(encoded.units(), from + EncoderProducts.BLOCK));
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
        int count = products[0].columns();
        IntStream.range(0, (count + CHUNK - 1) / CHUNK).parallel().forEach(chunk -> {
            Lines lines = new Lines(encoded.units(), products);
            for (int c = chunk * CHUNK; c < Math.min(count, (chunk + 1) * CHUNK); c++) {
                scanUnit(from + c, lines.read(c));
            }
        });
    }

    /** A x of the worst code of each unit of a block. */
    private INDArray worstSamples(int from, int to) {
        double[][] samples = new double[to - from][];
        for (int i = from; i < to; i++) {
            samples[i - from] = new double[encoded.features()];
            double[] values = worstValues(i);
            int[] support = heads.worstSupport(i);
            for (int a = 0; a < support.length; a++) {
                double[] atom = encoded.atom(support[a]);
                for (int row = 0; row < atom.length; row++) {
                    samples[i - from][row] += values[a] * atom[row];
                }
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

    private void scanUnit(int i, Lines lines) {
        int blocks = (encoded.units() + EncoderProducts.BLOCK - 1) / EncoderProducts.BLOCK;
        double[] least = new double[blocks];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        int[] undecided = new int[blocks];
        boolean[] inside = new boolean[encoded.units()];
        for (int j : heads.worstSupport(i)) {
            inside[j] = true;
        }
        double best = Double.POSITIVE_INFINITY;
        int outsider = -1;
        double z = encoded.bias(i) + lines.code[i];
        for (int j = 0; j < inside.length; j++) {
            if (j == i) {
                continue;
            }
            double nu = noise.bound(i, j, lines.gram[j]);
            double below = heads.bound(i, j, lines.row[j], lines.across[j]) - nu;
            double above = inside[j] ? Double.POSITIVE_INFINITY : z - encoded.bias(j) - lines.code[j] - nu;
            int block = j / EncoderProducts.BLOCK;
            least[block] = Math.min(least[block], below);
            undecided[block] += below <= radius && above >= -radius ? 1 : 0;
            if (above < best) {
                best = above;
                outsider = j;
            }
        }
        ledger.bounded(i, least, undecided);
        if (outsider >= 0) {
            ledger.attained(i, outsider, best);
        }
    }

    /** The products of one unit with all others. */
    private static final class Lines {
        final double[] row;
        final double[] across;
        final double[] code;
        final double[] gram;
        private final MatrixLines[] memory;
        private final double[][] buffers;

        Lines(int units, INDArray... products) {
            this.row = new double[units];
            this.across = new double[units];
            this.code = new double[units];
            this.gram = new double[units];
            this.buffers = new double[][] {row, across, code, gram};
            this.memory = Arrays.stream(products)
                    .map(array -> new MatrixLines(array, units, units))
                    .toArray(MatrixLines[]::new);
        }

        Lines read(int column) {
            for (int b = 0; b < memory.length; b++) {
                memory[b].read(column, 0, buffers[b], 0, buffers[b].length);
            }
            return this;
        }
    }
}
