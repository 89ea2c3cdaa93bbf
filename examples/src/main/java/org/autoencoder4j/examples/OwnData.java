package org.autoencoder4j.examples;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.format.CsvHeader;
import org.autoencoder4j.data.preprocessing.Centring;
import org.autoencoder4j.data.preprocessing.Outliers;
import org.autoencoder4j.examples.Sampling.Kind;
import org.autoencoder4j.examples.Sampling.Samples;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Recovery of a dictionary behind data of a user's own. */
final class OwnData {
    private static final Shape PATCH = new Shape(8, 8);
    private static final int WINDOW = 32;

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
    private @Nullable String columns;

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

    @Option(names = "--window", paramLabel = "W", description = "Values in a window of a time series (default: 32).")
    private @Nullable Integer window;

    @Option(
            names = "--units",
            paramLabel = "m",
            description = "Hidden units, each with an atom (default: twice the features; 1 for a single feature).")
    private @Nullable Integer units;

    @Option(
            names = "--l0",
            paramLabel = "K",
            description = "Mean number of active units per sample, from which the threshold is set (default: a tenth of"
                    + " the features, but at most half of the units and at least 1).")
    private @Nullable Double l0;

    @Option(
            names = "--outliers",
            paramLabel = "NAME",
            description = "What becomes of samples that lie far from all others: keep, drop (they are left out) or clip"
                    + " (they are moved to the limit). They are named in any case (default: keep).")
    private @Nullable OutlierTreatment outliers;

    /** Whether this half of the command is asked for. */
    boolean isGiven() {
        return data != null;
    }

    Optional<String> run(Example example) throws IOException {
        Samples read = samples(example);
        requireVariation(read, example);
        Outliers found = Outliers.of(read.batches());
        OutlierTreatment treatment = requireNonNullElse(outliers, OutlierTreatment.KEEP);
        treatment.report(found, read.batches().size(), example);
        Samples samples = new Samples(treatment.of(found, read.batches()), read.sampling(), read.firstLine());
        int features = samples.batches().features();
        int m = units(features);
        double meanL0 = requireNonNullElse(l0, Math.max(1, Math.min(features / 10.0, m / 2.0)));
        if (!(meanL0 > 0 && meanL0 <= m)) {
            throw new IllegalArgumentException("--l0 = " + meanL0 + " must be above 0 and at most the number of units, "
                    + m + (units == null ? ", by default twice the " + features + " features" : "")
                    + ": give another --l0 or more --units");
        }
        example.settled()
                .put("units", m)
                .put("l0", meanL0)
                .put("outliers", treatment.name().toLowerCase(Locale.ROOT));
        return new DictionaryRun(example, samples, Centring.of(samples.batches()), atomShape(samples))
                .besides(treatment == OutlierTreatment.DROP ? samples.batches() : found.dropped())
                .run(m, meanL0);
    }

    private int units(int features) {
        if (units == null) {
            return features == 1 ? 1 : Math.multiplyExact(2, features);
        }
        return (int) Checks.atLeast("--units", units, 1);
    }

    private Samples samples(Example example) throws IOException {
        if (data == null) {
            throw new IllegalStateException("asked for without --data");
        }
        if (!Sampling.isImage(data)) {
            int width = (int) Checks.atLeast("--window", requireNonNullElse(window, WINDOW), 1);
            Samples samples =
                    Sampling.ofTable(data, requireNonNullElse(columns, Sampling.ALL), header, width, example.dtype());
            refuse("--window", window, samples.sampling().kind() != Kind.SERIES, "a table of one column only");
            return samples;
        }
        refuse("--columns", columns, true, "a CSV file only");
        refuse("--window", window, true, "a table of one column only");
        Shape patch = requireNonNullElse(shape, PATCH);
        if (patch.height() != patch.width()) {
            throw new IllegalArgumentException("--shape " + patch + " must be square: patches are");
        }
        return Sampling.ofImage(data, Kind.IMAGE, patch.height(), example.dtype(), example.streams());
    }

    private void refuse(String option, @Nullable Object given, boolean meaningless, String meaning) {
        if (given != null && meaningless) {
            throw new IllegalArgumentException(
                    option + " " + given + " has a meaning for " + meaning + ", which " + data + " is not");
        }
    }

    /** A dictionary describes how samples differ. */
    private void requireVariation(Samples samples, Example example) {
        Batches batches = samples.batches();
        String shape = "[" + batches.size() + ", " + batches.features() + "]";
        String how = ", read as " + samples.sampling().description();
        if (batches.size() == 1) {
            throw new IllegalArgumentException(
                    data + " gives one sample only, " + shape + how + "; a dictionary needs several that differ: "
                            + samples.sampling().moreSamples());
        }
        Variation variation = Variation.of(batches);
        if (variation.isNone()) {
            throw new IllegalArgumentException(data + " gives samples " + shape + " that are all equal, beginning with "
                    + batches.reader().rows(0, 0, 1).getDouble(0) + ", up to rounding in " + batches.dataType() + how
                    + "; a dictionary needs samples that differ");
        }
        if (!variation.onlyRounded().isEmpty()) {
            ArrayNode features = example.results().putArray("featuresThatOnlyRoundingVaries");
            variation.onlyRounded().forEach(features::add);
            example.console()
                    .println("Features " + variation.onlyRounded()
                            + ", counted from 1, vary by no more than rounding in " + batches.dataType()
                            + " may: leave them out, take an offset from them, or use --dtype double.");
        }
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
