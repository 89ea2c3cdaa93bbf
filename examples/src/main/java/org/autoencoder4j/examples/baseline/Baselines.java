package org.autoencoder4j.examples.baseline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.examples.baseline.MeasuredRun.Point;
import org.autoencoder4j.examples.command.Example;
import org.autoencoder4j.examples.command.Table;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.model.Draw;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.picture.Axis;
import org.autoencoder4j.picture.LineChart;
import org.autoencoder4j.picture.Picture;
import org.autoencoder4j.picture.Role;
import org.autoencoder4j.random.RandomStreams;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sweeps beside the methods of others. */
@Command(
        name = "baselines",
        sortOptions = false,
        description =
                "Learns one dictionary in seven ways, from the same samples and the same start: sweeps, the paper's"
                        + " rule, neural sparse coding and its unbiased form, OMP + MOD, approximate K-SVD and online dictionary"
                        + " learning. Seconds are those of this library on this machine: K-SVD and the neural rules code their samples a"
                        + " second time, on one thread. Fails if sweeps do not find every atom.")
public final class Baselines extends Example {
    private static final int HELD_OUT = 2_000;
    private static final double NEAR = 0.5;

    /** Where all begin. */
    enum Start {
        NEAR,
        SAMPLES
    }

    @Mixin
    private SparseTruth sparse = new SparseTruth(0.01, 20_000);

    @Option(
            names = "--starts",
            split = ",",
            paramLabel = "NAME",
            description = "near: each column 0.5 from its atom; samples: samples as columns (default: both).")
    private List<Start> starts = List.of(Start.values());

    @Option(
            names = "--methods",
            split = ",",
            paramLabel = "NAME",
            description = "Any of ${COMPLETION-CANDIDATES} (default: all).")
    private List<BaselineMethod> methods = List.of(BaselineMethod.values());

    @Option(
            names = "--seeds",
            paramLabel = "S",
            description = "How many dictionaries, from --seed on (default: ${DEFAULT-VALUE}).")
    private int seeds = 1;

    @Option(
            names = "--passes",
            paramLabel = "T",
            description = "Most passes over the samples (default: ${DEFAULT-VALUE}).")
    private int passes = 60;

    @Option(
            names = "--threshold",
            paramLabel = "lambda",
            description = "Of codes by one product (default: ${DEFAULT-VALUE}).")
    private double threshold = 0.8;

    @Option(
            names = "--limit",
            paramLabel = "D",
            description = "Distance up to which an atom counts as found (default: ${DEFAULT-VALUE}).")
    private double limit = 0.06;

    private final Table table =
            new Table("start", "seed", "method", "delta", "found", "consistency", "r2", "seconds", "steps", "ended");
    private final Table curves =
            new Table("start", "seed", "method", "step", "seconds", "delta", "found", "consistency", "r2");
    private final List<String> shortfalls = new ArrayList<>();
    private @Nullable ArrayNode runs;

    @Override
    public Optional<String> run() throws IOException {
        Checks.atLeast("--seeds", seeds, 1);
        Checks.atLeast("--passes", passes, 1);
        sparse.requireOptions();
        Checks.positive("--limit", limit);
        runs = results().putArray("runs");
        for (Start start : starts) {
            for (int i = 0; i < seeds; i++) {
                compare(start, streams().seed() + i);
            }
        }
        output().csv("baselines.csv", table);
        output().csv("baselines-curves.csv", curves);
        table.print(console());
        return shortfalls.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", shortfalls));
    }

