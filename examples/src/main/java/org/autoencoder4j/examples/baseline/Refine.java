package org.autoencoder4j.examples.baseline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.consistency.Proportion;
import org.autoencoder4j.check.refinement.ColumnErrors;
import org.autoencoder4j.check.refinement.StatisticalFloor;
import org.autoencoder4j.check.refinement.SweepRecorder;
import org.autoencoder4j.check.refinement.SweepRow;
import org.autoencoder4j.check.refinement.SweepUpdate;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.coding.SparseEncoder;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.examples.command.Closing;
import org.autoencoder4j.examples.command.Example;
import org.autoencoder4j.examples.command.Table;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.learn.sweep.DictionarySweeps;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.picture.Axis;
import org.autoencoder4j.picture.LineChart;
import org.autoencoder4j.picture.Mark;
import org.autoencoder4j.picture.Picture;
import org.autoencoder4j.picture.Role;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the theory of refinement says of each sweep against what it does. */
@Command(
        name = "refine",
        sortOptions = false,
        description =
                "Learns a known dictionary by sweeps and holds at each what the theory says beside what happens: the"
                        + " error that exact supports predict, the rate near the dictionary, supports of new samples, the"
                        + " errors that the run estimates of itself, and the floor that noise leaves. Fails if a report fails.")
public final class Refine extends Example {
    private static final double LEAST_SHARE = 0.95;
    private static final String NONE = "";

    @Mixin
    private SparseTruth sparse = new SparseTruth(0.05, 8_000);

    @Option(
            names = "--delta",
            paramLabel = "delta",
            description = "Distance of every column from its atom at the start (default: ${DEFAULT-VALUE}).")
    private double delta = 0.5;

    @Option(
            names = "--fresh",
            paramLabel = "N",
            description = "New samples that are coded at each sweep (default: ${DEFAULT-VALUE}).")
    private int fresh = 2_000;

    @Option(names = "--sweeps", paramLabel = "T", description = "Most sweeps (default: ${DEFAULT-VALUE}).")
    private int sweeps = 30;

    @Override
    public Optional<String> run() throws IOException {
        sparse.requireOptions();
        Checks.atLeast("--sweeps", sweeps, 1);
        GenerativeModel truth = sparse.model(dtype(), streams());
        SweepRecorder recorder = SweepRecorder.of(truth, heldOutStreams(), fresh);
        Batches data = Batches.of(truth.draw(streams(), 0, sparse.samples()).observations());
        INDArray start = Initialiser.near(truth.dictionary(), delta).weights(sparse.units(), streams());
        String reason = Trainer.of(
                        DictionarySweeps.of(data).fromNear(),
                        DictionarySweeps.settled().or(StoppingRule.steps(sweeps)))
                .withListener(recorder)
                .withListener(progressLine("refine", sweeps))
                .train(new SparseCoder(start, SparseEncoder.pursuit(sparse.sparsity(), sparse.sign())))
                .stopReason()
                .toString();
        results().put("stopReason", reason);
        double floor = StatisticalFloor.of(truth).error(sparse.samples());
        results().put("floor", floor);
        results().put("delta", recorder.rows().get(recorder.rows().size() - 1).delta());
        tell(recorder, floor);
        return report(recorder);
    }

    private void tell(SweepRecorder recorder, double floor) throws IOException {
        Table table = new Table(
                "step",
                "phase",
                "samples",
                "delta",
                "median",
                "rightSupports",
                "explained",
                "rightIfExplained",
                "rate");
        for (SweepRow row : recorder.rows()) {
            table.row(
                    row.step(),
                    row.phase().name().toLowerCase(Locale.ROOT),
                    row.samples(),
                    row.delta(),
                    row.median(),
                    row.right().rate(),
                    row.explainedShare(),
                    row.explainedRight().<Object>map(Proportion::rate).orElse(NONE),
                    row.rate());
        }
        Table updates = new Table("step", "before", "expected", "noise", "predicted", "after");
        for (SweepUpdate update : recorder.updates()) {
            updates.row(
                    update.step(),
                    update.before(),
                    update.expected(),
                    update.noise(),
                    update.predicted() * update.before(),
                    update.after());
        }
        output().csv("sweeps.csv", table);
        output().csv("updates.csv", updates);
        table.print(console());
        draw(recorder, floor);
    }

    private void draw(SweepRecorder recorder, double floor) throws IOException {
        List<SweepRow> rows = recorder.rows();
        double[] predicted = new double[rows.size()];
        double[] measured = new double[rows.size()];
        Arrays.fill(predicted, Double.NaN);
        Arrays.fill(measured, Double.NaN);
        for (SweepUpdate update : recorder.updates()) {
            predicted[(int) update.step() + 1] = update.predicted() * update.before();
            measured[(int) update.step() + 1] = update.after();
        }
        double[] steps = IntStream.range(0, measured.length).asDoubleStream().toArray();
        String sizes = String.format(
                Locale.ROOT,
                "n = %d, m = %d, k = %d, N = %d",
                sparse.features(),
                sparse.units(),
                sparse.sparsity(),
                sparse.samples());
        LineChart errors = new LineChart(
                        "How near the columns come to their atoms",
                        Axis.linear("sweep"),
                        Axis.logarithmic("distance of a column from its atom"))
                .note(sizes)
                .curve(
                        Role.DELTA,
                        "greatest",
                        rows.stream().mapToDouble(SweepRow::delta).toArray())
                .curve(
                        Role.MEASURED,
                        "median",
                        rows.stream().mapToDouble(SweepRow::median).toArray())
                .level(Role.FLOOR, "floor that noise leaves", floor);
        LineChart updates = new LineChart(
                        "What each update was predicted to leave of the error, and what it left",
                        Axis.linear("sweep"),
                        Axis.logarithmic("||W - A|| after an update, Frobenius"))
                .note(sizes)
                .theory(Role.PREDICTED, "predicted", predicted)
                .marks(Role.MEASURED, Mark.DISC, "measured", steps, measured);
        output().picture("refine", () -> Picture.beside(List.of(errors, updates)));
    }

    private Optional<String> report(SweepRecorder recorder) throws IOException {
        List<Report> reports = new ArrayList<>(
                List.of(recorder.contraction(), recorder.supports(LEAST_SHARE), recorder.explained(LEAST_SHARE)));
        recorder.columnErrors().map(ColumnErrors::report).ifPresent(reports::add);
        ArrayNode node = results().putArray("reports");
        List<String> failed = new ArrayList<>();
        for (Report report : reports) {
            node.add(new ObjectMapper().readTree(report.toJson()));
            console().println(report.text());
            if (report.verdict() == Verdict.FAILS) {
                failed.add(report.text().lines().findFirst().orElseThrow());
            }
        }
        return failed.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", failed));
    }

    @Override
    protected Closing closing(boolean failed) {
        int holds = 0;
        for (JsonNode report : results().path("reports")) {
            holds += report.path("verdict").asText().equals(Verdict.HOLDS.name()) ? 1 : 0;
        }
        if (failed) {
            return new Closing(
                    "A statement of the theory of refinement does not hold of this run, which is outside of its conditions"
                            + " or refutes it.",
                    "a smaller --k, less --sigma or more --samples, until it holds.");
        }
        return new Closing(
                Closing.sentence(
                        "%d of %d statements of the theory hold of these sweeps, and they end with an error of %.3g where noise"
                                + " alone leaves %.3g.",
                        holds, results().path("reports").size(), result("delta"), result("floor")),
                "examples/run baselines, which holds sweeps against the methods of others.");
    }
}
