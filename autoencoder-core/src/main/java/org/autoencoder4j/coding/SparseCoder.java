package org.autoencoder4j.coding;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.network.Parameters;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A dictionary with an encoder: codes x that the encoder finds of samples y, and reconstructions {@code W x}. With the
 * encoder {@link SparseEncoder#threshold} it is the tied autoencoder with a hard threshold.
 *
 * <p>Samples are rows: for observations Y ({@code N x n}) the codes X are {@code N x m}, and the reconstructions are
 * {@code X W^T}. Columns of the weights W ({@code n x m}) are atoms; encoders are meant for atoms of length 1.
 *
 * <p>It wraps the array that it is given: the caller gives it up. No method changes it, so threads may share an instance.
 * Each call computes the Gram matrix of the atoms, {@code n m^2} operations: for many calls with few samples use one
 * {@link #coding}.
 */
public final class SparseCoder implements Parameters<SparseCoder> {
    /** The name of W among the {@link #arrays}. */
    public static final String WEIGHTS = "weights";

    private final INDArray weights;
    private final SparseEncoder encoder;

    /**
     * Wraps a dictionary. Weights in another than 'f' order (atoms contiguous) are copied once into it.
     *
     * @param weights W, {@code n x m}, FLOAT or DOUBLE, with finite entries
     * @param encoder the encoder
     * @throws IllegalArgumentException if weights is no such matrix
     */
    public SparseCoder(INDArray weights, SparseEncoder encoder) {
        Checks.finite("weights", Checks.matrix("weights", weights));
        this.weights = weights.ordering() == 'f' && !weights.isView() ? weights : weights.dup('f');
        this.encoder = encoder;
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
     * Returns the encoder.
     *
     * @return the encoder
     */
    public SparseEncoder encoder() {
        return encoder;
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
     * Returns the number of units.
     *
     * @return m
     */
    public int units() {
        return weights.columns();
    }

    /**
     * Returns the type of the weights, which is also the type of every result.
     *
     * @return FLOAT or DOUBLE
     */
    public DataType dataType() {
        return weights.dataType();
    }

    /**
     * Returns the same dictionary with another encoder.
     *
     * @param choice the encoder
     * @return a new coder of the same array
     */
    public SparseCoder with(SparseEncoder choice) {
        return new SparseCoder(weights, choice);
    }

    /**
     * Binds the encoder to the dictionary, for many calls.
     *
     * @return the coding, which keeps the weights
     */
    public Coding coding() {
        return Coding.of(weights, encoder);
    }

    /**
     * Codes samples.
     *
     * @param observations Y, {@code N x n}, of this type
     * @return the codes in compressed rows, with gains and residuals
     * @throws IllegalArgumentException if the shape or type does not fit, or an entry is not finite
     */
    public Codes codes(INDArray observations) {
        requireObservations(observations);
        return coding().codes(observations);
    }

    /**
     * Codes the samples of the batch of step 0.
     *
     * @param batches the samples, of this type
     * @return the codes in compressed rows, with gains and residuals
     * @throws IllegalArgumentException if the number of features or the type does not fit
     */
    public Codes codes(Batches batches) {
        return coding().codes(batches);
    }

    /**
     * Computes the codes as a matrix.
     *
     * @param observations Y, {@code N x n}, of this type
     * @return X, {@code N x m} in 'c' order
     * @throws IllegalArgumentException if the shape or type does not fit, or an entry is not finite
     */
    public INDArray encode(INDArray observations) {
        return codes(observations).toMatrix(dataType());
    }

    /**
     * Computes the reconstructions {@code X W^T} of codes. Cost: {@code 2 N n m} operations.
     *
     * @param codes X, {@code N x m}, of this type
     * @return the reconstructions, {@code N x n}
     * @throws IllegalArgumentException if the shape or type does not fit
     */
    public INDArray decode(INDArray codes) {
        Checks.matrix("codes", codes, -1, units(), "one column for each unit");
        Checks.sameType("codes", codes, "weights", weights);
        return Nd4j.gemm(codes, weights, false, true);
    }

    /**
     * Codes samples and reconstructs them.
     *
     * @param observations Y, {@code N x n}, of this type
     * @return the reconstructions, {@code N x n}
     * @throws IllegalArgumentException if the shape or type does not fit, or an entry is not finite
     */
    public INDArray reconstruct(INDArray observations) {
        return decode(encode(observations));
    }

    /**
     * Computes the loss.
     *
     * @param observations Y, {@code N x n}, of this type
     * @return the mean of {@code 1/2 |y - W x|^2} over the samples, at least 0
     * @throws IllegalArgumentException if the shape or type does not fit, or an entry is not finite
     */
    public double loss(INDArray observations) {
        return codes(observations).loss();
    }

    @Override
    public Map<String, INDArray> arrays() {
        return Map.of(WEIGHTS, weights);
    }

    @Override
    public Optional<INDArray> dictionary() {
        return Optional.of(weights);
    }

    @Override
    public SparseCoder copy() {
        return new SparseCoder(weights.dup('f'), encoder);
    }

    /**
     * Writes the coder into a new {@linkplain org.autoencoder4j.storage.SavedFolder saved folder}: {@code W.npy} (which NumPy
     * reads) and {@code settings.json}.
     *
     * @param folder the folder, which must not exist yet
     * @throws IOException if it exists or cannot be written
     */
    @Override
    public void save(Path folder) throws IOException {
        SparseCoderFolder.write(folder, this);
    }

    /**
     * Reads a coder that {@link #save} wrote.
     *
     * @param folder the folder
     * @return the coder, bit for bit what was saved
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if the folder is damaged, was changed or is of another format, or if its encoder is
     *     none of this library: {@link #load(Path, SparseEncoder)} is for those
     */
    public static SparseCoder load(Path folder) throws IOException {
        return SparseCoderFolder.read(folder);
    }

    /**
     * Reads a coder that {@link #save} wrote, with an encoder of the user's own.
     *
     * @param folder the folder
     * @param encoder the encoder, which must have the name and so the settings of the one that was saved
     * @return the coder, bit for bit what was saved
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if the folder is damaged, was changed, is of another format or has another encoder
     */
    public static SparseCoder load(Path folder, SparseEncoder encoder) throws IOException {
        return SparseCoderFolder.read(folder, encoder);
    }

    private void requireObservations(INDArray observations) {
        Checks.matrix("observations", observations, -1, features(), "one column for each row of weights");
        Checks.sameType("observations", observations, "weights", weights);
    }

    @Override
    public String toString() {
        return "SparseCoder[features=" + features() + ", units=" + units() + ", encoder=" + encoder.name() + ", "
                + dataType() + "]";
    }
}
