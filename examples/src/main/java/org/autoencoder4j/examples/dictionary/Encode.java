package org.autoencoder4j.examples.dictionary;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.examples.command.Closing;
import org.autoencoder4j.examples.command.Example;
import org.autoencoder4j.examples.command.Table;
import org.autoencoder4j.examples.samples.ReadingOptions;
import org.autoencoder4j.examples.samples.Sampling;
import org.autoencoder4j.examples.samples.Sampling.Samples;
import org.autoencoder4j.learn.Fit;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Codes of new data. */
@Command(
        name = "encode",
        sortOptions = false,
        description =
                "Writes the codes of a file's samples, with a dictionary that recover, patches or digits learned. The file is"
                        + " read as theirs was: the same columns, patches of the same size, all of them.")
public final class Encode extends Example {
    /** So many times the active units of samples that were learned from are a sign of other samples. */
    private static final double MANY_UNITS = 2;

    @Option(
            names = "--autoencoder",
            required = true,
            paramLabel = "DIR",
            description = "Folder in which it was saved, the --out of that run.")
    private @Nullable Path folder;

    @Option(names = "--data", required = true, paramLabel = "FILE", description = "File with samples.")
    private @Nullable Path data;

    @Mixin
    private ReadingOptions reading = new ReadingOptions();

    /** Codes are written whatever the dictionary makes of the samples, so this is no failure. */
    private static Optional<String> note(Fit fit, Fit learned) {
        if (Double.isNaN(fit.r2())) {
            return Optional.of("The samples are all equal, so that R^2 is not defined.");
        }
        if (fit.r2() <= 0) {
            return Optional.of(
                    "The dictionary describes these samples no better than their mean does: they are not like"
                            + " those that it was learned from.");
        }
        return fit.meanL0() <= MANY_UNITS * learned.meanL0()
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "These samples take %.3g active units each; those that the dictionary was learned from took %.3g:"
                                + " they are not like them.",
                        fit.meanL0(),
                        learned.meanL0()));
    }

    private void requireOptions(DataType ofDictionary) {
        boolean typeIsGiven = spec().commandLine().getParseResult().hasMatchedOption("--dtype");
        if (typeIsGiven && dtype() != ofDictionary) {
            throw new IllegalArgumentException("--dtype is "
                    + dtype().name().toLowerCase(Locale.ROOT) + "; the dictionary's numbers are "
                    + ofDictionary.name().toLowerCase(Locale.ROOT)
                    + ", in which samples are coded: leave --dtype away");
        }
    }

    @Override
    public Optional<String> run() throws IOException {
        if (folder == null || data == null) {
            throw new IllegalStateException("picocli requires them");
        }
        SavedDictionary saved = SavedDictionary.load(folder);
        SparseCoder coder = saved.learned().coder();
        requireOptions(coder.dataType());
        if (Sampling.isImage(data)) {
            reading.refuseFor(data);
        }
        Sampling sampling = reading.over(saved.sampling().forFile(data));
        Samples read = sampling.all(data, coder.dataType());
        Batches samples = read.batches();
        if (samples.features() != coder.features()) {
            throw new IllegalArgumentException(data + " has samples of " + samples.features()
                    + " features; the dictionary has " + coder.features());
        }
        INDArray codes = saved.learned().codes(samples).toMatrix(coder.dataType());
        Fit fit = saved.learned().evaluate(samples);
        int inactive = fit.deadUnits().size();
        output().file("codes.npy", file -> Npy.write(file, codes));
        read.tell(results());
        ReadingOptions.settle(sampling, settled());
        settled().put("dtype", samples.dataType().name().toLowerCase(Locale.ROOT));
        results()
                .put("r2", fit.r2())
                .put("r2OfLearned", saved.learned().r2())
                .put("meanL0", fit.meanL0())
                .put("inactiveUnits", inactive)
                .put("samples", fit.samples())
                .put("units", coder.units());
        new Table("", "")
                .row("read", read.contents())
                .row("samples", fit.samples() + ", " + saved.sampling().description())
                .row("R^2", fit.r2())
                .row("active units per sample", fit.meanL0())
                .row("units that no sample activates", inactive)
                .print(console());
        note(fit, saved.learned().fit()).ifPresent(note -> {
            results().put("note", note);
            console().println(note);
        });
        return Optional.empty();
    }

    @Override
    protected Closing closing(boolean failed) {
        return results().has("note")
                ? new Closing(
                        "The dictionary was not made for such samples, so their codes say little of them.",
                        "examples/run recover --data FILE learns one that is.")
                : new Closing(
                        Closing.sentence(
                                "With %.3g active units each these samples keep %.3g %% of their variance, where those that"
                                        + " the dictionary was learned from keep %.3g %%.",
                                result("meanL0"), 100 * result("r2"), 100 * result("r2OfLearned")),
                        "numpy.load(\"codes.npy\") or Npy.read, which read the codes, a row for each sample.");
    }
}
