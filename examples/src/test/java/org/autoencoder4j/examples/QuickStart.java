package org.autoencoder4j.examples;

import org.autoencoder4j.backend.Backend;
import org.autoencoder4j.check.closeness.DeltaCloseness;
import org.autoencoder4j.check.closeness.SignFlips;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The quick start of README.md; ReadmeTest compares the two and runs this one. */
final class QuickStart {
    private QuickStart() {}

    public static void main(String[] args) {
        // begin of the quick start
        Backend.require();
        RandomStreams streams = RandomStreams.of(1);
        INDArray dictionary = Dictionaries.gaussian(784, 10, DataType.DOUBLE, streams);
        GenerativeModel model = GenerativeModel.mixtureOfGaussians(dictionary, 0.01);

        INDArray weights = Initialiser.near(dictionary, 0.5).weights(10, streams);
        TiedAutoencoder start = TiedAutoencoder.withoutBias(weights, Activation.hardThreshold(0.5));
        SampleGradient gradient = SampleGradient.of(model.batches(streams, 2_000));
        TiedDescent rule = TiedDescent.of(gradient, LearningRate.constant(10));
        TiedAutoencoder trained =
                Trainer.of(rule, StoppingRule.steps(10)).train(start).parameters();

        DeltaCloseness closeness = DeltaCloseness.of(trained.weights(), dictionary, SignFlips.FORBIDDEN);
        System.out.println(closeness.report(0.05).text());
        // end of the quick start
    }
}
