package org.autoencoder4j.init;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.MatrixLines;
import org.autoencoder4j.network.OutputScaling;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A random start of two-layer autoencoders. It makes whole autoencoders, of two matrices, where an {@link Initialiser} makes
 * the weights of one: the encoder's columns are independent {@code N(0, variance I)}, the
 * decoder's entries independent with mean 0 and variance 1, or all 0.
 *
 * <p>Neuron r takes the streams {@code ("encoder", 0, r)} and {@code ("decoder", 0, r)}, so that a wider autoencoder of
 * the same streams begins with the neurons of a narrower one. Numbers are drawn in double and rounded once. Immutable;
 * threads may share it.
 *
 * @param features d, the number of features of a sample
 * @param variance the variance of the encoder's entries: 1 in sections 2 to 5
 * @param decoder the law of the decoder's entries
 * @param dataType FLOAT or DOUBLE
 * @paper NWH-NTK section 2, section 6
 */
public record TwoLayerStart(int features, double variance, DecoderLaw decoder, DataType dataType) {
    /**
     * Checks the arguments.
     *
     * @param features d, at least 1
     * @param variance the variance of the encoder's entries, finite and above 0
     * @param decoder the law of the decoder's entries
     * @param dataType FLOAT or DOUBLE
     * @throws IllegalArgumentException if features is below 1, variance is not finite and above 0, or dataType is
     *     neither FLOAT nor DOUBLE
     */
    public TwoLayerStart {
        Checks.atLeast("features", features, 1);
        Checks.positive("variance", variance);
        Checks.realType("dataType", dataType);
    }

    /**
     * Returns the start of the theorems: {@code w_r ~ N(0, I)} and Rademacher {@code a_r}.
     *
     * @param features d, at least 1
     * @param dataType FLOAT or DOUBLE
     * @return the start
     * @throws IllegalArgumentException if an argument breaks these rules
     */
    public static TwoLayerStart standard(int features, DataType dataType) {
        return new TwoLayerStart(features, 1, DecoderLaw.RADEMACHER, dataType);
    }

    /**
     * Draws encoder and decoder, with the scaling {@code 1/sqrt(m d)}. Cost: {@code 2 d m} random numbers.
     *
     * @param width m, at least 1
     * @param streams the randomness
     * @return the autoencoder
     * @throws IllegalArgumentException if width is below 1
     */
    public TwoLayerAutoencoder autoencoder(int width, RandomStreams streams) {
        return new TwoLayerAutoencoder(encoder(width, streams), draw("decoder", decoder::draw, width, streams));
    }

    /**
     * Draws one matrix that is both encoder and decoder, with the scaling {@code 1/m}; the decoder's law plays no part.
     * Cost: {@code d m} random numbers.
     *
     * @param width m, at least 1
     * @param streams the randomness
     * @return the weight-tied autoencoder
     * @throws IllegalArgumentException if width is below 1
     * @paper NWH-NTK section 6
     */
    public TwoLayerAutoencoder weightTied(int width, RandomStreams streams) {
        return TwoLayerAutoencoder.weightTied(encoder(width, streams), OutputScaling.INVERSE_WIDTH);
    }

    private INDArray encoder(int width, RandomStreams streams) {
        double deviation = Math.sqrt(variance);
        return draw("encoder", random -> deviation * random.nextGaussian(), width, streams);
    }

    private INDArray draw(String purpose, ToDoubleFunction<RandomGenerator> law, int width, RandomStreams streams) {
        Checks.atLeast("width", width, 1);
        INDArray weights = Nd4j.createUninitialized(dataType, new long[] {features, width}, 'f');
        MatrixLines columns = new MatrixLines(weights, features, features);
        double[] column = new double[features];
        try (Work work = Work.begin("start: columns", width)) {
            for (int r = 0; r < width; r++) {
                RandomGenerator random = streams.at(purpose, 0, r);
                Arrays.setAll(column, i -> law.applyAsDouble(random));
                columns.write(r, 0, column, 0, features);
                work.advance(1);
            }
        }
        return weights;
    }
}
