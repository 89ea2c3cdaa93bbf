package org.autoencoder4j.examples;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.examples.command.Closing;
import org.autoencoder4j.examples.command.Example;
import org.autoencoder4j.examples.command.Json;
import org.autoencoder4j.examples.command.ResidentMemory;
import org.autoencoder4j.examples.command.Table;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.picture.Axis;
import org.autoencoder4j.picture.LineChart;
import org.autoencoder4j.picture.Role;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.autoencoder4j.train.TrainingResult;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains for long on fresh samples and watches the resident memory of the process. */
@Command(
        name = "memory",
        description = "Shows that memory stays flat over a long run on fresh samples: fails if the resident memory"
                + " after the last step is more than a tenth above that after step 10.")
final class Memory extends Example {
    private static final int REFERENCE_STEP = 10;
    private static final double ALLOWED_GROWTH = 0.1;
    private static final int SPARSITY = 3;

    /** Measures memory, in units of 10^6 bytes. */
    @FunctionalInterface
    interface Gauge {
        double megabytes();
    }

    private final @Nullable Gauge gauge;

    /** Watches the resident memory of this process. */
    Memory() {
        this.gauge = null;
    }

    /** Watches another gauge than the resident memory of this process. */
    Memory(Gauge gauge) {
        this.gauge = gauge;
    }

    @Option(names = "--steps", paramLabel = "T", description = "Steps, above 10 (default: ${DEFAULT-VALUE}).")
    private int steps = 60;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "Fresh samples at each step (default: ${DEFAULT-VALUE}).")
    private int samples = 100_000;

    @Option(names = "--n", paramLabel = "n", description = "Features of a sample (default: ${DEFAULT-VALUE}).")
    private int n = 256;

    @Option(names = "--m", paramLabel = "m", description = "Hidden units (default: ${DEFAULT-VALUE}).")
    private int m = 512;

    @Override
    public Optional<String> run() throws IOException {
        Checks.atLeast("--steps", steps, REFERENCE_STEP + 1);
        Gauge memory = gauge != null ? gauge : ResidentMemory.ofThisProcess()::megabytes;
        List<Double> megabytes = new ArrayList<>();
        TrainingResult<TiedAutoencoder> result = Trainer.of(rule(), StoppingRule.steps(steps))
                .withListener((step, progress) -> megabytes.add(memory.megabytes()))
                .withListener(progressLine("memory", steps))
                .train(start());
        return report(megabytes.stream().mapToDouble(Double::doubleValue).toArray(), result);
    }

    private INDArray dictionary() {
        return Dictionaries.gaussian(n, m, dtype(), streams());
    }

    private TiedAutoencoder start() {
        INDArray weights = Initialiser.near(dictionary(), 0.3).weights(m, streams());
        return TiedAutoencoder.withoutBias(weights, Activation.hardThreshold(0.4));
    }

    private TiedDescent rule() {
        RandomStreams streams = streams();
        GenerativeModel model =
                GenerativeModel.sparseCoding(dictionary(), SPARSITY, ValueLaw.symmetricUniform(0.8, 1.2), 0.01);
        return TiedDescent.of(
                SampleGradient.of(model.batches(streams, samples)), LearningRate.constant(m / (4.0 * SPARSITY)));
    }

    private Optional<String> report(double[] megabytes, TrainingResult<TiedAutoencoder> result) throws IOException {
        double reference = megabytes[REFERENCE_STEP];
        double last = megabytes[megabytes.length - 1];
        double growth = last / reference - 1;
        results()
                .put("residentAfterStep10", reference)
                .put("residentAfterLastStep", last)
                .put("growth", growth)
                .put("allowedGrowth", ALLOWED_GROWTH)
                .put("steps", result.steps())
                .put("seconds", result.elapsed().toMillis() / 1000.0)
                .put("stopReason", result.stopReason().toString())
                .set("residentMegabytes", Json.array(megabytes));
        Table table = new Table("step", "residentMegabytes");
        for (int i = 0; i < megabytes.length; i++) {
            table.row(i, megabytes[i]);
        }
        output().csv("memory.csv", table);
        output().picture(
                        "memory",
                        () -> new LineChart(
                                        "Resident memory of a long run on fresh samples",
                                        Axis.linear("step"),
                                        Axis.linear("resident memory, MB"))
                                .curve(Role.MEASURED, "resident", megabytes)
                                .level(
                                        Role.BOUND,
                                        "limit, a tenth above that after step " + REFERENCE_STEP,
                                        reference * (1 + ALLOWED_GROWTH))
                                .include(0));
        new Table("step", "resident memory, MB")
                .row(REFERENCE_STEP, reference)
                .row(result.steps(), last)
                .print(console());
        return result.steps() < steps
                ? Optional.of("the run ended early: " + result.stopReason())
                : excess(reference, last);
    }

    /** What is wrong with the memory after the last step, if anything is. */
    static Optional<String> excess(double reference, double last) {
        double growth = last / reference - 1;
        return growth <= ALLOWED_GROWTH
                ? Optional.empty()
                : Optional.of(
                        "resident memory grew by " + Math.round(100 * growth) + " % between step " + REFERENCE_STEP
                                + " and the last one; at most " + Math.round(100 * ALLOWED_GROWTH) + " % are allowed");
    }

    @Override
    protected Closing closing(boolean failed) {
        return failed
                ? new Closing(
                        "The process grew with the steps, or the run broke off, so a longer run may not end as it should.",
                        "a longer run, --steps 300, tells a leak from a garbage collector that was late.")
                : new Closing(
                        Closing.sentence(
                                "After %.0f steps the process has %.1f %% more memory than after step 10, so a run may be as"
                                        + " long as you like.",
                                result("steps"), 100 * result("growth")),
                        "docs/FAQ.md (Memory) tells how to limit what your own program takes.");
    }
}
