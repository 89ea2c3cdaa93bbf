package org.autoencoder4j.gradient;

import java.util.random.RandomGenerator;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Random autoencoders and observations for tests. */
public final class Fixtures {
    private Fixtures() {}

    public static INDArray normal(long seed, String purpose, int rows, int columns) {
        RandomGenerator random = RandomStreams.of(seed).at(purpose, 0, 0);
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            for (int j = 0; j < columns; j++) {
                row[j] = random.nextGaussian();
            }
        }
        return Nd4j.createFromArray(values);
    }

    public static INDArray observations(long seed, int samples, int features) {
        return normal(seed, "observations", samples, features);
    }

    public static TiedAutoencoder autoencoder(long seed, int features, int units, Activation activation) {
        INDArray weights = normal(seed, "weights", features, units).dup('f');
        weights.diviRowVector(weights.norm2(0));
        INDArray bias = normal(seed, "bias", 1, units).reshape(units).mul(0.1);
        return new TiedAutoencoder(weights, bias, activation);
    }

    public static TiedAutoencoder cast(TiedAutoencoder a, DataType type) {
        return new TiedAutoencoder(a.weights().castTo(type), a.bias().castTo(type), a.activation());
    }
}
