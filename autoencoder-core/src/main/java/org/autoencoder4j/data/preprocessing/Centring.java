package org.autoencoder4j.data.preprocessing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.Batches;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Takes the mean of the data from each sample: {@code y - mean}. */
public final class Centring implements Preprocessing {
    private final INDArray mean;

    Centring(INDArray mean) {
        this.mean = Checks.finite("mean", Checks.vector("mean", mean, mean.length(), "one entry for each feature"));
    }

    /**
     * Fits the mean, computed in DOUBLE, to the batch of step 0.
     *
     * @param data the observations, {@code N x n}
     * @return the centring, of the data's type
     * @throws IllegalArgumentException if an entry is NaN or infinite
     */
    public static Centring of(Batches data) {
        return new Centring(Moments.mean(data).castTo(data.dataType()));
    }

    /**
     * Computes {@code y - mean} for each sample. Cost: one pass.
     *
     * @param observations Y, {@code N x n}, of the type and with the features of the data that it was fitted to
     * @return the centred observations, {@code N x n} in 'c' order
     * @throws IllegalArgumentException if the shape or type does not fit
     */
    @Override
    public INDArray apply(INDArray observations) {
        return require("observations", observations, mean).dup('c').subiRowVector(mean);
    }

    /**
     * Computes {@code y + mean} for each sample. Cost: one pass.
     *
     * @param transformed {@code N x n}, of the type and with the features of the data that it was fitted to
     * @return the observations, {@code N x n} in 'c' order
     * @throws IllegalArgumentException if the shape or type does not fit
     */
    @Override
    public INDArray invert(INDArray transformed) {
        return require("transformed", transformed, mean).dup('c').addiRowVector(mean);
    }

    /**
     * Returns a copy: a mean is no part of differences.
     *
     * @param differences {@code N x n}, of the type and with the features of the data that it was fitted to
     * @return the same, {@code N x n} in 'c' order
     * @throws IllegalArgumentException if the shape or type does not fit
     */
    @Override
    public INDArray invertLinear(INDArray differences) {
        return require("differences", differences, mean).dup('c');
    }

    @Override
    public int features() {
        return (int) mean.length();
    }

    @Override
    public DataType dataType() {
        return mean.dataType();
    }

    @Override
    public void save(Path folder) throws IOException {
        PreprocessingFolder.write(folder, PreprocessingFolder.CENTRING, Map.of(PreprocessingFolder.MEAN, mean));
    }

    INDArray mean() {
        return mean;
    }

    /** Requires the features and type of a vector that was fitted. */
    static INDArray require(String name, INDArray array, INDArray fitted) {
        Checks.matrix(name, array, -1, fitted.length(), "one column for each feature of the fitted data");
        Checks.sameType(name, array, "the fitted data", fitted);
        return array;
    }

    @Override
    public String toString() {
        return "Centring[features=" + mean.length() + ", " + mean.dataType() + "]";
    }
}
