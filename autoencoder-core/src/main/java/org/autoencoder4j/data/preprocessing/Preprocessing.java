package org.autoencoder4j.data.preprocessing;

import java.io.IOException;
import java.nio.file.Path;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.storage.SavedFolder;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A change of coordinates for observations, fitted once and then applied to any data of the same kind, and undone.
 * Immutable; threads may share it.
 */
public sealed interface Preprocessing permits Centring, Whitening {
    /**
     * Transforms observations.
     *
     * @param observations Y, {@code N x n}, of the type and with the features of the data that it was fitted to
     * @return the transformed observations, {@code N x n} in 'c' order
     * @throws IllegalArgumentException if the shape or type does not fit
     */
    INDArray apply(INDArray observations);

    /**
     * Undoes {@link #apply(INDArray)}.
     *
     * @param transformed {@code N x n}, of the type and with the features of the data that it was fitted to
     * @return the observations, {@code N x n} in 'c' order
     * @throws IllegalArgumentException if the shape or type does not fit
     */
    INDArray invert(INDArray transformed);

    /**
     * Transforms batches piece by piece, when they are read.
     *
     * @param batches the observations
     * @return the transformed observations
     * @throws IllegalArgumentException by its readers, if the features or type do not fit
     */
    default Batches apply(Batches batches) {
        return new PreprocessedBatches(batches, this);
    }

    /**
     * Writes it into a new {@linkplain SavedFolder saved folder}: {@code .npy} files and {@code settings.json}.
     *
     * @param folder the folder, which must not exist yet
     * @throws IOException if it exists or cannot be written
     */
    void save(Path folder) throws IOException;

    /**
     * Reads what {@link #save} wrote.
     *
     * @param folder the folder
     * @return the preprocessing, bit for bit what was saved
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if the folder is damaged, was changed or is of another format
     */
    static Preprocessing load(Path folder) throws IOException {
        return PreprocessingFolder.read(folder);
    }
}
