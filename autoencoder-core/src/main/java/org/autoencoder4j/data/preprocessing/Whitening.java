package org.autoencoder4j.data.preprocessing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Regularised ZCA whitening: with the data's mean and covariance {@code C = V L V^T},
 *
 * <pre>
 *   apply:  (y - mean) V (L + eps I)^(-1/2) V^T,     invert:  z V (L + eps I)^(1/2) V^T + mean.
 * </pre>
 *
 * <p>The whitened data have mean 0 and covariance {@code V L (L + eps I)^(-1) V^T}: directions of variance far above eps
 * get variance 1, those far below are left out as noise. Of all transformations that whiten, this one changes the samples
 * least, so that whitened pictures still look like pictures. It is invertible, up to rounding times
 * {@code sqrt((max L + eps) / (min L + eps))}.
 *
 * <p>Along a direction in which the data do not vary, eps alone decides what rounding is multiplied by. So
 * {@code min L + eps} must be at least {@code r s}, where s is the mean of {@code |y|^2} over the samples, and r is
 * {@code 2^-28} for FLOAT and {@code n 2^-52} for DOUBLE: then rounding, about {@code 2^-24 sqrt(s)} or
 * {@code 2^-53 sqrt(s)} in a sample, is no more than {@code 2^-10} of the whitened data's deviation 1. Less is refused.
 */
public final class Whitening implements Preprocessing {
    private static final double ROUNDING_FLOAT = 0x1p-28;
    private static final double ROUNDING_DOUBLE = 0x1p-52;

    private final Centring centring;
    private final INDArray forward;
    private final INDArray backward;

    Whitening(Centring centring, INDArray forward, INDArray backward) {
        long features = centring.mean().length();
        for (INDArray matrix : new INDArray[] {forward, backward}) {
            Checks.matrix("whitening matrix", matrix, features, features, "a row and a column for each feature");
            Checks.sameType("whitening matrix", matrix, "mean", centring.mean());
            Checks.finite("whitening matrix", matrix);
        }
        this.centring = centring;
        this.forward = forward;
        this.backward = backward;
    }

    /**
     * Fits mean and covariance ({@code 1/N} times the sum), computed in DOUBLE, to the batch of step 0. Cost: two passes,
     * {@code 2 N n^2 + O(n^3)} operations and a few {@code n x n} matrices.
     *
     * @param data the observations, {@code N x n}
     * @param regularisation eps, the variance below which a direction counts as noise, finite and above 0; for grey
     *     values in [0, 1] about 0.001 to 0.1
     * @return the whitening, of the data's type
     * @throws IllegalArgumentException if an entry is NaN or infinite, or regularisation is not above 0, or so small that
     *     rounding would be taken for data
     */
    public static Whitening of(Batches data, double regularisation) {
        Checks.positive("regularisation", regularisation);
        INDArray mean = Moments.mean(data);
        SymmetricEigen eigen = SymmetricEigen.of(Moments.covariance(data, mean));
        double square = eigen.values().sumNumber().doubleValue()
                + mean.mul(mean).sumNumber().doubleValue();
        requireAboveRounding(
                data, regularisation, square, Math.max(eigen.values().getDouble(0), 0));
        // Rounding may leave an eigenvalue a little below 0.
        DoubleUnaryOperator scale = value -> Math.sqrt(Math.max(value, 0) + regularisation);
        return new Whitening(
                new Centring(mean.castTo(data.dataType())),
                function(eigen, value -> 1 / scale.applyAsDouble(value)).castTo(data.dataType()),
                function(eigen, scale).castTo(data.dataType()));
    }

    private static void requireAboveRounding(Batches data, double regularisation, double square, double least) {
        double rounding = data.dataType() == DataType.FLOAT ? ROUNDING_FLOAT : data.features() * ROUNDING_DOUBLE;
        if (!(least + regularisation >= rounding * square)) {
            throw new IllegalArgumentException("regularisation = " + regularisation + " is too small for these "
                    + data.dataType() + " data: their least variance in a direction is " + least
                    + " and their mean square " + square + ", so that rounding would be taken for data; it must be at"
                    + " least " + rounding * square);
        }
    }

    /** {@code V f(L) V^T}. */
    private static INDArray function(SymmetricEigen eigen, DoubleUnaryOperator f) {
        INDArray values = Nd4j.createFromArray(
                Arrays.stream(eigen.values().toDoubleVector()).map(f).toArray());
        return Nd4j.gemm(eigen.vectors().mulRowVector(values), eigen.vectors(), false, true);
    }

    /**
     * Computes {@code (y - mean) V (L + eps I)^(-1/2) V^T} for each sample. Cost: {@code 2 N n^2} operations.
     *
     * @param observations Y, {@code N x n}, of the type and with the features of the data that it was fitted to
     * @return the whitened observations, {@code N x n} in 'c' order
     * @throws IllegalArgumentException if the shape or type does not fit
     */
    @Override
    public INDArray apply(INDArray observations) {
        INDArray centred = centring.apply(observations);
        INDArray whitened = product(centred, forward);
        centred.close();
        return whitened;
    }

    /**
     * Computes {@code z V (L + eps I)^(1/2) V^T + mean} for each sample. Cost: {@code 2 N n^2} operations.
     *
     * @param transformed Z, {@code N x n}, of the type and with the features of the data that it was fitted to
     * @return the observations, {@code N x n} in 'c' order
     * @throws IllegalArgumentException if the shape or type does not fit
     */
    @Override
    public INDArray invert(INDArray transformed) {
        Centring.require("transformed", transformed, centring.mean());
        return product(transformed, backward).addiRowVector(centring.mean());
    }

    /**
     * Computes {@code d V (L + eps I)^(1/2) V^T} for each difference. Cost: {@code 2 N n^2} operations.
     *
     * @param differences {@code N x n}, of the type and with the features of the data that it was fitted to
     * @return the differences of observations, {@code N x n} in 'c' order
     * @throws IllegalArgumentException if the shape or type does not fit
     */
    @Override
    public INDArray invertLinear(INDArray differences) {
        return product(Centring.require("differences", differences, centring.mean()), backward);
    }

    /** Rows times a symmetric matrix, in 'c' order: the transpose of a product in 'f' order, which gemm needs. */
    private static INDArray product(INDArray rows, INDArray symmetric) {
        INDArray columns = Nd4j.createUninitialized(rows.dataType(), new long[] {rows.columns(), rows.rows()}, 'f');
        Nd4j.gemm(symmetric, rows, columns, false, true, 1, 0);
        return columns.transpose();
    }

    @Override
    public int features() {
        return centring.features();
    }

    @Override
    public DataType dataType() {
        return centring.dataType();
    }

    @Override
    public void save(Path folder) throws IOException {
        PreprocessingFolder.write(
                folder,
                PreprocessingFolder.WHITENING,
                Map.of(
                        PreprocessingFolder.MEAN,
                        centring.mean(),
                        PreprocessingFolder.FORWARD,
                        forward,
                        PreprocessingFolder.BACKWARD,
                        backward));
    }

    @Override
    public String toString() {
        return "Whitening[features=" + forward.rows() + ", " + forward.dataType() + "]";
    }
}
