package org.autoencoder4j.examples.dictionary;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.autoencoder4j.check.closeness.DeltaCloseness;
import org.autoencoder4j.check.closeness.SignFlips;
import org.autoencoder4j.check.consistency.CodeConsistency;
import org.autoencoder4j.check.consistency.Interval;
import org.autoencoder4j.examples.command.Closing;
import org.autoencoder4j.examples.command.Example;
import org.autoencoder4j.examples.command.Json;
import org.autoencoder4j.examples.command.Table;
import org.autoencoder4j.html.HtmlReport;
import org.autoencoder4j.model.Draw;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.network.Relu;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.picture.Axis;
import org.autoencoder4j.picture.LineChart;
import org.autoencoder4j.picture.Mark;
import org.autoencoder4j.picture.Picture;
import org.autoencoder4j.picture.Role;
import org.autoencoder4j.train.History;
import org.autoencoder4j.train.StopReason.Kind;
import org.autoencoder4j.train.TrainingResult;

/** What the recovery of a known dictionary gave: results, files and a table. */
final class RecoveryReport {
    private static final int HELD_OUT = 10_000;
    private static final double CONSISTENT = 0.99;

    private final Example example;
    private final GenerativeModel truth;
    private final TrainingResult<TiedAutoencoder> run;
    private final double[] deltas;
    private final double seconds;
    private final DeltaCloseness closeness;
    private final CodeConsistency consistency;
    private final Optional<SweepRecovery> sweeps;

    /** Measures a run, and tells of sweeps beside it. */
    RecoveryReport(
            Example example,
            GenerativeModel truth,
            TrainingResult<TiedAutoencoder> run,
            Distances distances,
            Optional<SweepRecovery> sweeps) {
        this.sweeps = sweeps;
        this.example = example;
        this.truth = truth;
        this.run = run;
        this.deltas = distances.deltas();
        this.seconds = distances.secondsWithout(run.elapsed());
        this.closeness = closeness(run.parameters(), truth);
        Draw fresh = truth.draw(example.heldOutStreams(), 0, HELD_OUT);
        this.consistency =
                CodeConsistency.of(run.parameters(), closeness.minimumSum(), fresh.observations(), fresh.codes());
    }

    static DeltaCloseness closeness(TiedAutoencoder autoencoder, GenerativeModel truth) {
        return DeltaCloseness.of(autoencoder.weights(), truth.dictionary(), SignFlips.of(truth.codeLaw()));
    }

    /** Writes everything and returns what the run did not achieve, if anything. */
    Optional<String> write(String what) throws IOException {
        fillResults();
        example.output().file("history.csv", file -> run.history().toCsv(file));
        Table curve = new Table("step", "delta");
        for (int i = 0; i < deltas.length; i++) {
            curve.row(i, deltas[i]);
        }
        example.output().csv("delta.csv", curve);
        draw(what);
        print();
        example.tell(
                "Recovery of a dictionary that is known",
                "How near does training come to the dictionary behind its samples, by the rule of the paper and by sweeps?",
                this::told);
        return failure();
    }

    private void fillResults() {
        Interval interval = consistency.consistent().wilson(0.95);
        example.results()
                .put("deltaInitial", deltas[0])
                .put("delta", closeness.delta())
                .put("deltaOfMinimumSum", closeness.minimumSum().delta())
                .put("frobenius", closeness.minimumSum().frobenius())
                .put("codeConsistency", consistency.consistent().rate())
                .put("sameSupport", consistency.sameSupport().rate())
                .put("unmatchedAtoms", unmatched(closeness))
                .put("lossInitial", run.initialLoss())
                .put("loss", run.loss())
                .put("noiseFloor", noiseFloor())
                .put("steps", run.steps())
                .put("seconds", seconds)
                .put("stopReason", run.stopReason().toString())
                .set("codeConsistencyInterval", Json.array(interval.low(), interval.high()));
        note().ifPresent(note -> example.results().put("note", note));
        sweeps.ifPresent(beside -> example.results()
                .putObject("sweeps")
                .put("delta", beside.closeness().delta())
                .put("frobenius", beside.closeness().minimumSum().frobenius())
                .put("unmatchedAtoms", unmatched(beside.closeness()))
                .put("loss", beside.result().loss())
                .put("steps", beside.result().steps())
                .put("seconds", beside.seconds())
                .put("stopReason", beside.result().stopReason().toString()));
    }

