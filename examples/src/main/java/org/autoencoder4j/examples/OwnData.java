package org.autoencoder4j.examples;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.Centring;
import org.autoencoder4j.data.CsvHeader;
import org.autoencoder4j.examples.Sampling.Kind;
import org.autoencoder4j.examples.Sampling.Samples;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Recovery of a dictionary behind data of a user's own. */
final class OwnData {
    private static final Shape PATCH = new Shape(8, 8);

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description =
                    "A table (.npy, .csv, .csv.gz) with a sample in each row, a table with one column, which is taken"
                            + " as a time series and cut into windows, or a picture (.png, .jpg), which is cut into patches."
                            + " Samples are centred and else left as they are.")
    private @Nullable Path data;

    @Option(
            names = "--columns",
            paramLabel = "LIST",
            description = "Columns of a CSV file that are used, from 1, as in 1-64 or 1-3,7 (default: all).")
    private String columns = "all";

    @Option(
            names = "--header",
            paramLabel = "WHAT",
            description =
                    "Whether the first line of a CSV file names the columns: yes, no, or auto, which refuses a line"
                            + " that could be either (default: auto).")
    private CsvHeader header = CsvHeader.AUTO;

    @Option(
            names = "--shape",
            converter = Shape.Converter.class,
            paramLabel = "HxW",
            description = "Samples are pictures of H x W pixels, and atoms are drawn so; of a picture, patches of that"
                    + " size are cut (default: 8x8).")
    private @Nullable Shape shape;

    @Option(
            names = "--atoms",
            description =
                    "Draws the atoms, as squares if there is no --shape. Without it they are drawn if the file is a"
                            + " picture or --shape is given.")
    private boolean atoms;

    @Option(
            names = "--window",
            paramLabel = "W",
            description = "Values in a window of a time series (default: ${DEFAULT-VALUE}).")
    private int window = 32;

    @Option(
            names = "--units",
            paramLabel = "m",
            description = "Hidden units, each with an atom (default: twice the features; 1 for a single feature).")
    private @Nullable Integer units;

    @Option(
            names = "--l0",
            paramLabel = "K",
            description = "Mean number of active units per sample, from which the threshold is set (default: a tenth of"
                    + " the features, at least 1).")
    private @Nullable Double l0;

    /** Whether this half of the command is asked for. */
    boolean isGiven() {
        return data != null;
    }

    Optional<String> run(Example example) throws IOException {
        Samples samples = samples(example);
        samples.requireDiffering(requireNonNull(data));
        Batches batches = samples.batches();
        int features = batches.features();
        int m = requireNonNullElse(units, features == 1 ? 1 : Math.multiplyExact(2, features));
        double meanL0 = requireNonNullElse(l0, Math.max(1, features / 10.0));
        example.settled().put("units", m).put("l0", meanL0);
        return new DictionaryRun(example, samples, Centring.of(batches), atomShape(samples)).run(m, meanL0);
    }

    private Samples samples(Example example) throws IOException {
        if (data == null) {
            throw new IllegalStateException("asked for without --data");
        }
        if (!Sampling.isImage(data)) {
            return Sampling.ofTable(data, columns, header, window, example.dtype());
        }
        Shape patch = requireNonNullElse(shape, PATCH);
        if (patch.height() != patch.width()) {
            throw new IllegalArgumentException("--shape " + patch + " must be square: patches are");
        }
        return Sampling.ofImage(data, Kind.IMAGE, patch.height(), example.dtype(), example.streams());
    }

    private Optional<Shape> atomShape(Samples samples) {
        int features = samples.batches().features();
        int side = (int) Math.round(Math.sqrt(features));
        if (shape != null || !(atoms || samples.sampling().kind() == Kind.IMAGE)) {
            return Optional.ofNullable(shape);
        }
        if (side * side != features) {
            throw new IllegalArgumentException(
                    "--atoms needs --shape HxW: the " + features + " features of a sample are no square");
        }
        return Optional.of(new Shape(side, side));
    }
}
