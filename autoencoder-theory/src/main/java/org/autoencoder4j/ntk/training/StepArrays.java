package org.autoencoder4j.ntk.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The DOUBLE arrays of one step, none of which has a side as long as there are units but the parameters themselves: what
 * the units add is summed over tiles of them.
 */
final class StepArrays implements AutoCloseable {
    final INDArray samples;
    private final INDArray givenSamples;
    final TwoLayerAutoencoder before;
    final TwoLayerAutoencoder after;

    final INDArray residual;
    final INDArray residualAfter;
    final INDArray outputMove;
    /** {@code v_2}, {@code n x d}: the units that change sign. */
    final INDArray flippedMove;
    /** {@code v_3}, {@code n x d}: the product of both layers' moves, over the units that do not change sign. */
    final INDArray mixedMove;
    /** {@code sum over F_i of (a_r(k+1) - a_r(k)) relu(w_r(k+1).x_i)}, {@code n x d}. */
    final INDArray flippedByDecoder;
    /** {@code H(k)} and {@code H(k+1)}, {@code n x n}. */
    final INDArray hidden;

    final INDArray hiddenAfter;
    /** F_i for each sample i. */
    final List<int[]> flips;
    /** {@code sum over F_i of ((w_r(k+1) - w_r(k)).x_i)^2}. */
    final double[] flippedShift;
    /** {@code sum over i and F_i of relu(w_r(k).x_i)^2}. */
    private double flippedFeatures;
    /** {@code ||grad_W||_F^2} and {@code ||grad_A||_F^2}, whether these layers are trained or not. */
    private double encoderGradient;

    private double decoderGradient;
    /** The inner products of these gradients with what of them belongs to units that change sign. */
    private double encoderFlipped;

    private double decoderFlipped;

    StepArrays(INDArray samples, TwoLayerAutoencoder before, TwoLayerAutoencoder after) {
        givenSamples = samples;
        this.samples = samples.castTo(DataType.DOUBLE);
        this.before = before;
        this.after = after;
        int n = count();
        int d = features();
        INDArray outputs = zeros(n, d);
        INDArray outputsAfter = zeros(n, d);
        flippedMove = zeros(n, d);
        mixedMove = zeros(n, d);
        flippedByDecoder = zeros(n, d);
        hidden = zeros(n, n);
        hiddenAfter = zeros(n, n);
        flippedShift = new double[n];
        flips = new ArrayList<>(IntStream.range(0, n).mapToObj(i -> new int[0]).toList());
        overTiles(tile -> {
            add(tile.featuresBefore, tile.decoder, outputs, scale());
            add(tile.featuresAfter, tile.decoderAfter, outputsAfter, scale());
            add(tile.featuresBefore, tile.featuresBefore, hidden, 1.0 / units());
            add(tile.featuresAfter, tile.featuresAfter, hiddenAfter, 1.0 / units());
            addMoves(tile);
        });
        residual = this.samples.sub(outputs);
        residualAfter = this.samples.sub(outputsAfter);
        outputMove = outputsAfter.subi(outputs);
        outputs.close();
        overTiles(this::addGradients);
    }

    private static INDArray zeros(int rows, int columns) {
        return Nd4j.create(DataType.DOUBLE, new long[] {rows, columns}, 'f');
    }

    private void overTiles(Consumer<StepTile> use) {
        for (int first = 0; first < units(); first += StepTile.UNITS) {
            int last = Math.min(units(), first + StepTile.UNITS);
            try (StepTile tile = new StepTile(samples, before, after, first, last)) {
                use.accept(tile);
            }
        }
    }

    /** {@code sum += factor left right^T}. */
    private static void add(INDArray left, INDArray right, INDArray sum, double factor) {
        Nd4j.gemm(left, right, sum, false, true, factor, 1);
    }

