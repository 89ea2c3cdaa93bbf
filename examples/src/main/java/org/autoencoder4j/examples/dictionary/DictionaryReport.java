package org.autoencoder4j.examples.dictionary;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.autoencoder4j.data.preprocessing.Whitening;
import org.autoencoder4j.examples.command.Example;
import org.autoencoder4j.examples.command.Table;
import org.autoencoder4j.examples.samples.Sampling.Samples;
import org.autoencoder4j.html.HtmlReport;
import org.autoencoder4j.html.HtmlTable;
import org.autoencoder4j.learn.Fit;
import org.autoencoder4j.learn.Learned;
import org.autoencoder4j.learn.SparsityPath;
import org.autoencoder4j.learn.SparsityPath.Point;
import org.autoencoder4j.learn.SweepRow;
import org.autoencoder4j.picture.Axis;
import org.autoencoder4j.picture.LineChart;
import org.autoencoder4j.picture.Picture;
import org.autoencoder4j.picture.Role;

/** What a dictionary is and how well it describes its samples, in numbers: results, tables and files. */
final class DictionaryReport {
    private static final int MOST_TOLD = 20;

    private final Example example;
    private final Samples samples;
    private final Learned learned;

    DictionaryReport(Example example, Samples samples, Learned learned) {
        this.example = example;
        this.samples = samples;
        this.learned = learned;
    }

    void write() throws IOException {
        fillResults();
        print();
        units();
        history();
        if (learned.path().isPresent()) {
            path(learned.path().get());
        }
    }

    private boolean isWhitened() {
        return learned.preprocessing() instanceof Whitening;
    }

    private int dead() {
        return learned.fit().deadUnits().size();
    }

    private int sweeps() {
        return learned.history().size();
    }

    private double medianError() {
        double[] errors = learned.units().errors().stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        return errors[errors.length / 2];
    }

    private void fillResults() {
        example.settled().put("units", learned.coder().units());
        example.results()
                .put("r2", learned.r2())
                .put("meanL0", learned.meanL0())
                .put("deadUnits", dead())
                .put("surplusUnits", learned.units().surplus().size())
                .put("replacedUnits", learned.units().replaced())
                .put("medianEstimatedError", medianError())
                .put("steps", sweeps() - 1)
                .put("units", learned.coder().units())
                .put("features", learned.coder().features())
                .put("samples", learned.fit().samples())
                .put("sampling", samples.sampling().description())
                .put("encoder", learned.coder().encoder().name())
                .put("stopReason", learned.stopReason().toString());
        samples.tell(example.results());
        if (isWhitened()) {
            example.results().put("r2Whitened", learned.fit().r2Preprocessed());
        }
    }

    /** Numbers, pictures and the units that are used most, on a page. */
    HtmlReport told(HtmlReport page) {
        HtmlReport told = page.section("What came out").with(numbers().html("", Integer.MAX_VALUE));
        told = new OutlierReport(learned.findings()).sentence().map(told::with).orElse(told);
        told = example.output()
                .picturesOn(told.section("In pictures"))
                .with(Picture.beside(List.of(activity(), loss())));
        return told.section("Units")
                .with(mostUsed())
                .section("In a few words")
                .with(learned + (dead() == 0 ? "." : ". A unit that is dead could be left out."));
    }

    private LineChart activity() {
        return new LineChart("Active and dead units, sweep by sweep", Axis.linear("sweep"), Axis.linear("units"))
                .curve(Role.L0, "active units of a sample, in the mean", perSweep(SweepRow::meanL0))
                .curve(Role.DEAD_UNITS, "units that no sample activates", perSweep(SweepRow::deadUnits))
                .include(0);
    }

    private LineChart loss() {
        return new LineChart("Loss, sweep by sweep", Axis.linear("sweep"), Axis.logarithmic("mean loss per sample"))
                .curve(Role.LOSS, "loss", perSweep(SweepRow::loss));
    }

