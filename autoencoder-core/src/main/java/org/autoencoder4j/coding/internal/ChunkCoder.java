package org.autoencoder4j.coding.internal;

import org.autoencoder4j.backend.internal.Elements;
import org.autoencoder4j.backend.internal.MatrixLines;
import org.autoencoder4j.backend.internal.NativeReals;
import org.autoencoder4j.backend.internal.NativeReals.Factor;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.coding.SampleCode;
import org.autoencoder4j.coding.SparseEncoder;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Codes samples chunk by chunk: one product {@code W^T Y} for a chunk, in the samples' type, and then sample by sample in
 * double. Not to be shared by threads. Memory: m numbers for each sample of a chunk.
 */
public final class ChunkCoder {
    private static final int MOST_SAMPLES = 256;
    private static final int LEAST_SAMPLES = 64;
    /** The most products of a chunk. */
    private static final int PRODUCTS = 1 << 22;

    private final INDArray weights;
    private final INDArray buffer;
    private SparseEncoder.Worker encoder;
    private final double[] products;
    private final double[] sample;
    private final SampleCode code = new SampleCode();

    /** Takes the samples of a chunk one after the other. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes a sample.
         *
         * @param number which of the chunk
         * @param sample its numbers, valid during the call
         * @param energy the sum of their squares
         * @param code its code, valid during the call
         */
        void accept(int number, double[] sample, double energy, SampleCode code);
    }

    /**
     * Makes a coder.
     *
     * @param weights W, {@code n x m} in 'f' order
     * @param encoder the encoder, at work with the Gram matrix of W
     */
    public ChunkCoder(INDArray weights, SparseEncoder.Worker encoder) {
        this(weights);
        use(encoder);
    }

    /**
     * Makes a coder whose codes are empty until it is told to {@link #use} an encoder.
     *
     * @param weights W, {@code n x m} in 'f' order
     */
    public ChunkCoder(INDArray weights) {
        this.weights = weights;
        this.encoder = (images, energy, code) -> code.clear();
        this.buffer = NativeReals.canHold(weights)
                ? NativeReals.uninitialised(weights.dataType(), weights.columns(), samples(weights.columns()))
                : weights;
        this.products = new double[weights.columns()];
        this.sample = new double[weights.rows()];
    }

    /**
     * Returns the samples of a chunk, which depend on the number of units alone.
     *
     * @param units m
     * @return how many
     */
    public static int samples(int units) {
        return Math.max(LEAST_SAMPLES, Math.min(MOST_SAMPLES, PRODUCTS / units / LEAST_SAMPLES * LEAST_SAMPLES));
    }

    /**
     * Takes an encoder for the weights as they are now.
     *
     * @param choice the encoder, at work with the Gram matrix of the present weights
     */
    public void use(SparseEncoder.Worker choice) {
        encoder = choice;
    }

    /**
     * Codes a chunk.
     *
     * @param rows its samples, at most {@link #samples}, of the weights' type
     * @param sink receives them
     */
    public void encode(INDArray rows, Sink sink) {
        INDArray samples = rows.ordering() == 'c' && Elements.isContiguous(rows) ? rows : rows.dup('c');
        MatrixLines lines = new MatrixLines(samples, sample.length, sample.length);
        MatrixLines images = new MatrixLines(products(samples), products.length, products.length);
        for (int i = 0; i < samples.rows(); i++) {
            lines.read(i, 0, sample, 0, sample.length);
            images.read(i, 0, products, 0, products.length);
            double energy = Vectors.interleavedDot(sample, sample);
            encoder.encode(products, energy, code);
            sink.accept(i, sample, energy, code);
        }
    }

    private INDArray products(INDArray samples) {
        if (buffer == weights || !NativeReals.canHold(samples)) {
            return weights.transpose().mmul(samples.transpose()).dup('f');
        }
        int rows = weights.columns();
        int columns = samples.rows();
        int inner = weights.rows();
        NativeReals.of(buffer)
                .product(
                        NativeReals.of(weights),
                        Factor.TRANSPOSED,
                        NativeReals.of(samples),
                        Factor.PLAIN,
                        rows,
                        columns,
                        inner,
                        1,
                        0);
        return buffer;
    }
}
