package org.autoencoder4j.examples.documentation;

import java.io.IOException;
import java.nio.file.Path;
import org.autoencoder4j.backend.Backend;
import org.autoencoder4j.check.closeness.DeltaCloseness;
import org.autoencoder4j.check.closeness.SignFlips;
import org.autoencoder4j.data.format.ColumnSelection;
import org.autoencoder4j.data.format.Csv;
import org.autoencoder4j.data.format.CsvHeader;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.learn.DictionaryLearning;
import org.autoencoder4j.learn.Learned;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The quick starts of README.md; DocumentationTest compares and runs them. */
final class QuickStart {
    private QuickStart() {}

    /** A dictionary for the rows of a file. */
    static void ownData(Path file) throws IOException {
        // begin of own data
        Backend.require();
        INDArray samples = Csv.read(file, DataType.FLOAT, ColumnSelection.all(), CsvHeader.AUTO)
                .numbers();
        Learned learned = DictionaryLearning.withDefaults().fit(samples);

        System.out.println(learned);
        INDArray codes = learned.encode(samples); // N x m, few entries of a row are not 0
        INDArray samplesAgain = learned.decode(codes); // N x n, in the samples' own units
        learned.save(file.resolveSibling("learned"));
        // end of own data
        if (samplesAgain.rows() != samples.rows()) {
            throw new IllegalStateException("a sample was lost");
        }
    }

    /** A dictionary that is known. */
    static void synthetic() {
        // begin of synthetic data
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
        // end of synthetic data
    }
}