    private void draw(String what) throws IOException {
        String sizes = String.format(
                Locale.ROOT,
                "%s, n = %d, m = %d, k = %d, sigma = %s",
                what,
                truth.features(),
                truth.units(),
                truth.codeLaw().sparsity(),
                truth.noise());
        LineChart loss = new LineChart(
                        "The loss falls to its floor", Axis.linear("step"), Axis.logarithmic("loss, mean of a sample"))
                .note(sizes)
                .curve(Role.LOSS, "the paper's rule", run.history().losses());
        if (truth.noise() > 0) {
            loss.level(Role.FLOOR, "noise alone: (n - k) sigma^2 / 2", noiseFloor());
        }
        double shrinkage = shrinkage();
        if (shrinkage > 0) {
            loss.level(Role.BOUND, "noise and bias: that + b^2 / 2", noiseFloor() + shrinkage);
        }
        LineChart distance = new LineChart(
                        "The columns come to their atoms",
                        Axis.linear("step"),
                        Axis.logarithmic("delta, distance of the farthest column"))
                .note(sizes)
                .curve(Role.DELTA, "the paper's rule", deltas);
        sweeps.ifPresent(beside -> distance.level(
                Role.FLOOR, "sweeps, in the end", beside.closeness().delta()));
        example.output().picture("recover", () -> Picture.beside(List.of(loss, distance)));
    }

    /** What a constant bias leaves of the loss where each sample has one atom. */
    private double shrinkage() {
        double bias = run.parameters().bias().getFloat(0);
        boolean relu = run.parameters().activation() instanceof Relu;
        return relu && truth.codeLaw().sparsity() == 1 ? bias * bias / 2 : 0;
    }

    private void print() {
        numbers().row("seconds", "", seconds, beside(SweepRecovery::seconds)).print(example.console());
        note().ifPresent(example.console()::println);
    }

    private Table numbers() {
        return new Table("", "start", "paper's rule", "sweeps")
                .row(
                        "delta, greatest column error",
                        deltas[0],
                        closeness.delta(),
                        beside(s -> s.closeness().delta()))
                .row(
                        "Frobenius error",
                        "",
                        closeness.minimumSum().frobenius(),
                        beside(s -> s.closeness().minimumSum().frobenius()))
                .row(
                        "atoms without a column near them",
                        "",
                        unmatched(closeness),
                        beside(s -> unmatched(s.closeness())))
                .row(
                        "loss",
                        run.initialLoss(),
                        run.loss(),
                        beside(s -> s.result().loss()))
                .row(
                        "consistent codes of new samples",
                        "",
                        consistency.consistent().rate(),
                        "")
                .row("steps", 0, run.steps(), beside(s -> s.result().steps()));
    }

    private HtmlReport told(HtmlReport page) {
        double limit = Math.min(closeness.agreementRadius(), deltas[0]);
        HtmlReport told = page.section("What came out").with(numbers().html("", Integer.MAX_VALUE));
        told = note().map(told::with).orElse(told).section("Step by step");
        told = example.output().picturesOn(told).with(Picture.beside(List.of(activity(), distances())));
        told = told.section("How near, and whether codes are found")
                .with("The limit of delta is half the way to another atom, or the start's delta if that is less.")
                .with(closeness.report(limit))
                .with(consistency.report(CONSISTENT));
        return told.section("In a few words").with(meaning());
    }

    private LineChart activity() {
        List<History.Row> rows = run.history().rows();
        return new LineChart("Active and dead units, step by step", Axis.linear("step"), Axis.linear("units"))
                .curve(
                        Role.L0,
                        "active units of a sample, in the mean",
                        rows.stream().mapToDouble(History.Row::meanL0).toArray())
                .curve(
                        Role.DEAD_UNITS,
                        "units that no sample activates",
                        rows.stream().mapToDouble(History.Row::deadUnits).toArray())
                .include(0);
    }

