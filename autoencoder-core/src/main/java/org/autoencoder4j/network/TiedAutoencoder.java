package org.autoencoder4j.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.Elements;
import org.autoencoder4j.backend.internal.Norms;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A weight-tied autoencoder: codes {@code x = sigma(W^T y + b)} and reconstructions {@code y_hat = W x}.
 *
 * <p>Samples are rows here, so for observations Y ({@code N x n}) the codes are {@code sigma(Y W + b)} ({@code N x m})
 * and the reconstructions {@code X W^T} ({@code N x n}). The weights W are {@code n x m}; column i is the atom of unit
 * i.
 *
 * <p>It wraps the arrays that it is given: the caller gives them up. No method changes them, so threads may share an
 * instance.
 *
 * @paper NWH19 eq. (2)
 */
public final class TiedAutoencoder implements Parameters<TiedAutoencoder> {
    /** The name of W among the {@link #arrays}. */
    public static final String WEIGHTS = "weights";

    /** The name of b among the {@link #arrays}. */
    public static final String BIAS = "bias";

    /** Samples of which the loss is computed at a time. */
    private static final long CHUNK = 1024;

    private final INDArray weights;
    private final INDArray bias;
    private final Activation activation;

    /**
     * Wraps weights and bias. Weights in another than 'f' order (atoms contiguous) are copied once into it.
     *
     * @param weights W, {@code n x m}, FLOAT or DOUBLE
     * @param bias b, a vector of length m of the weights' type
     * @param activation sigma
     * @throws IllegalArgumentException if the shapes or types do not fit, or if the activation is not what its
     *     {@link Activation#zeros} say
     */
    public TiedAutoencoder(INDArray weights, INDArray bias, Activation activation) {
        Checks.matrix("weights", weights);
        Checks.vector("bias", bias, weights.columns(), "one entry for each column of weights");
        Checks.sameType("bias", bias, "weights", weights);
        boolean ready = weights.ordering() == 'f' && !weights.isView();
        this.weights = ready ? weights : weights.dup('f');
        this.bias = bias;
        this.activation = activation;
        activation.zeros(weights.dataType()).ifPresent(zeros -> zeros.requireOf(activation));
    }

    /**
     * Wraps weights with a bias of zero.
     *
     * @param weights W, {@code n x m}, FLOAT or DOUBLE
     * @param activation sigma
     * @return the autoencoder
     * @throws IllegalArgumentException if weights is no matrix
     */
    public static TiedAutoencoder withoutBias(INDArray weights, Activation activation) {
        Checks.matrix("weights", weights);
        return new TiedAutoencoder(weights, Nd4j.zeros(weights.dataType(), weights.columns()), activation);
    }

    /**
     * Returns the weights W.
     *
     * @return the {@code n x m} array itself, not to be changed; column i is the atom of unit i
     */
    public INDArray weights() {
        return weights;
    }

    /**
     * Returns the bias b.
     *
     * @return the vector of length m itself, not to be changed
     */
    public INDArray bias() {
        return bias;
    }

    /**
     * Returns the activation.
     *
     * @return sigma
     */
    public Activation activation() {
        return activation;
    }

    /**
     * Returns the number of features of a sample.
     *
     * @return n
     */
    public int features() {
        return weights.rows();
    }

    /**
     * Returns the number of hidden units.
     *
     * @return m
     */
    public int units() {
        return weights.columns();
    }

    /**
     * Returns the type of the parameters, which is also the type of every result.
     *
     * @return FLOAT or DOUBLE
     */
    public DataType dataType() {
        return weights.dataType();
    }

    /**
     * Computes the codes {@code X = sigma(Y W + b)}. Cost: {@code 2 N n m} operations.
     *
     * @param observations Y, {@code N x n}, of this type
     * @return X, {@code N x m}
     * @throws IllegalArgumentException if the shape or type does not fit
     * @paper NWH19 eq. (2)
     */
    public INDArray encode(INDArray observations) {
        requireObservations(observations);
        INDArray preActivations = Nd4j.gemm(observations, weights, false, false);
        INDArray codes = activation.apply(preActivations.addiRowVector(bias));
        if (codes != preActivations) {
            preActivations.close();
        }
        return codes;
    }

