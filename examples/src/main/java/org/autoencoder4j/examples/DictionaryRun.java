package org.autoencoder4j.examples;

import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.data.preprocessing.Preprocessing;
import org.autoencoder4j.data.preprocessing.Whitening;
import org.autoencoder4j.examples.DictionaryTraining.Learned;
import org.autoencoder4j.examples.Sampling.Samples;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.network.HardThreshold;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.storage.SavedFolder;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Learns a dictionary from given samples and tells how well it describes them: numbers, tables, pictures, the autoencoder. */
final class DictionaryRun {
    private final Example example;
    private final Samples samples;
    private final Preprocessing preprocessing;
    private final Optional<Shape> shape;
    private Optional<Batches> ordinary = Optional.empty();

    /** A shape is given where an atom can be drawn. */
    DictionaryRun(Example example, Samples samples, Preprocessing preprocessing, Optional<Shape> shape) {
        this.example = example;
        this.samples = samples;
        this.preprocessing = preprocessing;
        this.shape = shape;
        shape.ifPresent(s -> {
            if (s.pixels() != samples.batches().features()) {
                throw new IllegalArgumentException("--shape " + s + " has " + s.pixels() + " pixels; a sample has "
                        + samples.batches().features() + " features");
            }
        });
    }

    /** Tells too how well the samples that are no outliers are described, if these are not all that it learns from. */
    DictionaryRun besides(Batches withoutOutliers) {
        this.ordinary = Optional.of(withoutOutliers).filter(others -> others != samples.batches());
        return this;
    }

    Optional<String> run(int units, double meanL0) throws IOException {
        Checks.between("--units", units, 1, Integer.MAX_VALUE);
        Checks.between("--l0", meanL0, 0, units);
        Checks.positive("--l0", meanL0);
        SavedFolder.requireReplaceable(example.output().path().resolve(SavedAutoencoder.FOLDER));
        Learned learned = new DictionaryTraining(
                        samples.batches(),
                        preprocessing,
                        meanL0,
                        example.streams(),
                        example.progressLine(example.spec().name(), DictionaryTraining.STEPS))
                .learn(start(), units);
        SavedAutoencoder saved = new SavedAutoencoder(samples.sampling(), preprocessing, learned.autoencoder());
        Fit fit = Fit.of(saved, samples.batches());
        double r2 = ordinary.map(others -> Fit.of(saved, others).r2()).orElse(fit.r2());
        ordinary.ifPresent(others -> example.results().put("r2WithoutOutliers", r2));
        report(learned, fit);
        ordinary.ifPresent(others -> example.console().println("R^2 of the samples that are no outliers: " + r2));
        save(saved);
        draw(saved, fit, learned);
        return learned.failure()
                .map(reason -> "training ended early: " + reason)
                .or(() -> fit.r2() > 0 && r2 > 0
                        ? Optional.empty()
                        : Optional.of("the dictionary describes the samples no better than their mean does: R^2 = "
                                + Math.min(fit.r2(), r2)));
    }

    /**
     * Samples as columns if they are whitened, so that they differ: they look like data. Others may all point the same
     * way, and then columns like them would all fire together; random columns serve any data.
     */
    private Initialiser start() {
        Batches batches = samples.batches();
        return preprocessing instanceof Whitening
                ? Initialiser.sampleColumns(preprocessing.apply(batches))
                : Initialiser.random(batches.features(), batches.dataType());
    }

    private void report(Learned learned, Fit fit) throws IOException {
        TiedAutoencoder autoencoder = learned.autoencoder();
        example.results()
                .put("r2", fit.r2())
                .put("meanL0", fit.meanL0())
                .put("deadUnits", fit.deadUnits())
                .put("steps", learned.steps())
                .put("units", autoencoder.units())
                .put("features", autoencoder.features())
                .put("samples", fit.samples())
                .put("sampling", samples.sampling().description())
                .put("threshold", threshold(autoencoder))
                .put("seconds", learned.elapsed().toMillis() / 1000.0);
        samples.firstLine().ifPresent(line -> example.results().put("firstLine", line));
        Table table = new Table("", "");
        table.row("samples", fit.samples() + ", " + samples.sampling().description());
        table.row("features, units", autoencoder.features() + ", " + autoencoder.units());
        if (preprocessing instanceof Whitening) {
            example.results().put("r2Whitened", fit.r2Preprocessed());
            table.row("R^2 of whitened samples", fit.r2Preprocessed());
        }
        table.row("R^2", fit.r2())
                .row("active units per sample", fit.meanL0())
                .row("dead units", fit.deadUnits())
                .row("threshold", threshold(autoencoder))
                .row("steps", learned.steps())
                .print(example.console());
        if (fit.deadUnits() > 0) {
            example.console()
                    .println(fit.deadUnits() + " of " + autoencoder.units()
                            + " units are dead: no sample activates them; --units "
                            + (autoencoder.units() - fit.deadUnits()) + " or a greater --l0 may serve as well.");
        }
        Table activity = new Table("unit", "activity");
        for (int unit = 0; unit < autoencoder.units(); unit++) {
            activity.row(unit, fit.activity().get(unit));
        }
        example.output().csv("units.csv", activity);
        example.output().csv("history.csv", learned.history());
    }

    private static double threshold(TiedAutoencoder autoencoder) {
        return ((HardThreshold) autoencoder.activation()).lambda();
    }

    private void save(SavedAutoencoder saved) throws IOException {
        saved.save(example.output().path().resolve(SavedAutoencoder.FOLDER));
        example.output()
                .file("W.npy", file -> Npy.write(file, saved.autoencoder().weights()));
        example.output()
                .file("b.npy", file -> Npy.write(file, saved.autoencoder().bias()));
    }

    private void draw(SavedAutoencoder saved, Fit fit, Learned learned) throws IOException {
        double[] r2 = learned.history().column("r2");
        double[] ends = IntStream.range(1, r2.length)
                .filter(step -> step % DictionaryTraining.STEPS_OF_ROUND == 0)
                .mapToDouble(step -> r2[step - 1] < 0 ? Double.NaN : r2[step - 1])
                .toArray();
        LineChart chart = new LineChart(
                example.spec().name(), "round", "R^2 of the round's samples at its end", LineChart.Scale.LINEAR);
        example.output()
                .png("history.png", () -> chart.curve("R^2", ends).include(0).picture());
        if (shape.isEmpty()) {
            return;
        }
        int[] order = IntStream.range(0, fit.activity().size())
                .boxed()
                .sorted(Comparator.comparingDouble(
                        (Integer unit) -> -fit.activity().get(unit)))
                .mapToInt(Integer::intValue)
                .toArray();
        INDArray atoms = saved.autoencoder().weights().transpose().dup('c');
        if (preprocessing instanceof Whitening) {
            example.output().png("atoms-whitened.png", () -> AtomsPicture.of(atoms, order, shape.get()));
        }
        example.output().png("atoms.png", () -> AtomsPicture.of(inDataCoordinates(atoms), order, shape.get()));
    }

    /** What an atom adds to a sample: the linear part of undoing the preprocessing. */
    private INDArray inDataCoordinates(INDArray atoms) {
        INDArray nothing = Nd4j.zeros(atoms.dataType(), 1, atoms.columns());
        return preprocessing
                .invert(atoms)
                .subiRowVector(preprocessing.invert(nothing).getRow(0));
    }
}
