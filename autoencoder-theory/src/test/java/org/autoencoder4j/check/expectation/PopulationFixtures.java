package org.autoencoder4j.check.expectation;

import java.util.random.RandomGenerator;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.GradientEstimate;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Random models and autoencoders for the tests of expected gradients. */
public final class PopulationFixtures {
    private PopulationFixtures() {}

    static INDArray normal(long seed, String purpose, int rows, int columns) {
        RandomGenerator random = RandomStreams.of(seed).at(purpose, 0, 0);
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            for (int j = 0; j < columns; j++) {
                row[j] = random.nextGaussian() / Math.sqrt(rows);
            }
        }
        return Nd4j.createFromArray(values);
    }

    /** A model whose atoms have no particular norm. */
    static GenerativeModel model(long seed, int features, CodeLaw law, double noise) {
        return new GenerativeModel(normal(seed, "dictionary", features, law.units()), law, noise);
    }

    /** Weights of any norm in the vicinity of the atoms, and a bias of its own for each unit. */
    public static TiedAutoencoder autoencoder(long seed, GenerativeModel model) {
        int units = model.units();
        INDArray weights = model.dictionary()
                .add(normal(seed, "weights", model.features(), units).mul(0.5));
        INDArray bias = normal(seed, "bias", 1, units).reshape(units).mul(0.4);
        return new TiedAutoencoder(weights, bias, Activation.relu());
    }

    public static TiedAutoencoder autoencoder(INDArray weights, INDArray bias) {
        return new TiedAutoencoder(weights.dup('f'), bias, Activation.relu());
    }

    public static INDArray unitColumns(INDArray matrix) {
        return matrix.divRowVector(matrix.norm2(0));
    }

    /** The norm of the difference, relative to the expected norm. */
    static double relativeDifference(INDArray expected, INDArray actual) {
        return expected.sub(actual).norm2Number().doubleValue()
                / expected.norm2Number().doubleValue();
    }

    /** The greatest distance of an estimate from what it estimates, in standard errors, over W, b, activity and loss. */
    static double greatestZ(TiedGradient expected, GradientEstimate estimate) {
        TiedGradient mean = estimate.gradient();
        TiedGradient error = estimate.standardError();
        double z = greatestZ(expected.weights(), mean.weights(), error.weights());
        z = Math.max(z, greatestZ(expected.bias(), mean.bias(), error.bias()));
        z = Math.max(z, greatestZ(expected.activity(), mean.activity(), error.activity()));
        return Math.max(z, Math.abs(expected.loss() - mean.loss()) / error.loss());
    }

    static double greatestZ(INDArray expected, INDArray mean, INDArray error) {
        return mean.sub(expected).div(error.add(1e-14)).amaxNumber().doubleValue();
    }
}
