package org.autoencoder4j.ntk.certificate;

import java.util.Arrays;
import java.util.function.ObjIntConsumer;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.linalg.SpectralNorm;
import org.autoencoder4j.network.OutputScaling;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A state of training in DOUBLE, in arrays of its own, with what all certificates need of it. Numbers that only harm are
 * greater than measured by the relative room.
 */
final class StartState {
    private static final int LARGEST_BLOCK = 1024;

    /** Pre-activations that are there at one time: 32 MiB, unless one unit alone has more. */
    private static final int BLOCK_NUMBERS = 1 << 22;

    private final INDArray samples;
    private final TwoLayerAutoencoder autoencoder;
    private final double room;
    private final double lambdaN;
    private final double residual;
    private final double normA;
    private final double[] lengths;
    private final double[] encoderLengths;
    private final double[] decoderLengths;

    StartState(TwoLayerAutoencoder given, INDArray givenSamples, double room) {
        Checks.matrix("samples", givenSamples, -1, given.features(), "one column for each feature of the autoencoder");
        Checks.sameType("samples", givenSamples.dataType(), "the autoencoder", given.dataType());
        Checks.finite("samples", givenSamples);
        Checks.finite("encoder", given.encoder());
        Checks.finite("decoder", given.decoder());
        if (given.isWeightTied() || given.scaling() != OutputScaling.INVERSE_ROOT) {
            throw new IllegalArgumentException("autoencoder = " + given
                    + "; certificates are for untied weights and the" + " scaling " + OutputScaling.INVERSE_ROOT);
        }
        this.room = room;
        this.samples = own(givenSamples);
        this.autoencoder = new TwoLayerAutoencoder(own(given.encoder()), own(given.decoder()));
        double norm = more(SpectralNorm.of(samples));
        this.lambdaN = Checks.positive("the norm of samples", norm * norm);
        this.normA = more(SpectralNorm.of(autoencoder.decoder()));
        this.lengths = lengths(HeapMatrix.rows(samples));
        this.encoderLengths = lengths(HeapMatrix.columns(autoencoder.encoder()));
        this.decoderLengths = Arrays.stream(lengths(HeapMatrix.columns(autoencoder.decoder())))
                .map(this::more)
                .toArray();
        double error = more(Math.sqrt(2 * autoencoder.loss(samples))) + outputRounding();
        this.residual = Checks.nonNegative("the error", error);
    }

    /** How far the outputs may be off in norm, which matters where the error is small. */
    private double outputRounding() {
        double products = Vectors.norm(lengths) * Vectors.norm(encoderLengths) * Vectors.norm(decoderLengths);
        return (features() + width() + 8) * Math.ulp(1.0) * autoencoder.scale() * products;
    }

    /** How far {@code X w} may be off in norm, for each unit of the length of w. */
    double activationRounding() {
        return (features() + 8) * Math.ulp(1.0) * Vectors.norm(lengths);
    }

    private static INDArray own(INDArray array) {
        return array.castTo(DataType.DOUBLE).dup('f');
    }

    private static double[] lengths(double[][] lines) {
        return Arrays.stream(lines).mapToDouble(Vectors::norm).toArray();
    }

    /** A number that only harms, with its room. */
    double more(double number) {
        return number * (1 + room);
    }

    double room() {
        return room;
    }

    TwoLayerAutoencoder autoencoder() {
        return autoencoder;
    }

    INDArray samples() {
        return samples;
    }

    int count() {
        return samples.rows();
    }

    int features() {
        return samples.columns();
    }

    int width() {
        return autoencoder.width();
    }

    /** {@code ||X||^2}. */
    double lambdaN() {
        return lambdaN;
    }

    /** {@code L = sqrt(lambda_n / m)}. */
    double lipschitz() {
        return Math.sqrt(lambdaN / width());
    }

    /** {@code ||X - U||_F}. */
    double residual() {
        return residual;
    }

    /** {@code ||A||}. */
    double normA() {
        return normA;
    }

    /** {@code ||x_i||}. */
    double[] lengths() {
        return lengths;
    }

    /** {@code ||w_r||}. */
    double[] encoderLengths() {
        return encoderLengths;
    }

    /** {@code ||a_r||}. */
    double[] decoderLengths() {
        return decoderLengths;
    }

    /** Shows the pre-activations of neighbouring units, {@code n x t} in 'f' order, with the first unit of each block. */
    void forEachBlock(ObjIntConsumer<INDArray> user) {
        int units = unitsOfABlock(count());
        try (Work work = Work.begin("pre-activations: units", width())) {
            for (int from = 0; from < width(); from += units) {
                int to = Math.min(width(), from + units);
                INDArray encoder = autoencoder.encoder().get(NDArrayIndex.all(), NDArrayIndex.interval(from, to));
                try (INDArray block = Nd4j.createUninitialized(DataType.DOUBLE, new long[] {count(), to - from}, 'f')) {
                    Nd4j.gemm(samples, encoder, block, false, false, 1, 0);
                    user.accept(block, from);
                }
                work.advance(to - from);
            }
        }
    }

    static int unitsOfABlock(int count) {
        return Math.max(1, Math.min(LARGEST_BLOCK, BLOCK_NUMBERS / count));
    }
}