    private void compare(Start start, long seed) throws IOException {
        RandomStreams streams = RandomStreams.of(seed);
        GenerativeModel truth = sparse.model(dtype(), streams);
        Batches data = Batches.of(truth.draw(streams, 0, sparse.samples()).observations());
        Draw heldOut = truth.draw(RandomStreams.of(~seed), 0, HELD_OUT);
        Initialiser initialiser =
                start == Start.NEAR ? Initialiser.near(truth.dictionary(), NEAR) : Initialiser.sampleColumns(data);
        BaselineMethod.Task task = new BaselineMethod.Task(
                data,
                initialiser.weights(sparse.units(), streams),
                start == Start.NEAR,
                sparse.sparsity(),
                truth.codeLaw().kappa2(),
                sparse.sign(),
                threshold,
                passes,
                new RecoveryMeasure(truth, heldOut, limit));
        if (curves.isEmpty()) {
            methods.forEach(method -> method.run(task.brief()));
        }
        Map<BaselineMethod, MeasuredRun> found = new EnumMap<>(BaselineMethod.class);
        for (BaselineMethod method : methods) {
            MeasuredRun run = method.run(task);
            found.put(method, run);
            add(start, seed, method, run);
        }
        draw(start, seed, found);
    }

    private void add(Start start, long seed, BaselineMethod method, MeasuredRun run) {
        String from = lowerCase(start);
        Point last = run.last();
        table.row(
                from,
                seed,
                method.label(),
                last.recovered().delta(),
                last.recovered().found(),
                last.recovered().consistency(),
                last.recovered().r2(),
                last.seconds(),
                last.step(),
                lowerCase(run.stopReason().kind()));
        for (Point point : run.points()) {
            curves.row(
                    from,
                    seed,
                    method.label(),
                    point.step(),
                    point.seconds(),
                    point.recovered().delta(),
                    point.recovered().found(),
                    point.recovered().consistency(),
                    point.recovered().r2());
        }
        if (runs != null) {
            runs.addObject()
                    .put("start", from)
                    .put("seed", seed)
                    .put("method", method.label())
                    .put("delta", last.recovered().delta())
                    .put("found", last.recovered().found())
                    .put("consistency", last.recovered().consistency())
                    .put("r2", last.recovered().r2())
                    .put("seconds", last.seconds())
                    .put("steps", last.step())
                    .put("stopReason", run.stopReason().toString());
        }
        if (method == BaselineMethod.SWEEPS && last.recovered().found() < sparse.units()) {
            shortfalls.add("from " + from + ", seed " + seed + ": sweeps found "
                    + last.recovered().found() + " of " + sparse.units() + " atoms");
        }
    }

    private void draw(Start start, long seed, Map<BaselineMethod, MeasuredRun> found) throws IOException {
        String sizes = String.format(
                Locale.ROOT,
                "start %s, seed %d, n = %d, m = %d, k = %d, N = %d",
                lowerCase(start),
                seed,
                sparse.features(),
                sparse.units(),
                sparse.sparsity(),
                sparse.samples());
        LineChart delta = chart("How near the atoms come", sizes, Axis.logarithmic("greatest column error delta"));
        LineChart atoms = chart("How many atoms are found", sizes, Axis.linear("atoms found, of " + sparse.units()))
                .include(0);
        LineChart consistency = chart(
                        "How often codes are right",
                        sizes,
                        Axis.linear("share of held-out codes with the true support"))
                .include(0);
        LineChart r2 = chart("How well new samples are described", sizes, Axis.linear("R^2 of held-out samples"));
        found.forEach((method, run) -> {
            double[] seconds = run.curve(Point::seconds);
            Role role = Role.nth(List.of(BaselineMethod.values()).indexOf(method));
            delta.curve(
                    role,
                    method.label(),
                    seconds,
                    run.curve(point -> point.recovered().delta()));
            atoms.curve(
                    role,
                    method.label(),
                    seconds,
                    run.curve(point -> point.recovered().found()));
            consistency.curve(
                    role,
                    method.label(),
                    seconds,
                    run.curve(point -> point.recovered().consistency()));
            r2.curve(
                    role,
                    method.label(),
                    seconds,
                    run.curve(point -> Math.max(0, point.recovered().r2())));
        });
        output().picture(
                        "baselines-" + lowerCase(start) + "-" + seed,
                        () -> Picture.grid(List.of(delta, atoms, consistency, r2), 2));
    }

    private static LineChart chart(String title, String sizes, Axis axis) {
        return new LineChart(title, Axis.logarithmic("time, s"), axis).note(sizes);
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
