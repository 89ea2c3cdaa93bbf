package org.autoencoder4j.train;

import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A two-layer autoencoder whose encoder is not formed: gradient descent from W(0) on samples X adds combinations of the
 * samples only, so that {@code W = W(0) + X^T C} (samples are rows). Kept are the coefficients C and the pre-activations
 * {@code P = X W}. {@link #autoencoder} forms W.
 *
 * <p>Made by {@link SpanDescent#begin}. No method changes it, so threads may share an instance.
 */
public final class SpanAutoencoder {
    private final INDArray samples;
    private final TwoLayerAutoencoder start;
    private final INDArray coefficients;
    private final INDArray preActivations;
    private final INDArray decoder;

    SpanAutoencoder(
            INDArray samples,
            TwoLayerAutoencoder start,
            INDArray coefficients,
            INDArray preActivations,
            INDArray decoder) {
        this.samples = samples;
        this.start = start;
        this.coefficients = coefficients;
        this.preActivations = preActivations;
        this.decoder = decoder;
    }

    INDArray samples() {
        return samples;
    }

    /** The autoencoder at which descent began: W(0) and the scaling. */
    TwoLayerAutoencoder start() {
        return start;
    }

    /**
     * Returns the coefficients of the samples in the encoder.
     *
     * @return C, {@code n x m}, not to be changed
     */
    public INDArray coefficients() {
        return coefficients;
    }

    /**
     * Returns the pre-activations on the samples.
     *
     * @return {@code P = X W}, {@code n x m}, not to be changed
     */
    public INDArray preActivations() {
        return preActivations;
    }

    /**
     * Returns the decoder's weights.
     *
     * @return A, {@code d x m}, not to be changed
     */
    public INDArray decoder() {
        return decoder;
    }

    /**
     * Returns the number of neurons.
     *
     * @return m
     */
    public int width() {
        return decoder.columns();
    }

    /**
     * Returns the type of the parameters.
     *
     * @return FLOAT or DOUBLE
     */
    public DataType dataType() {
        return decoder.dataType();
    }

    /**
     * Forms the encoder {@code W = W(0) + X^T C}. Cost: {@code 2 n d m} operations.
     *
     * @return the autoencoder, with arrays of its own
     */
    public TwoLayerAutoencoder autoencoder() {
        INDArray encoder = start.encoder().dup('f');
        Nd4j.gemm(samples, coefficients, encoder, true, false, 1, 1);
        return new TwoLayerAutoencoder(encoder, decoder.dup('f'), start.scaling());
    }

    SpanAutoencoder copy() {
        return new SpanAutoencoder(samples, start, coefficients.dup('f'), preActivations.dup('f'), decoder.dup('f'));
    }

    @Override
    public String toString() {
        return "SpanAutoencoder[samples=" + samples.rows() + ", features=" + decoder.rows() + ", width=" + width()
                + ", " + dataType() + "]";
    }
}
