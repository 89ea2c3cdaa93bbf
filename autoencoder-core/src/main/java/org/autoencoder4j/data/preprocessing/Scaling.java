package org.autoencoder4j.data.preprocessing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.Batches;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Scales each feature to variance 1: {@code y_j / s_j}, with its standard deviation {@code s_j} in the data, whose squares
 * are summed with the factor {@code 1/N}. The mean is not taken off; after {@link Centring} this is standardisation,
 * {@code (y_j - mean_j) / s_j}.
 *
 * <p>A feature that does not vary stays as it is, {@code s_j = 1}: one whose deviation is at most {@code 2^-23 |mean_j|}
 * for FLOAT or {@code 2^-52 |mean_j|} for DOUBLE, as rounding alone gives, or below the normal numbers of the type. After
 * centring the mean is no longer there to compare with: then a feature that only rounding varies, unlike one whose entries
 * are equal, is scaled like any other.
 */
public final class Scaling implements Preprocessing {
    private final INDArray deviation;

    Scaling(INDArray deviation) {
        Checks.vector("deviation", deviation, deviation.length(), "one entry for each feature");
        this.deviation = Checks.finite("deviation", deviation);
        double least = deviation.minNumber().doubleValue();
        if (!(least > 0)) {
            throw new IllegalArgumentException(
                    "deviation has an entry " + least + "; each must be above 0, since samples are divided by it");
        }
    }

    /**
     * Fits the standard deviations, computed in DOUBLE, to the batch of step 0. Cost: three passes.
     *
     * @param data the observations, {@code N x n}
     * @return the scaling, of the data's type; by 1 for each feature that does not vary, so for all if N is 1
     * @throws IllegalArgumentException if an entry is NaN or infinite
     */
    public static Scaling of(Batches data) {
        boolean isFloat = data.dataType() == DataType.FLOAT;
        double rounding = isFloat ? Math.ulp(1f) : Math.ulp(1.0);
        double least = isFloat ? Float.MIN_NORMAL : Double.MIN_NORMAL;
        double[] mean = Checks.finite("mean", Moments.mean(data)).toDoubleVector();
        double[] deviation = Moments.deviation(data).toDoubleVector();
        Arrays.setAll(
                deviation,
                j -> deviation[j] <= rounding * Math.abs(mean[j]) || deviation[j] < least ? 1 : deviation[j]);
        return new Scaling(Nd4j.createFromArray(deviation).castTo(data.dataType()));
    }

    /**
     * Computes {@code y_j / s_j} for each sample. Cost: one pass.
     *
     * @param observations Y, {@code N x n}, of the type and with the features of the data that it was fitted to
     * @return the scaled observations, {@code N x n} in 'c' order
     * @throws IllegalArgumentException if the shape or type does not fit
     */
    @Override
    public INDArray apply(INDArray observations) {
        return Centring.require("observations", observations, deviation)
                .dup('c')
                .diviRowVector(deviation);
    }

    /**
     * Computes {@code z_j s_j} for each sample. Cost: one pass.
     *
     * @param transformed Z, {@code N x n}, of the type and with the features of the data that it was fitted to
     * @return the observations, {@code N x n} in 'c' order
     * @throws IllegalArgumentException if the shape or type does not fit
     */
    @Override
    public INDArray invert(INDArray transformed) {
        return Centring.require("transformed", transformed, deviation).dup('c').muliRowVector(deviation);
    }

    /**
     * Computes what {@link #invert} does, which is linear.
     *
     * @param differences {@code N x n}, of the type and with the features of the data that it was fitted to
     * @return {@code d_j s_j}, {@code N x n} in 'c' order
     * @throws IllegalArgumentException if the shape or type does not fit
     */
    @Override
    public INDArray invertLinear(INDArray differences) {
        return invert(differences);
    }

    @Override
    public int features() {
        return (int) deviation.length();
    }

    @Override
    public DataType dataType() {
        return deviation.dataType();
    }

    @Override
    public void save(Path folder) throws IOException {
        PreprocessingFolder.write(
                folder, PreprocessingFolder.SCALING, Map.of(PreprocessingFolder.DEVIATION, deviation));
    }

    @Override
    public String toString() {
        return "Scaling[features=" + deviation.length() + ", " + deviation.dataType() + "]";
    }
}
