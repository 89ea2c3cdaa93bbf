package org.autoencoder4j.network;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A two-layer autoencoder whose encoder is not formed: gradient descent from W(0) on samples X adds combinations of the
 * samples only, so that {@code W = W(0) + X^T C} (samples are rows). Kept are the coefficients C and the pre-activations
 * {@code P = X W}. {@link #autoencoder} forms W.
 *
 * <p>Made by {@code SpanDescent.begin}. No method changes it, so threads may share an instance.
 */
public final class SpanAutoencoder {
    private final INDArray samples;
    private final TwoLayerAutoencoder start;
    private final INDArray coefficients;
    private final INDArray preActivations;
    private final INDArray decoder;

    /**
     * Makes an autoencoder from its parts, which the caller gives up.
     *
     * @param samples X, {@code n x d}
     * @param start W(0) and the scaling
     * @param coefficients C, {@code n x m}
     * @param preActivations {@code P = X W}, {@code n x m}
     * @param decoder A, {@code d x m}
     */
    public SpanAutoencoder(
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

    /**
     * Returns the samples.
     *
     * @return X, {@code n x d}, not to be changed
     */
    public INDArray samples() {
        return samples;
    }

    /**
     * Returns the autoencoder at which descent began.
     *
     * @return W(0) and the scaling
     */
    public TwoLayerAutoencoder start() {
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

    /**
     * Copies what training changes.
     *
     * @return an autoencoder with coefficients, pre-activations and a decoder of its own
     */
    public SpanAutoencoder copy() {
        return new SpanAutoencoder(samples, start, coefficients.dup('f'), preActivations.dup('f'), decoder.dup('f'));
    }

    @Override
    public String toString() {
        return "SpanAutoencoder[samples=" + samples.rows() + ", features=" + decoder.rows() + ", width=" + width()
                + ", " + dataType() + "]";
    }
}
