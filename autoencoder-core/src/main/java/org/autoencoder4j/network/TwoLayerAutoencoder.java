package org.autoencoder4j.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.Norms;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * An over-parameterised autoencoder of two layers, {@code u = s A relu(W^T x)} with {@code s = 1/sqrt(m d)} or another
 * {@link OutputScaling}.
 *
 * <p>Encoder W and decoder A are {@code d x m}; column r of each belongs to neuron r. Samples are rows here, so for
 * samples X ({@code N x d}) the codes are {@code relu(X W)} ({@code N x m}) and the outputs
 * {@code U = s relu(X W) A^T} ({@code N x d}). A weight-tied autoencoder has one matrix, {@code A = W}.
 *
 * <p>It wraps the arrays that it is given: the caller gives them up. No method changes them, so threads may share an
 * instance.
 *
 * @paper NWH-NTK section 2, section 6
 */
public final class TwoLayerAutoencoder implements Parameters<TwoLayerAutoencoder> {
    /** The name of W among the {@link #arrays}; of the one matrix if the weights are tied. */
    public static final String ENCODER = "encoder";

    /** The name of A among the {@link #arrays}, unless the weights are tied. */
    public static final String DECODER = "decoder";

    /** Samples in a piece, so that memory for codes does not grow with N. */
    private static final long CHUNK = 1024;

    private final INDArray encoder;
    private final INDArray decoder;
    private final OutputScaling scaling;
    private final boolean weightTied;

    private TwoLayerAutoencoder(INDArray encoder, INDArray decoder, OutputScaling scaling, boolean weightTied) {
        this.encoder = encoder;
        this.decoder = decoder;
        this.scaling = scaling;
        this.weightTied = weightTied;
    }

    /**
     * Wraps encoder and decoder. What is not in 'f' order (neurons contiguous) is copied once into it.
     *
     * @param encoder W, {@code d x m}, FLOAT or DOUBLE
     * @param decoder A, {@code d x m}, of the encoder's type
     * @param scaling the factor s
     * @throws IllegalArgumentException if the shapes or types do not fit
     */
    public TwoLayerAutoencoder(INDArray encoder, INDArray decoder, OutputScaling scaling) {
        this(ordered(Checks.matrix("encoder", encoder)), ordered(fitting(encoder, decoder)), scaling, false);
    }

    /**
     * Wraps encoder and decoder, with {@code s = 1/sqrt(m d)}.
     *
     * @param encoder W, {@code d x m}, FLOAT or DOUBLE
     * @param decoder A, {@code d x m}, of the encoder's type
     * @throws IllegalArgumentException if the shapes or types do not fit
     * @paper NWH-NTK section 2
     */
    public TwoLayerAutoencoder(INDArray encoder, INDArray decoder) {
        this(encoder, decoder, OutputScaling.INVERSE_ROOT);
    }

    /**
     * Wraps one matrix that is both encoder and decoder.
     *
     * @param weights W = A, {@code d x m}, FLOAT or DOUBLE
     * @param scaling the factor s
     * @return the weight-tied autoencoder
     * @throws IllegalArgumentException if weights is no matrix
     * @paper NWH-NTK section 6
     */
    public static TwoLayerAutoencoder weightTied(INDArray weights, OutputScaling scaling) {
        INDArray both = ordered(Checks.matrix("weights", weights));
        return new TwoLayerAutoencoder(both, both, scaling, true);
    }

    private static INDArray fitting(INDArray encoder, INDArray decoder) {
        Checks.matrix("decoder", decoder, encoder.rows(), encoder.columns(), "the shape of encoder");
        Checks.sameType("decoder", decoder, "encoder", encoder);
        return decoder;
    }

    private static INDArray ordered(INDArray weights) {
        return weights.ordering() == 'f' && !weights.isView() ? weights : weights.dup('f');
    }

    /**
     * Returns the encoder's weights W.
     *
     * @return the {@code d x m} array itself, not to be changed; column r belongs to neuron r
     */
    public INDArray encoder() {
        return encoder;
    }

    /**
     * Returns the decoder's weights A.
     *
     * @return the {@code d x m} array itself, not to be changed; the encoder's if the weights are tied
     */
    public INDArray decoder() {
        return decoder;
    }

    /**
     * Says whether encoder and decoder are one matrix.
     *
     * @return whether the weights are tied
     */
    public boolean isWeightTied() {
        return weightTied;
    }

    /**
     * Returns the number of neurons.
     *
     * @return m
     */
    public int width() {
        return encoder.columns();
    }

    /**
     * Returns the number of features of a sample.
     *
     * @return d
     */
    public int features() {
        return encoder.rows();
    }

    /**
     * Returns the type of the parameters, which is also the type of every result.
     *
     * @return FLOAT or DOUBLE
     */
    public DataType dataType() {
        return encoder.dataType();
    }

