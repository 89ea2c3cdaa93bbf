package org.autoencoder4j.ntk.training;

import java.util.Arrays;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.linalg.SpectralNorm;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.indexing.SpecifiedIndex;

/** The norms that bound the terms of one step, and those bounds. */
final class StepLimits {
    final int count;
    final int features;
    final int units;
    /** {@code ||X - U(k)||_F}. */
    final double residual;
    /** {@code ||X X^T||}. */
    final double lambdaN;
    /** {@code ||H(k)||} and {@code ||H(k+1)||}. */
    final double normH;

    final double normHAfter;
    /** {@code ||A||}. */
    final double decoderNorm;
    /** {@code max_r ||a_r||^2 / d}: 1 for Rademacher columns. */
    final double longestDecoder;
    /** {@code ||A||_F^2 / (m d)}: 1 for Rademacher columns. */
    final double meanDecoder;
    /** {@code ||grad_A||_F}; 0 if the decoder is not trained. */
    final double decoderGradient;

    private final Regime regime;
    private final double learningRate;
    private final double flippedKernelNorm;
    private final double flippedMove;

    StepLimits(StepArrays arrays, Regime regime, double learningRate, double flippedKernelNorm) {
        this.regime = regime;
        this.learningRate = learningRate;
        this.flippedKernelNorm = flippedKernelNorm;
        count = arrays.count();
        features = arrays.features();
        units = arrays.units();
        residual = Math.sqrt(StepArrays.square(arrays.residual));
        lambdaN = squaredNorm(arrays.samples);
        normH = squaredNorm(arrays.featuresBefore) / units;
        normHAfter = squaredNorm(arrays.featuresAfter) / units;
        decoderNorm = SpectralNorm.of(arrays.decoder);
        double longest = arrays.decoder.norm2(0).maxNumber().doubleValue();
        longestDecoder = longest * longest / features;
        meanDecoder = StepArrays.square(arrays.decoder) / units / features;
        decoderGradient = Math.sqrt(StepArrays.square(arrays.decoderMove)) / learningRate;
        flippedMove = flippedMove(arrays);
    }

    private static double squaredNorm(INDArray matrix) {
        double norm = SpectralNorm.of(matrix);
        return norm * norm;
    }

    private static double flippedMove(StepArrays arrays) {
        INDArray byDecoder = Nd4j.gemm(arrays.flipped.mul(arrays.featuresAfter), arrays.decoderMove, false, true);
        double sum = StepArrays.square(byDecoder);
        INDArray shifts = arrays.flipped.mul(arrays.shift);
        double[][] flipped = HeapMatrix.rows(arrays.flipped);
        for (int i = 0; i < flipped.length; i++) {
            long[] members = Arrays.stream(FlippedKernel.nonZero(flipped[i]))
                    .asLongStream()
                    .toArray();
            if (members.length > 0) {
                INDArray columns = arrays.decoder.get(NDArrayIndex.all(), new SpecifiedIndex(members));
                sum += squaredNorm(columns) * StepArrays.square(shifts.getRow(i));
            }
        }
        return Math.sqrt(2 * sum) * arrays.scale;
    }

    double of(StepTerm term) {
        double square = residual * residual;
        return switch (term) {
            case KERNEL -> 0;
            case FLIPPED_KERNEL -> 2 * learningRate / features * flippedKernelNorm * square;
            case FLIPPED_UNITS -> 2 * flippedMove * residual;
            case MIXED -> regime == Regime.JOINTLY_TRAINED ? mixed() : 0;
            case SQUARE -> Math.pow(learningRate / features * speed(), 2) * square;
        };
    }

    private double mixed() {
        double factor = 2 * learningRate * learningRate * lambdaN * Math.sqrt(normH) * decoderNorm;
        return factor / (units * Math.pow(features, 1.5)) * Math.pow(residual, 3);
    }

    private double speed() {
        double byDecoder = regime.trainsDecoder() ? Math.sqrt(normH * normHAfter) : 0;
        double byEncoder = regime.trainsEncoder() ? lambdaN * decoderNorm * decoderNorm / units : 0;
        return byDecoder + byEncoder;
    }
}