    private double[] perSweep(ToDoubleFunction<SweepRow> which) {
        return learned.history().stream().mapToDouble(which).toArray();
    }

    private HtmlTable mostUsed() {
        List<Long> uses = learned.fit().uses();
        HtmlTable table = HtmlTable.of(
                "The units that are used most", "unit", "share of the samples", "estimated error", "surplus");
        for (int unit : IntStream.range(0, uses.size())
                .boxed()
                .sorted(Comparator.comparing(uses::get).reversed())
                .limit(MOST_TOLD)
                .toList()) {
            table = table.row(
                    unit,
                    (double) uses.get(unit) / learned.fit().samples(),
                    learned.units().errors().get(unit),
                    learned.units().surplus().contains(unit));
        }
        return table;
    }

    private void print() {
        numbers().print(example.console());
        example.console().println("Ended as " + learned.stopReason());
        if (dead() > 0) {
            example.console()
                    .println(dead() + " of " + learned.coder().units() + " units are dead: no sample activates them;"
                            + " --units " + (learned.coder().units() - dead()) + " or more active units may serve as"
                            + " well.");
        }
    }

    private Table numbers() {
        Table table = new Table("", "");
        Fit fit = learned.fit();
        table.row("read", samples.contents());
        table.row("samples", fit.samples() + ", " + samples.sampling().description());
        table.row(
                "features, units",
                learned.coder().features() + ", " + learned.coder().units());
        if (isWhitened()) {
            table.row("R^2 of whitened samples", fit.r2Preprocessed());
        }
        table.row("R^2", fit.r2())
                .row("active units per sample", fit.meanL0())
                .row("dead units", dead())
                .row("surplus units", learned.units().surplus().size())
                .row("median estimated error of an atom", medianError())
                .row("sweeps", sweeps());
        return table;
    }

    private void units() throws IOException {
        Fit fit = learned.fit();
        Table units = new Table("unit", "activity", "estimatedError", "surplus");
        for (int unit = 0; unit < learned.coder().units(); unit++) {
            units.row(
                    unit,
                    (double) fit.uses().get(unit) / fit.samples(),
                    learned.units().errors().get(unit),
                    learned.units().surplus().contains(unit));
        }
        example.output().csv("units.csv", units);
    }

    private void history() throws IOException {
        Table history = new Table(
                "step", "phase", "mostActive", "samples", "loss", "r2", "meanL0", "deadUnits", "swaps", "movement");
        for (SweepRow row : learned.history()) {
            history.row(
                    row.step(),
                    row.phase().name().toLowerCase(Locale.ROOT),
                    row.mostActive(),
                    row.samples(),
                    row.loss(),
                    row.r2(),
                    row.meanL0(),
                    row.deadUnits(),
                    row.swaps(),
                    row.movement());
        }
        example.output().csv("history.csv", history);
    }

    private void path(SparsityPath path) throws IOException {
        Table table = new Table("mostActive", "r2", "meanL0");
        for (Point point : path.points()) {
            table.row(point.mostActive(), point.r2(), point.meanL0());
        }
        example.output().csv("sparsity.csv", table);
        example.results().put("mostActive", path.chosen().mostActive());
        double[] r2 = new double[path.points().get(path.points().size() - 1).mostActive() + 1];
        Arrays.fill(r2, Double.NaN);
        r2[0] = 0;
        path.points().forEach(point -> r2[point.mostActive()] = point.r2());
        example.output()
                .picture(
                        "sparsity",
                        () -> new LineChart(
                                        "How many active units the target asks for",
                                        Axis.linear("active units of a sample at most"),
                                        Axis.linear("R^2 of the samples"))
                                .curve(Role.R2, "R^2", r2)
                                .level(Role.BOUND, "target", path.target()));
        if (!path.reachesTarget()) {
            example.console()
                    .println("No number of active units reaches R^2 = " + path.target() + ": " + path.chosen()
                            + " is the most; more units may reach it.");
        }
    }
}