    /**
     * Returns how the output is scaled.
     *
     * @return the scaling
     */
    public OutputScaling scaling() {
        return scaling;
    }

    /**
     * Returns the factor in front of the output.
     *
     * @return s
     */
    public double scale() {
        return scaling.factor(features(), width());
    }

    /**
     * Computes the pre-activations {@code X W}, on whose signs the kernels depend. Cost: {@code 2 N d m} operations.
     *
     * @param samples X, {@code N x d}, of this type
     * @return {@code N x m}
     * @throws IllegalArgumentException if the shape or type does not fit
     */
    public INDArray preActivations(INDArray samples) {
        return Nd4j.gemm(required(samples), encoder, false, false);
    }

    /**
     * Computes the codes {@code relu(X W)}. Cost: {@code 2 N d m} operations.
     *
     * @param samples X, {@code N x d}, of this type
     * @return {@code N x m}
     * @throws IllegalArgumentException if the shape or type does not fit
     * @paper NWH-NTK section 2
     */
    public INDArray encode(INDArray samples) {
        return Activation.relu().apply(preActivations(samples));
    }

    /**
     * Computes the outputs {@code U = s relu(X W) A^T}, piece by piece: memory beyond the result does not grow with N.
     * Cost: {@code 4 N d m} operations.
     *
     * @param samples X, {@code N x d}, of this type
     * @return U, {@code N x d}
     * @throws IllegalArgumentException if the shape or type does not fit
     * @paper NWH-NTK section 2
     */
    public INDArray reconstruct(INDArray samples) {
        long rows = required(samples).rows();
        if (rows <= CHUNK) {
            return outputs(samples);
        }
        INDArray outputs = Nd4j.createUninitialized(dataType(), new long[] {rows, features()}, 'f');
        for (long from = 0; from < rows; from += CHUNK) {
            long to = Math.min(rows, from + CHUNK);
            rows(outputs, from, to).assign(outputs(rows(samples, from, to)));
        }
        return outputs;
    }

    /**
     * Computes the loss {@code 1/2 sum over samples of ||x - u||^2}: <em>half the sum</em>, not the mean.
     *
     * @param samples X, {@code N x d}, of this type
     * @return the loss, at least 0; NaN or infinite if an entry is
     * @throws IllegalArgumentException if the shape or type does not fit
     * @paper NWH-NTK eq. (2.1)
     */
    public double loss(INDArray samples) {
        long rows = required(samples).rows();
        double twice = 0;
        for (long from = 0; from < rows; from += CHUNK) {
            INDArray piece = rows(samples, from, Math.min(rows, from + CHUNK));
            double norm = Norms.frobenius(outputs(piece).rsubi(piece), 1);
            twice += norm * norm;
        }
        return twice / 2;
    }

    private INDArray outputs(INDArray samples) {
        return Nd4j.gemm(encode(samples), decoder, false, true).muli(scale());
    }

    private static INDArray rows(INDArray matrix, long from, long to) {
        return from == 0 && to == matrix.rows()
                ? matrix
                : matrix.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
    }

    private INDArray required(INDArray samples) {
        Checks.matrix("samples", samples, -1, features(), "one column for each row of encoder");
        Checks.sameType("samples", samples, "encoder", encoder);
        return samples;
    }

    @Override
    public Map<String, INDArray> arrays() {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        arrays.put(ENCODER, encoder);
        if (!weightTied) {
            arrays.put(DECODER, decoder);
        }
        return Collections.unmodifiableMap(arrays);
    }

    /** Returns a copy with arrays of its own; tied weights stay tied. */
    @Override
    public TwoLayerAutoencoder copy() {
        return weightTied
                ? weightTied(encoder.dup('f'), scaling)
                : new TwoLayerAutoencoder(encoder.dup('f'), decoder.dup('f'), scaling);
    }

    /** Says by which scaling the outputs are made. */
    @Override
    public Map<String, String> settings() {
        return Map.of("scaling", scaling.name());
    }

    /**
     * Writes the autoencoder into a new {@linkplain org.autoencoder4j.storage.SavedFolder saved folder}: {@code W.npy},
     * {@code A.npy} unless the weights are tied (both of which NumPy reads) and {@code settings.json}.
     *
     * @param folder the folder, which must not exist yet
     * @throws IOException if it exists or cannot be written
     */
    @Override
    public void save(Path folder) throws IOException {
        TwoLayerFolder.write(folder, this);
    }

    /**
     * Reads an autoencoder that {@link #save} wrote.
     *
     * @param folder the folder
     * @return the autoencoder, bit for bit what was saved
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if the folder is damaged, was changed or is of another format
     */
    public static TwoLayerAutoencoder load(Path folder) throws IOException {
        return TwoLayerFolder.read(folder);
    }

    @Override
    public String toString() {
        return "TwoLayerAutoencoder[features=" + features() + ", width=" + width() + (weightTied ? ", tied, " : ", ")
                + scaling + ", " + dataType() + "]";
    }
}
