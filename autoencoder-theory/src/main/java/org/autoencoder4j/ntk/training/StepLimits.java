package org.autoencoder4j.ntk.training;

import java.util.Arrays;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.linalg.SpectralNorm;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.autoencoder4j.ntk.internal.Eigenvalues;
import org.nd4j.linalg.api.buffer.DataType;
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
    /** {@code lambda_min(H(k))} and {@code lambda_min(H(k+1))}, 0 where they cannot be told from it. */
    final double smallestH;

    final double smallestHAfter;
    /** {@code ||A(k)||} and {@code ||A(k+1)||}. */
    final double decoderNorm;

    final double decoderNormAfter;
    /** {@code max_i ||A_{F_i}||}, of A(k). */
    final double flippedDecoder;
    /** {@code max_r ||a_r||^2 / d}: 1 for Rademacher columns. */
    final double longestDecoder;
    /** {@code ||A||_F^2 / (m d)}: 1 for Rademacher columns. */
    final double meanDecoder;
    /** {@code ||grad_A||_F}; 0 if the decoder is not trained. */
    final double decoderGradient;
    /** {@code ||K_perp||}, or its bound where the kernel is too large to be formed. */
    final double flippedKernelNorm;

    final double flippedKernelBound;

    private final double encoderPart;
    private final double decoderPart;
    private final double learningRate;
    private final double flippedMove;

    /** With the encoder's part of the step size: gamma, or 0 if it is not trained. */
    StepLimits(StepArrays arrays, Regime regime, double learningRate, double gamma) {
        this.learningRate = learningRate;
        encoderPart = regime.trainsEncoder() ? gamma : 0;
        decoderPart = regime.trainsDecoder() ? 1 : 0;
        count = arrays.count();
        features = arrays.features();
        units = arrays.units();
        residual = Math.sqrt(StepArrays.square(arrays.residual));
        lambdaN = squaredNorm(arrays.samples);
        double[] before = SymmetricEigen.eigenvalues(arrays.hidden).toDoubleVector();
        double[] after = SymmetricEigen.eigenvalues(arrays.hiddenAfter).toDoubleVector();
        smallestH = Eigenvalues.smallest(before);
        smallestHAfter = Eigenvalues.smallest(after);
        normH = before[count - 1];
        normHAfter = after[count - 1];
        decoderNorm = SpectralNorm.of(arrays.before.decoder());
        decoderNormAfter = SpectralNorm.of(arrays.after.decoder());
        INDArray decoder = arrays.before.decoder().castTo(DataType.DOUBLE);
        double longest = longestColumn(decoder);
        longestDecoder = longest * longest / features;
        meanDecoder = StepArrays.square(decoder) / units / features;
        decoderGradient = Math.sqrt(decoderPart * arrays.decoderGradient());
        double[] flipped = flippedDecoders(arrays, decoder);
        StepArrays.closeCopy(decoder, arrays.before.decoder());
        flippedDecoder = Math.sqrt(Arrays.stream(flipped).max().orElse(0));
        flippedMove = flippedMove(arrays, flipped);
        flippedKernelBound = bound(arrays);
        boolean small = (long) count * features <= DenseKernel.LARGEST;
        flippedKernelNorm = small ? formed(arrays) : flippedKernelBound;
    }

    private static double longestColumn(INDArray matrix) {
        try (INDArray lengths = matrix.norm2(0)) {
            return lengths.maxNumber().doubleValue();
        }
    }

    private static double squaredNorm(INDArray matrix) {
        double norm = SpectralNorm.of(matrix);
        return norm * norm;
    }

    /** {@code ||A_{F_i}||^2} for each sample. */
    private static double[] flippedDecoders(StepArrays arrays, INDArray decoder) {
        double[] squares = new double[arrays.count()];
        for (int i = 0; i < squares.length; i++) {
            int[] members = arrays.flips.get(i);
            if (members.length > 0) {
                long[] columns = Arrays.stream(members).asLongStream().toArray();
                try (INDArray part = decoder.get(NDArrayIndex.all(), new SpecifiedIndex(columns))) {
                    squares[i] = squaredNorm(part);
                }
            }
        }
        return squares;
    }

    private static double flippedMove(StepArrays arrays, double[] flippedDecoders) {
        double sum = StepArrays.square(arrays.flippedByDecoder);
        for (int i = 0; i < flippedDecoders.length; i++) {
            sum += flippedDecoders[i] * arrays.flippedShift[i];
        }
        return Math.sqrt(2 * sum) * arrays.scale();
    }

    private double formed(StepArrays arrays) {
        double[][] rows = new FlippedKernel(arrays, encoderPart, decoderPart).dense();
        if (rows.length == 0) {
            return 0;
        }
        try (INDArray matrix = Nd4j.createFromArray(rows)) {
            return SpectralNorm.of(matrix);
        }
    }

    /** {@code K_perp = d J_F J^T} with the Jacobian J, and J_F what of it belongs to the units that flip at the sample. */
    private double bound(StepArrays arrays) {
        double byEncoder = encoderPart * lambdaN / units;
        double flipped = byEncoder * flippedDecoder * flippedDecoder + decoderPart * arrays.flippedFeatures() / units;
        return Math.sqrt(flipped * (byEncoder * decoderNorm * decoderNorm + decoderPart * normH));
    }

    double of(StepTerm term) {
        double square = residual * residual;
        return switch (term) {
            case KERNEL -> 0;
            case FLIPPED_KERNEL -> 2 * learningRate / features * flippedKernelNorm * square;
            case FLIPPED_UNITS -> 2 * flippedMove * residual;
            case MIXED -> encoderPart * decoderPart * mixed();
            case SQUARE -> Math.pow(learningRate / features * speed(), 2) * square;
        };
    }

    private double mixed() {
        double factor = 2 * learningRate * learningRate * lambdaN * Math.sqrt(normH) * decoderNorm;
        return factor / (units * Math.pow(features, 1.5)) * Math.pow(residual, 3);
    }

    private double speed() {
        return decoderPart * Math.sqrt(normH * normHAfter) + encoderPart * lambdaN * decoderNorm * decoderNorm / units;
    }
}