    /**
     * Computes the reconstructions {@code X W^T} of codes. Cost: {@code 2 N n m} operations.
     *
     * @param codes X, {@code N x m}, of this type
     * @return the reconstructions, {@code N x n}
     * @throws IllegalArgumentException if the shape or type does not fit
     * @paper NWH19 eq. (2)
     */
    public INDArray decode(INDArray codes) {
        Checks.matrix("codes", codes, -1, units(), "one column for each hidden unit");
        Checks.sameType("codes", codes, "weights", weights);
        return Nd4j.gemm(codes, weights, false, true);
    }

    /**
     * Computes {@code sigma(Y W + b) W^T}.
     *
     * @param observations Y, {@code N x n}, of this type
     * @return the reconstructions, {@code N x n}
     * @throws IllegalArgumentException if the shape or type does not fit
     */
    public INDArray reconstruct(INDArray observations) {
        return decode(encode(observations));
    }

    /**
     * Computes the loss {@code 1/2 ||y - y_hat||^2}, as the <em>mean</em> over samples. Cost: {@code 4 N n m} operations;
     * codes and residuals are those of 1024 samples at a time, and are freed before the next, so memory does not grow with N
     * but for one copy of observations that are a view or in 'f' order.
     *
     * @param observations Y, {@code N x n}, of this type
     * @return the mean loss, at least 0; NaN or infinite if an entry is
     * @throws IllegalArgumentException if the shape or type does not fit
     * @paper NWH19 section 2.1
     */
    public double loss(INDArray observations) {
        requireObservations(observations);
        long samples = observations.rows();
        // Parts of rows are taken from 'c' order only: ND4J loses the shape of some parts of views.
        boolean ready = observations.ordering() == 'c' && Elements.isContiguous(observations);
        INDArray ordered = ready ? observations : observations.dup('c');
        double sum = 0;
        for (long from = 0; from < samples; from += CHUNK) {
            INDArray rows = ordered.get(NDArrayIndex.interval(from, Math.min(samples, from + CHUNK)));
            double norm = residualNorm(rows);
            sum += norm * norm;
        }
        return sum / (2.0 * samples);
    }

    /** Frees its arrays: ND4J frees what is forgotten only with the next collection of garbage, which may be far. */
    private double residualNorm(INDArray rows) {
        try (INDArray codes = encode(rows);
                INDArray reconstructions = decode(codes)) {
            return Norms.frobenius(reconstructions.rsubi(rows), 1);
        }
    }

    @Override
    public Map<String, INDArray> arrays() {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        arrays.put(WEIGHTS, weights);
        arrays.put(BIAS, bias);
        return Collections.unmodifiableMap(arrays);
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("activation", activation.name());
    }

    @Override
    public Optional<INDArray> dictionary() {
        return Optional.of(weights);
    }

    @Override
    public TiedAutoencoder copy() {
        return new TiedAutoencoder(weights.dup('f'), bias.dup(), activation);
    }

    /**
     * Writes the autoencoder into a new {@linkplain org.autoencoder4j.storage.SavedFolder saved folder}: {@code W.npy} and
     * {@code b.npy} (which NumPy reads) and {@code settings.json}.
     *
     * @param folder the folder, which must not exist yet
     * @throws IOException if it exists or cannot be written
     */
    @Override
    public void save(Path folder) throws IOException {
        TiedFolder.write(folder, this);
    }

    /**
     * Reads an autoencoder that {@link #save} wrote.
     *
     * @param folder the folder
     * @return the autoencoder, bit for bit what was saved
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if the folder is damaged, was changed or is of another format, or if its activation is
     *     none of this library: {@link #load(Path, Activation)} is for those
     */
    public static TiedAutoencoder load(Path folder) throws IOException {
        return TiedFolder.read(folder);
    }

    /**
     * Reads an autoencoder that {@link #save} wrote, with an activation of the user's own.
     *
     * @param folder the folder
     * @param activation sigma, which must have the name and so the settings of the one that was saved
     * @return the autoencoder, bit for bit what was saved
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if the folder is damaged, was changed, is of another format or has another activation
     */
    public static TiedAutoencoder load(Path folder, Activation activation) throws IOException {
        return TiedFolder.read(folder, activation);
    }

    private void requireObservations(INDArray observations) {
        Checks.matrix("observations", observations, -1, features(), "one column for each row of weights");
        Checks.sameType("observations", observations, "weights", weights);
    }

    @Override
    public String toString() {
        return "TiedAutoencoder[features=" + features() + ", units=" + units() + ", activation=" + activation + ", "
                + dataType() + "]";
    }
}
