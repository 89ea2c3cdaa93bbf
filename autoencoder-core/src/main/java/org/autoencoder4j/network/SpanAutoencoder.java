package org.autoencoder4j.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
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
public final class SpanAutoencoder implements Parameters<SpanAutoencoder> {
    /** The name of C among the {@link #arrays}. */
    public static final String COEFFICIENTS = "coefficients";

    /** The name of P among the {@link #arrays}. */
    public static final String PRE_ACTIVATIONS = "pre-activations";

    /** The name of A among the {@link #arrays}. */
    public static final String DECODER = "decoder";

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

    @Override
    public Map<String, INDArray> arrays() {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        arrays.put(COEFFICIENTS, coefficients);
        arrays.put(PRE_ACTIVATIONS, preActivations);
        arrays.put(DECODER, decoder);
        return Collections.unmodifiableMap(arrays);
    }

    /** Returns a copy whose coefficients, pre-activations and decoder are its own. */
    @Override
    public SpanAutoencoder copy() {
        return new SpanAutoencoder(samples, start, coefficients.dup('f'), preActivations.dup('f'), decoder.dup('f'));
    }

    /**
     * Writes all but the samples into a new {@linkplain org.autoencoder4j.storage.SavedFolder saved folder}: the arrays as
     * {@code .npy} files, and the start in a folder of its own.
     *
     * @param folder the folder, which must not exist yet
     * @throws IOException if it exists or cannot be written
     */
    @Override
    public void save(Path folder) throws IOException {
        SpanFolder.write(folder, this);
    }

    /**
     * Reads an autoencoder that {@link #save} wrote.
     *
     * @param folder the folder
     * @param samples X, {@code n x d}, those that it was trained on; kept, not copied
     * @return the autoencoder, bit for bit what was saved
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if the folder is damaged, was changed or is of another format, or if the samples do
     *     not fit
     */
    public static SpanAutoencoder load(Path folder, INDArray samples) throws IOException {
        return SpanFolder.read(folder, samples);
    }

    @Override
    public String toString() {
        return "SpanAutoencoder[samples=" + samples.rows() + ", features=" + decoder.rows() + ", width=" + width()
                + ", " + dataType() + "]";
    }
}
