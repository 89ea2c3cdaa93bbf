package org.autoencoder4j.data.preprocessing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.storage.SavedFolder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A change of coordinates for observations, fitted once and then applied to any data of the same kind, and undone. Several
 * are one: {@code fit(data, Centring::of, Scaling::of, scaled -> Whitening.of(scaled, 0.01))}. Immutable; threads may share
 * it.
 */
public sealed interface Preprocessing permits Centring, Pipeline, Scaling, Whitening {
    /** Fits a preprocessing to data, as {@code Centring::of} does. */
    @FunctionalInterface
    interface Step {
        /**
         * Fits to the batch of step 0.
         *
         * @param data the observations, {@code N x n}
         * @return what was fitted
         * @throws IllegalArgumentException if it cannot be fitted to them
         */
        Preprocessing fit(Batches data);
    }

    /**
     * Fits steps that are done one after the other, each to what those before it make of the data. Cost: that of each
     * fit, which transforms the data by the steps before it in each of its passes, and keeps no transformed copy of them.
     *
     * @param data the observations, {@code N x n}
     * @param first what is done first
     * @param next what is done then, in this order
     * @return all steps as one; of a single step, what it fits
     * @throws IllegalArgumentException if a step cannot be fitted
     */
    static Preprocessing fit(Batches data, Step first, Step... next) {
        Preprocessing all = first.fit(data);
        for (Step step : next) {
            all = all.then(step.fit(all.apply(data)));
        }
        return all;
    }

    /**
     * Leaves samples as they are.
     *
     * @param data the observations, {@code N x n}, of which only n and the type matter
     * @return a centring whose mean is 0
     */
    static Preprocessing none(Batches data) {
        return new Centring(Nd4j.zeros(data.dataType(), data.features()));
    }

    /**
     * Returns this preprocessing with another after it: {@code a.then(b).apply(Y)} is {@code b.apply(a.apply(Y))}, and
     * {@code a.then(b).invert(Z)} is {@code a.invert(b.invert(Z))}, to the bit. The other is taken as it is, and so must
     * have been fitted to what this one gives; {@link #fit} sees to that.
     *
     * @param next what is done after this
     * @return both as one
     * @throws IllegalArgumentException if the features or types of the two differ
     */
    default Pipeline then(Preprocessing next) {
        return new Pipeline(List.of(this, next));
    }

    /**
     * Returns the number of features of the data that it was fitted to.
     *
     * @return n, at least 1
     */
    int features();

    /**
     * Returns the type of the data that it was fitted to.
     *
     * @return {@code FLOAT} or {@code DOUBLE}
     */
    DataType dataType();

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
     * Undoes the linear part of {@link #apply(INDArray)}: what {@link #invert} makes of a difference of two samples, without
     * adding and taking away what both have. Cost: that of {@link #invert}.
     *
     * @param differences {@code N x n}, of the type and with the features of the data that it was fitted to
     * @return the differences of observations, {@code N x n} in 'c' order
     * @throws IllegalArgumentException if the shape or type does not fit
     */
    INDArray invertLinear(INDArray differences);

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
     * Writes it into a new {@linkplain SavedFolder saved folder}: {@code .npy} files and {@code settings.json};
     * of a {@link Pipeline}, a saved folder for each step in it.
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
