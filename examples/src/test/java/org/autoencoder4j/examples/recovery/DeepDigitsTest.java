package org.autoencoder4j.examples.recovery;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.format.CsvHeader;
import org.autoencoder4j.descent.Descent;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.Optimizer;
import org.autoencoder4j.examples.dictionary.Digits;
import org.autoencoder4j.examples.samples.Sampling;
import org.autoencoder4j.examples.samples.TableText;
import org.autoencoder4j.gradient.DeepSampleGradient;
import org.autoencoder4j.init.HeInitialiser;
import org.autoencoder4j.network.DeepAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.autoencoder4j.train.TrainingResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/** Adam on an autoencoder of three layers and the 1797 handwritten digits, from a random start. */
class DeepDigitsTest {
    @TempDir
    private Path folder;

    private Batches digits() throws IOException {
        Path file = folder.resolve("digits.csv.gz");
        try (InputStream packed = Digits.class.getResourceAsStream("/org/autoencoder4j/examples/data/digits.csv.gz")) {
            Files.copy(Objects.requireNonNull(packed), file);
        }
        return Sampling.ofTable(file, new TableText("1-64", CsvHeader.NO), 64, DataType.FLOAT)
                .batches();
    }

    @Test
    void halfOfTheInitialLossIsGone() throws IOException {
        Batches digits = digits();
        DeepAutoencoder start =
                new HeInitialiser(List.of(64, 48, 32, 64), DataType.FLOAT).autoencoder(RandomStreams.of(1));
        Descent<DeepAutoencoder> rule = Descent.of(
                        DeepSampleGradient.of(digits), LearningRate.constant(1e-3), DeepAutoencoder::load)
                .with(Optimizer.adam());
        TrainingResult<DeepAutoencoder> result =
                Trainer.of(rule, StoppingRule.steps(60)).train(start);
        assertTrue(result.loss() <= result.initialLoss() / 2, "from " + result.initialLoss() + " to " + result.loss());
    }
}
