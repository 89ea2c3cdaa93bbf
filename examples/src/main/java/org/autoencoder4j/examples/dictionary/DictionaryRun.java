package org.autoencoder4j.examples.dictionary;

import java.io.IOException;
import java.util.Optional;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.data.preprocessing.Outliers;
import org.autoencoder4j.examples.command.Closing;
import org.autoencoder4j.examples.command.Example;
import org.autoencoder4j.examples.samples.Sampling.Samples;
import org.autoencoder4j.examples.samples.Shape;
import org.autoencoder4j.learn.DictionaryLearning;
import org.autoencoder4j.learn.Fit;
import org.autoencoder4j.learn.Learned;
import org.autoencoder4j.learn.OutlierTreatment;
import org.autoencoder4j.storage.SavedFolder;
import org.autoencoder4j.train.StopReason.Kind;

/** Learns a dictionary from given samples and tells how well it describes them: numbers, tables, pictures, the dictionary. */
final class DictionaryRun {
    private static final int MOST_SWEEPS = 100;

    private final Example example;
    private final Samples samples;
    private final Optional<Shape> shape;

    /** A shape is given where an atom can be drawn. */
    DictionaryRun(Example example, Samples samples, Optional<Shape> shape) {
        this.example = example;
        this.samples = samples;
        this.shape = shape;
        shape.ifPresent(s -> {
            if (s.pixels() != samples.batches().features()) {
                throw new IllegalArgumentException("--shape " + s + " has " + s.pixels() + " pixels; a sample has "
                        + samples.batches().features() + " features");
            }
        });
    }

    /** Learns, with a line of progress. */
    Learned learn(DictionaryLearning learning) throws IOException {
        SavedFolder.requireReplaceable(example.output().path().resolve(SavedDictionary.FOLDER));
        long start = System.nanoTime();
        Learned learned = learning.withSweepsUpTo(MOST_SWEEPS)
                .withListener(example.progressLine(example.spec().name(), MOST_SWEEPS))
                .fit(samples.batches(), example.streams());
        example.results().put("seconds", Math.round((System.nanoTime() - start) * 1e-6) / 1000.0);
        return learned;
    }

    /** Writes everything and returns what was not achieved, if anything. */
    Optional<String> tell(Learned learned) throws IOException {
        new OutlierReport(learned.findings()).write(example);
        DictionaryReport report = new DictionaryReport(example, samples, learned);
        report.write();
        example.tell(
                "The dictionary behind samples",
                "Of which few parts is each sample the sum, and how well do these parts describe the samples?",
                report::told);
        double r2 = withoutOutliers(learned).map(Fit::r2).orElse(learned.r2());
        if (r2 != learned.r2()) {
            example.results().put("r2WithoutOutliers", r2);
            example.console().println("R^2 of the samples that are no outliers: " + r2);
        }
        new SavedDictionary(samples.sampling(), learned)
                .save(example.output().path().resolve(SavedDictionary.FOLDER));
        example.output().file("W.npy", file -> Npy.write(file, learned.coder().weights()));
        new DictionaryPictures(example, learned, shape).draw();
        Kind kind = learned.stopReason().kind();
        if (kind == Kind.NOT_FINITE || kind == Kind.INTERRUPTED || kind == Kind.DIVERGED) {
            return Optional.of("training ended early: " + learned.stopReason());
        }
        return learned.r2() > 0 && r2 > 0
                ? Optional.empty()
                : Optional.of("the dictionary describes the samples no better than their mean does: R^2 = "
                        + Math.min(learned.r2(), r2));
    }

    /** How well the samples that are no outliers are described, if these are not all that it was learned from. */
    private Optional<Fit> withoutOutliers(Learned learned) {
        boolean others =
                !learned.findings().outliers().isEmpty() && learned.findings().treatment() != OutlierTreatment.DROP;
        Batches all = samples.batches();
        return others ? Optional.of(learned.evaluate(Outliers.of(all).dropped())) : Optional.empty();
    }

    /** What the numbers of such a run mean. */
    static Closing closing(Example example, boolean failed) {
        if (failed) {
            return new Closing(
                    example.result("r2") > 0
                            ? "The run broke off, so this dictionary is not the best one for the samples."
                            : "As far as this run can tell the samples are no sums of few parts, for their mean describes them"
                                    + " as well as the dictionary does.",
                    "more units, other preprocessing, or docs/GUIDE.md (Your own data).");
        }
        int spare = (int) (example.result("deadUnits") + example.result("surplusUnits"));
        return new Closing(
                Closing.sentence(
                        "With %.3g of %.0f atoms each, the samples keep %.3g %% of their variance%s.",
                        example.result("meanL0"),
                        example.result("units"),
                        100 * example.result("r2"),
                        spare == 0 ? "" : ", and " + spare + " atoms fewer would do"),
                "examples/run encode --autoencoder " + example.output().path() + " --data FILE codes new samples;"
                        + " docs/GUIDE.md (What to expect) tells how to judge the share.");
    }
}
