package org.autoencoder4j.examples.dictionary;

import static java.util.Objects.requireNonNullElse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.examples.command.Example;
import org.autoencoder4j.examples.samples.ReadingOptions;
import org.autoencoder4j.examples.samples.Sampling;
import org.autoencoder4j.examples.samples.Sampling.Kind;
import org.autoencoder4j.examples.samples.Sampling.Samples;
import org.autoencoder4j.examples.samples.Shape;
import org.autoencoder4j.learn.DictionaryLearning;
import org.autoencoder4j.learn.Learned;
import org.autoencoder4j.learn.OutlierTreatment;
import org.autoencoder4j.learn.Sparsity;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Recovery of a dictionary behind data of a user's own. */
final class OwnData {
    private static final Shape PATCH = new Shape(8, 8);
    private static final int WINDOW = 32;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description =
                    "A table (.npy, .npz, .safetensors, IDX, or text: .csv, .tsv, .txt, .csv.gz) with a sample in each row, a"
                            + " folder of .npy files, whose rows follow each other, a table with one column, which is taken as"
                            + " a time series and cut into windows, or a picture (.png, .jpg), which is cut into patches. What"
                            + " it is, is told by its content, then by its name.")
    private @Nullable Path data;

    @ArgGroup(validate = false)
    private ReadingOptions reading = new ReadingOptions();

    @Option(
            names = "--preprocess",
            paramLabel = "WHAT",
            description =
                    "What is done to samples first: none, centre, standardise (each feature gets mean 0 and variance"
                            + " 1) or whiten (all directions do, but for those of less than a thousandth of the mean variance)"
                            + " (default: centre).")
    private @Nullable FirstStep preprocess;

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
            description = "Units, each with an atom (default: twice the features, or as many as samples if these are"
                    + " fewer).")
    private @Nullable Integer units;

    @Option(
            names = "--l0",
            paramLabel = "L",
            description = "Mean number of active units per sample, by one threshold for all (default, without --k or"
                    + " --r2: a tenth of the features, but at most half of the units and at least 1).")
    private @Nullable Double l0;

    @Option(
            names = "--r2",
            paramLabel = "R",
            description = "Takes as few active units as reach this R^2; sparsity.png shows what each number of them"
                    + " reaches.")
    private @Nullable Double r2;

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

    /**
     * Learns from the file and tells of it.
     *
     * @param example the command
     * @param k the most active units of a sample, if given
     */
    Optional<String> run(Example example, @Nullable Integer k) throws IOException {
        Samples samples = samples(example);
        ReadingOptions.settle(samples.sampling(), example.settled());
        requireSeveral(samples);
        DictionaryRun run = new DictionaryRun(example, samples, atomShape(samples));
        DictionaryLearning learning = learning(k);
        Learned learned;
        try {
            learned = run.learn(learning);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    data + ", read as " + samples.sampling().description() + ": " + e.getMessage(), e);
        }
        example.settled().put("outliers", learned.findings().treatment().name().toLowerCase(Locale.ROOT));
        return run.tell(learned);
    }

    private DictionaryLearning learning(@Nullable Integer k) {
        DictionaryLearning learning = DictionaryLearning.withDefaults();
        if (units != null) {
            learning = learning.withUnits((int) Checks.atLeast("--units", units, 1));
        }
        if (outliers != null) {
            learning = learning.withOutliers(outliers);
        }
        if (preprocess != null) {
            learning = preprocess.of(learning);
        }
        Optional<Sparsity> sparsity = sparsity(k);
        return sparsity.isPresent() ? learning.withSparsity(sparsity.get()) : learning;
    }

    private Optional<Sparsity> sparsity(@Nullable Integer k) {
        if (Stream.of(k, l0, r2).filter(Objects::nonNull).count() > 1) {
            throw new IllegalArgumentException(
                    "--k, --l0 and --r2 each say how many units are active: give one of them");
        }
        if (k != null) {
            return Optional.of(Sparsity.most((int) Checks.atLeast("--k", k, 1)));
        }
        if (l0 != null) {
            return Optional.of(Sparsity.mean(Checks.positive("--l0", l0)));
        }
        if (r2 != null && !(r2 > 0 && r2 < 1)) {
            throw new IllegalArgumentException("--r2 = " + r2 + " must be above 0 and below 1");
        }
        return Optional.ofNullable(r2).map(Sparsity::reaching);
    }

    private Samples samples(Example example) throws IOException {
        if (data == null) {
            throw new IllegalStateException("asked for without --data");
        }
        if (!Sampling.isImage(data)) {
            int width = (int) Checks.atLeast("--window", requireNonNullElse(window, WINDOW), 1);
            Samples samples = Sampling.ofTable(data, reading.table(), reading.array(), width, example.dtype());
            refuse("--window", window, samples.sampling().kind() != Kind.SERIES, "a table of one column only");
            return samples;
        }
        reading.refuseFor(data);
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

    /** Only here is it known how a file gives more samples. */
    private void requireSeveral(Samples samples) {
        Batches batches = samples.batches();
        if (batches.size() == 1) {
            throw new IllegalArgumentException(data + " gives one sample only, [1, " + batches.features()
                    + "], read as " + samples.sampling().description()
                    + "; a dictionary needs several that differ: "
                    + samples.sampling().moreSamples());
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