    private void addMoves(StepTile tile) {
        try (INDArray moved = tile.shift.mul(tile.active)) {
            if (tile.hasFlips()) {
                addFlips(tile);
                try (INDArray others = tile.flipped.rsub(1)) {
                    moved.muli(others);
                }
            }
            add(moved, tile.decoderMove, mixedMove, scale());
        }
    }

    private void addFlips(StepTile tile) {
        try (INDArray afterwards = tile.flipped.mul(tile.featuresAfter);
                INDArray earlier = tile.flipped.mul(tile.featuresBefore);
                INDArray shifts = tile.flipped.mul(tile.shift)) {
            add(afterwards, tile.decoderAfter, flippedMove, scale());
            add(earlier, tile.decoder, flippedMove, -scale());
            add(afterwards, tile.decoderMove, flippedByDecoder, 1);
            flippedFeatures += square(earlier);
            double[][] flipped = HeapMatrix.rows(tile.flipped);
            double[][] moves = HeapMatrix.rows(shifts);
            for (int i = 0; i < flipped.length; i++) {
                double[] row = flipped[i];
                int[] members = IntStream.range(0, row.length)
                        .filter(r -> row[r] != 0)
                        .map(r -> tile.first + r)
                        .toArray();
                flips.set(
                        i,
                        IntStream.concat(IntStream.of(flips.get(i)), IntStream.of(members))
                                .toArray());
                for (double move : moves[i]) {
                    flippedShift[i] += move * move;
                }
            }
        }
    }

    private void addGradients(StepTile tile) {
        try (INDArray back = Nd4j.gemm(residual, tile.decoder, false, false);
                INDArray masked = back.mul(tile.active);
                INDArray byEncoder = Nd4j.gemm(samples, masked, true, false);
                INDArray byDecoder = Nd4j.gemm(residual, tile.featuresBefore, true, false)) {
            double squared = scale() * scale();
            encoderGradient += squared * square(byEncoder);
            decoderGradient += squared * square(byDecoder);
            if (tile.hasFlips()) {
                encoderFlipped += squared * flipped(samples, masked, tile, byEncoder);
                decoderFlipped += squared * flipped(residual, tile.featuresBefore, tile, byDecoder);
            }
        }
    }

    private static double flipped(INDArray left, INDArray right, StepTile tile, INDArray gradient) {
        try (INDArray part = right.mul(tile.flipped);
                INDArray product = Nd4j.gemm(left, part, true, false)) {
            return inner(product, gradient);
        }
    }

    /** {@code ||grad_W||_F^2}. */
    double encoderGradient() {
        return encoderGradient;
    }

    /** {@code ||grad_A||_F^2}. */
    double decoderGradient() {
        return decoderGradient;
    }

    /** {@code <grad_W, g>} with g what of it belongs to pairs of samples and units that change sign there. */
    double encoderFlipped() {
        return encoderFlipped;
    }

    /** The same of the decoder. */
    double decoderFlipped() {
        return decoderFlipped;
    }

    /** {@code sum over i and F_i of relu(w_r(k).x_i)^2}. */
    double flippedFeatures() {
        return flippedFeatures;
    }

    double scale() {
        return before.scale();
    }

    int count() {
        return samples.rows();
    }

    int features() {
        return samples.columns();
    }

    int units() {
        return before.width();
    }

    /** Closes what a conversion of type made, which is none if the type was right. */
    static void closeCopy(INDArray converted, INDArray original) {
        if (converted != original) {
            converted.close();
        }
    }

    @Override
    public void close() {
        Stream.of(residual, residualAfter, outputMove, flippedMove, mixedMove, flippedByDecoder, hidden, hiddenAfter)
                .forEach(INDArray::close);
        closeCopy(samples, givenSamples);
    }

    static double inner(INDArray a, INDArray b) {
        try (INDArray product = a.mul(b)) {
            return product.sumNumber().doubleValue();
        }
    }

    static double square(INDArray a) {
        return inner(a, a);
    }
}
