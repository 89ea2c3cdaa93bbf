package org.autoencoder4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.format.CsvHeader;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.examples.Sampling.Samples;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Codes of new data. */
@Command(
        name = "encode",
        sortOptions = false,
        description =
                "Writes the codes of a file's samples, with an autoencoder that recover, patches or digits saved. The file is"
                        + " read as theirs was: the same columns, patches of the same size, all of them.")
final class Encode extends Example {
    @Option(names = "--autoencoder", required = true, paramLabel = "DIR", description = "Folder in which it was saved.")
    private @Nullable Path folder;

    @Option(names = "--data", required = true, paramLabel = "FILE", description = "File with samples.")
    private @Nullable Path data;

    @Option(
            names = "--header",
            paramLabel = "WHAT",
            description =
                    "Whether the first line of a CSV file names the columns: yes, no, or auto, which refuses a line"
                            + " that could be either (default: as of the file that was learned from).")
    private @Nullable CsvHeader header;

    /** Codes are written whatever the autoencoder makes of the samples, so this is no failure. */
    private static Optional<String> note(Fit fit) {
        if (Double.isNaN(fit.r2())) {
            return Optional.of("The samples are all equal, so that R^2 is not defined.");
        }
        return fit.r2() > 0
                ? Optional.empty()
                : Optional.of(
                        "The autoencoder describes these samples no better than their mean does: they are not like those"
                                + " that it was trained on.");
    }

    @Override
    Optional<String> run() throws IOException {
        if (folder == null || data == null) {
            throw new IllegalStateException("picocli requires them");
        }
        SavedAutoencoder saved = SavedAutoencoder.load(folder);
        Sampling sampling = header == null ? saved.sampling() : saved.sampling().withHeader(header);
        Samples read = sampling.all(data, saved.autoencoder().dataType());
        Batches samples = read.batches();
        int features = saved.autoencoder().features();
        if (samples.features() != features) {
            throw new IllegalArgumentException(
                    data + " has samples of " + samples.features() + " features; the autoencoder has " + features);
        }
        INDArray codes = Nd4j.createUninitialized(
                samples.dataType(),
                new long[] {samples.size(), saved.autoencoder().units()},
                'c');
        Fit fit = Fit.of(
                saved,
                samples,
                (first, piece) -> codes.get(NDArrayIndex.interval(first, first + piece.rows()), NDArrayIndex.all())
                        .assign(piece));
        output().file("codes.npy", file -> Npy.write(file, codes));
        read.firstLine().ifPresent(line -> results().put("firstLine", line));
        settled().put("header", sampling.header().name().toLowerCase(Locale.ROOT));
        settled().put("dtype", samples.dataType().name().toLowerCase(Locale.ROOT));
        results()
                .put("r2", fit.r2())
                .put("meanL0", fit.meanL0())
                .put("inactiveUnits", fit.deadUnits())
                .put("samples", fit.samples())
                .put("units", saved.autoencoder().units());
        new Table("", "")
                .row("samples", fit.samples() + ", " + saved.sampling().description())
                .row("R^2", fit.r2())
                .row("active units per sample", fit.meanL0())
                .row("units that no sample activates", fit.deadUnits())
                .print(console());
        note(fit).ifPresent(note -> {
            results().put("note", note);
            console().println(note);
        });
        return Optional.empty();
    }
}
