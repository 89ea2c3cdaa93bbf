package org.autoencoder4j.benchmarks;

import java.util.Arrays;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.NonNegativeUniform;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The model of the cases at any sizes: n features, m atoms, k-sparse codes with values in [1, 2] and noise of 0.01.
 *
 * @param features n
 * @param units m
 * @param sparsity k
 */
record SparseModel(int features, int units, int sparsity) {
    /** How far the weights lie from the dictionary. */
    private static final double DISTANCE = 0.3;

    private static final int PROBE = 128;

    GenerativeModel model(DataType type, RandomStreams streams) {
        INDArray dictionary = Dictionaries.gaussian(features, units, type, streams);
        return GenerativeModel.nonNegativeSparseCoding(dictionary, sparsity, new NonNegativeUniform(1, 2), 0.01);
    }

    /** Returns weights near a model's dictionary, with ReLU and the bias at which k units are active in the mean. */
    TiedAutoencoder near(GenerativeModel model, RandomStreams streams) {
        INDArray weights = model.dictionary()
                .add(Dictionaries.gaussian(features, units, model.dataType(), RandomStreams.of(~streams.seed()))
                        .mul(DISTANCE));
        weights.diviRowVector(weights.norm2(0));
        double[] products = model.draw(streams, 0, PROBE)
                .observations()
                .mmul(weights)
                .dup('c')
                .data()
                .asDouble();
        Arrays.sort(products);
        double threshold = products[products.length - PROBE * sparsity];
        INDArray bias = Nd4j.zeros(model.dataType(), units).subi(threshold);
        return new TiedAutoencoder(weights.dup('f'), bias, Activation.relu());
    }
}
