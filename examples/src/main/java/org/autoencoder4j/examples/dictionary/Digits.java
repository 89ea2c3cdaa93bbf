package org.autoencoder4j.examples.dictionary;

import java.io.IOException;
import java.util.Optional;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.format.CsvHeader;
import org.autoencoder4j.data.preprocessing.Whitening;
import org.autoencoder4j.examples.command.Closing;
import org.autoencoder4j.examples.command.Example;
import org.autoencoder4j.examples.samples.Bundled;
import org.autoencoder4j.examples.samples.Sampling;
import org.autoencoder4j.examples.samples.Sampling.Samples;
import org.autoencoder4j.examples.samples.Shape;
import org.autoencoder4j.examples.samples.TableText;
import org.autoencoder4j.learn.DictionaryLearning;
import org.autoencoder4j.learn.Sparsity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The dictionary of handwritten digits. */
@Command(
        name = "digits",
        sortOptions = false,
        description = "Learns a dictionary of 1797 handwritten digits of 8 x 8 pixels, which are whitened.")
public final class Digits extends Example {
    private static final int SIZE = 8;

    @Option(names = "--units", paramLabel = "m", description = "Hidden units (default: ${DEFAULT-VALUE}).")
    private int units = 128;

    @Option(
            names = "--l0",
            paramLabel = "K",
            description = "Mean number of active units per digit (default: ${DEFAULT-VALUE}).")
    private double l0 = 4;

    @Option(
            names = "--regularisation",
            paramLabel = "V",
            description = "Variance, of grey values from 0 to 16, below which a direction counts as noise"
                    + " (default: ${DEFAULT-VALUE}).")
    private double regularisation = 2;

    @Override
    public Optional<String> run() throws IOException {
        Samples samples = Bundled.file(
                "digits.csv.gz",
                file -> Sampling.ofTable(file, new TableText("1-64", CsvHeader.NO), SIZE * SIZE, dtype()));
        DictionaryRun run = new DictionaryRun(this, samples, Optional.of(new Shape(SIZE, SIZE)));
        return run.tell(run.learn(DictionaryLearning.withDefaults()
                .withUnits((int) Checks.atLeast("--units", units, 1))
                .withSparsity(Sparsity.mean(Checks.positive("--l0", l0)))
                .withPreprocessing(data -> Whitening.of(data, regularisation))));
    }

    @Override
    protected Closing closing(boolean failed) {
        return DictionaryRun.closing(this, failed);
    }
}