    private LineChart distances() {
        double[] distances = closeness.minimumSum().distances();
        double[] atoms = IntStream.range(0, distances.length).asDoubleStream().toArray();
        LineChart chart = new LineChart(
                        "The distance of each atom from its column at the end",
                        Axis.linear("atom"),
                        Axis.linear("distance"))
                .marks(Role.FIRST, Mark.DISC, "paper's rule", atoms, distances)
                .include(0);
        sweeps.ifPresent(beside -> chart.marks(
                Role.SECOND,
                Mark.TRIANGLE,
                "sweeps",
                atoms,
                beside.closeness().minimumSum().distances()));
        return chart;
    }

    private String meaning() {
        return String.format(
                Locale.ROOT,
                "The greatest column error fell from %.3g to %.3g by the rule of the paper%s; of new samples, %.1f %% have their"
                        + " code found.",
                deltas[0],
                closeness.delta(),
                sweeps.map(beside -> String.format(
                                Locale.ROOT,
                                ", and to %.3g by sweeps",
                                beside.closeness().delta()))
                        .orElse(""),
                100 * consistency.consistent().rate());
    }

    private Object beside(Function<SweepRecovery, Object> number) {
        return sweeps.map(number).orElse("");
    }

    /** Atoms whose column is farther away than half the way to another atom. */
    private static long unmatched(DeltaCloseness closeness) {
        return Arrays.stream(closeness.minimumSum().distances())
                .filter(distance -> distance > closeness.agreementRadius())
                .count();
    }

    /** What the noise outside the span of a sample's atoms leaves of the loss. */
    private double noiseFloor() {
        return (truth.features() - truth.codeLaw().sparsity()) * truth.noise() * truth.noise() / 2;
    }

    private Optional<String> note() {
        float bias = run.parameters().bias().getFloat(0);
        if (!(run.parameters().activation() instanceof Relu) || bias == 0) {
            return Optional.empty();
        }
        return Optional.of(
                truth.codeLaw().sparsity() == 1
                        ? "The bias shrinks every code by " + Math.abs(bias) + " and so leaves b^2 / 2 = "
                                + bias * bias / 2 + " in the loss; the dictionary is a fixed point all the same."
                        : "The bias biases the fixed point: with several atoms in a sample, ReLU and b = " + bias
                                + " the dictionary is no fixed point of the update, so delta stops above what the samples"
                                + " allow; the hard threshold without bias comes nearer.");
    }

    private Optional<String> failure() {
        Kind kind = run.stopReason().kind();
        if (kind == Kind.NOT_FINITE || kind == Kind.INTERRUPTED || kind == Kind.DIVERGED) {
            return Optional.of("the run failed: " + run.stopReason());
        }
        if (!(closeness.delta() <= deltas[0])) {
            return Optional.of(
                    "the dictionary was not recovered: delta went from " + deltas[0] + " to " + closeness.delta());
        }
        return unmatched(closeness) == 0
                        || sweeps.filter(beside -> unmatched(beside.closeness()) == 0)
                                .isPresent()
                ? Optional.empty()
                : Optional.of("the dictionary was not recovered: " + unmatched(closeness)
                        + " atoms have no column near them after the paper's rule"
                        + sweeps.map(beside -> ", " + unmatched(beside.closeness()) + " after sweeps")
                                .orElse(""));
    }

    /** What the numbers of such a run mean. */
    static Closing closing(Example example, boolean failed) {
        long missing = (long) example.result("unmatchedAtoms");
        int atoms = example.settled().path("m").asInt();
        if (!failed) {
            return new Closing(
                    missing == 0
                            ? Closing.sentence(
                                    "The paper's rule found all %d atoms: after %.0f steps no column is farther than %.3g from"
                                            + " its atom, where two random ones are about 1.4 apart.",
                                    atoms, example.result("steps"), example.result("delta"))
                            : Closing.sentence(
                                    "The paper's rule left %d of %d atoms without a column near them, and sweeps over the same"
                                            + " samples found all.",
                                    missing, atoms),
                    "examples/run recover --data FILE learns a dictionary of your own samples.");
        }
        return new Closing(
                missing == 0
                        ? "The run broke off or led away from the dictionary, so its columns are not the atoms."
                        : Closing.sentence(
                                "From this start, with these samples and this step, %d of %d atoms have no column near them, so"
                                        + " the columns are not the atoms.",
                                missing, atoms),
                "more --samples, a nearer start (a smaller --delta), or examples/run initialise, which finds atoms from"
                        + " samples alone.");
    }
}
