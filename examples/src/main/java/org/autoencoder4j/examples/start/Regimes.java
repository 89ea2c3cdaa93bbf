package org.autoencoder4j.examples.start;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TwoLayerDescent;
import org.autoencoder4j.examples.command.Closing;
import org.autoencoder4j.examples.command.Example;
import org.autoencoder4j.examples.command.Json;
import org.autoencoder4j.examples.command.ReportOption;
import org.autoencoder4j.examples.command.Table;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.gradient.TwoLayerSampleGradient;
import org.autoencoder4j.init.TwoLayerStart;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.network.OutputScaling;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.ntk.convergence.ConvergenceTheorem;
import org.autoencoder4j.ntk.convergence.KernelConstants;
import org.autoencoder4j.ntk.training.DescentRecorder;
import org.autoencoder4j.ntk.training.RecordedStep;
import org.autoencoder4j.picture.Axis;
import org.autoencoder4j.picture.LineChart;
import org.autoencoder4j.picture.Picture;
import org.autoencoder4j.picture.Role;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The regimes of paper 2 side by side, with every step held against the theorem. */
@Command(
        name = "regimes",
        sortOptions = false,
        description =
                "Trains the encoder, the decoder, both, and tied weights on the same samples with the same number of"
                        + " steps, in double, and holds each step against the convergence theorems: some runs of a"
                        + " width at which their hypotheses can be measured to hold, and one narrow run at which they"
                        + " do not. Fails if a wide run contracts less than its theorem says, or if both layers do not"
                        + " learn faster than the encoder alone.")
public final class Regimes extends Example {
    private static final List<Regime> UNTIED =
            List.of(Regime.WEAKLY_TRAINED, Regime.DECODER_ONLY, Regime.JOINTLY_TRAINED);
    private static final double DELTA = 0.1;
    private static final double MOST = 0.9;

    @Option(names = "--samples", paramLabel = "n", description = "Unit samples (default: ${DEFAULT-VALUE}).")
    private int samples = 4;

    @Option(names = "--features", paramLabel = "d", description = "Features of one (default: ${DEFAULT-VALUE}).")
    private int features = 8;

    @Option(names = "--width", paramLabel = "m", description = "Units of the wide runs (default: ${DEFAULT-VALUE}).")
    private int width = 4000;

    @Option(
            names = "--narrow",
            paramLabel = "m",
            description = "Units of the narrow run, fewer than samples (default: ${DEFAULT-VALUE}).")
    private int narrow = 3;

    @Option(names = "--runs", paramLabel = "R", description = "Wide runs of each regime (default: ${DEFAULT-VALUE}).")
    private int runs = 3;

    @Option(names = "--steps", paramLabel = "T", description = "Steps of a run (default: ${DEFAULT-VALUE}).")
    private int steps = 100;

    @Option(
            names = "--eta",
            paramLabel = "E",
            description = "Step size (default: half of 3 d lambda_H / (8 (||H|| + lambda_n)^2), at which the corrected"
                    + " bounds on the terms of second order leave the theorem's factor).")
    private double eta;

    @Mixin
    @SuppressWarnings("unused")
    private final ReportOption report = new ReportOption();

    @Override
    public boolean concerns(OptionSpec option) {
        return !option.longestName().equals("--dtype") && !option.longestName().equals("--eta");
    }

    @Override
    public Optional<String> run() throws IOException {
        Checks.atLeast("--runs", runs, 1);
        INDArray x = Dictionaries.gaussian(features, samples, DataType.DOUBLE, streams())
                .transpose()
                .dup('c');
        KernelConstants constants = KernelConstants.of(x);
        double rate = eta > 0 ? eta : defaultRate(constants);
        settled().put("eta", rate);
        List<RegimeRun> all = new ArrayList<>();
        for (Regime regime : UNTIED) {
            for (int run = 0; run <= runs; run++) {
                all.add(train(regime, run, x, rate));
            }
        }
        Tied tied = tied(x, rate);
        report(all, constants, tied);
        draw(all, tied);
        tell(
                "Training the encoder, the decoder, both, or tied weights",
                "Does each step of training lessen the error at least as the convergence theorems say?",
                page -> new RegimesPage(all, runs).on(output().picturesOn(page.section("In pictures"))));
        return failure(all);
    }

    private double defaultRate(KernelConstants constants) {
        Checks.positive("lambda_H of the samples", constants.lambdaH());
        double speed = constants.normH() + constants.lambdaN();
        return 0.5 * 3 * features * constants.lambdaH() / (8 * speed * speed);
    }

    private RandomStreams start(int run) {
        return RandomStreams.of(streams().at("starts", 0, run).nextLong());
    }

    /** The last run is the narrow one. */
    private RegimeRun train(Regime regime, int run, INDArray x, double rate) {
        int units = run < runs ? width : narrow;
        DescentRecorder recorder = DescentRecorder.of(x, regime);
        TwoLayerAutoencoder initial =
                TwoLayerStart.standard(features, DataType.DOUBLE).autoencoder(units, start(run));
        trainer(x, regime, rate)
                .withListener(recorder)
                .withListener(progressLine("regimes, " + RegimeRun.label(regime), steps))
                .train(initial);
        return new RegimeRun(regime, run, units, recorder.record());
    }

    private Trainer<TwoLayerAutoencoder> trainer(INDArray x, Regime regime, double rate) {
        return Trainer.of(
                TwoLayerDescent.of(TwoLayerSampleGradient.of(Batches.of(x), regime), LearningRate.constant(rate)),
                StoppingRule.steps(steps));
    }

    /** A run of tied weights: at each step the squared error, of the first one, and how far the weights are from the start. */
    private static final class Tied {
        private final List<Double> drifts = new ArrayList<>();
        private double[] losses = {};

        double[] errors() {
            return Arrays.stream(losses).map(loss -> loss / losses[0]).toArray();
        }

        double[] drifts() {
            return drifts.stream().mapToDouble(Double::doubleValue).toArray();
        }
    }

    /** Outputs are scaled by 1/m, so the step is m / d as long: then one step moves the outputs alike. */
    private Tied tied(INDArray x, double rate) {
        INDArray weights = TwoLayerStart.standard(features, DataType.DOUBLE)
                .autoencoder(width, start(0))
                .encoder();
        Tied run = new Tied();
        run.losses = trainer(x, Regime.WEIGHT_TIED, rate * width / features)
                .withListener((step, progress) -> run.drifts.add(
                        step.parameters().encoder().sub(weights).norm2Number().doubleValue()))
                .withListener(progressLine("regimes, tied", steps))
                .train(TwoLayerAutoencoder.weightTied(weights.dup('f'), OutputScaling.INVERSE_WIDTH))
                .history()
                .losses();
        return run;
    }

    private void report(List<RegimeRun> all, KernelConstants constants, Tied tied) throws IOException {
        results()
                .putObject("samples")
                .put("lambda0", constants.lambda0())
                .put("lambdaH", constants.lambdaH())
                .put("lambdaN", constants.lambdaN())
                .put("normH", constants.normH());
        ObjectNode theorems = results().putObject("theoremWidths");
        theorems.put("delta", DELTA);
        for (ConvergenceTheorem theorem : List.of(ConvergenceTheorem.WEAK_DESCENT, ConvergenceTheorem.JOINT_DESCENT)) {
            theorems.putObject(theorem.name())
                    .put("width", theorem.width(constants, DELTA))
                    .put("proof", theorem.least(constants, DELTA).reference().item())
                    .put("largestStep", theorem.largestStep(constants).orElseThrow());
        }
        ArrayNode nodes = results().putArray("runs");
        all.forEach(run -> run.put(nodes.addObject()));
        results().putObject("weightTied").set("errors", Json.array(tied.errors()));
        Table table = RegimeTables.ofRuns(all);
        output().csv("regimes.csv", table);
        output().csv("steps.csv", RegimeTables.ofSteps(all));
        table.print(console());
        for (RegimeRun run : all) {
            if (run.run() == 0 || run.run() == runs) {
                console().println(run.label() + ", m = " + run.width() + ":");
                for (Report report : run.reports()) {
                    console().println("  " + report);
                }
            }
        }
        console()
                .printf(
                        Locale.ROOT,
                        "Widths that the theorems ask for, delta = %.2g: weak %.3g, joint %.3g; here m = %d.%n",
                        DELTA,
                        ConvergenceTheorem.WEAK_DESCENT.width(constants, DELTA),
                        ConvergenceTheorem.JOINT_DESCENT.width(constants, DELTA),
                        width);
    }

    private void draw(List<RegimeRun> all, Tied tied) throws IOException {
        String sizes = "n = " + samples + " samples of d = " + features + ", m = " + width;
        LineChart errors = new LineChart(
                        "The error falls, and no slower than the theorems say",
                        Axis.linear("step"),
                        Axis.logarithmic("||X - U||^2, of that at the start"))
                .note(sizes);
        LineChart kernels = new LineChart(
                        "The kernel keeps its least eigenvalue",
                        Axis.linear("step"),
                        Axis.linear("lambda_min(K), of the limit's lambda"))
                .note(sizes + "; tied weights have no theorem that asks for it, and it is not computed")
                .include(0);
        LineChart drifts = new LineChart(
                        "How far the weights move", Axis.linear("step"), Axis.linear("||theta - theta(0)||, Frobenius"))
                .note(sizes + "; for tied weights those of the one layer, whose outputs are scaled otherwise");
        for (RegimeRun run : all) {
            if (run.run() == 0) {
                errors.curve(run.role(), run.label(), run.relativeErrors());
                if (run.regime().trainsEncoder()) {
                    String theorem = run.regime().trainsDecoder() ? "Thm 5.2" : "Thm 4.2";
                    errors.theory(run.role(), theorem + ", " + run.label(), run.line());
                }
                double lambda = run.recorded().lambda();
                kernels.curve(run.role(), run.label(), values(run, step -> step.smallest() / lambda));
                drifts.curve(
                        run.role(),
                        run.label(),
                        values(run, step -> Math.hypot(step.encoderDrift(), step.decoderDrift())));
            }
        }
        String label = RegimeRun.label(Regime.WEIGHT_TIED);
        errors.curve(Role.TIED, label, tied.errors());
        drifts.curve(Role.TIED, label, tied.drifts());
        kernels.level(Role.BOUND, "the theorems need 1/2", 0.5);
        output().picture("regimes", () -> Picture.grid(List.of(errors, kernels, drifts), 2));
    }

    private static double[] values(RegimeRun run, ToDoubleFunction<RecordedStep> which) {
        return run.recorded().steps().stream().mapToDouble(which).toArray();
    }

    private Optional<String> failure(List<RegimeRun> all) {
        for (RegimeRun run : all) {
            if (run.run() < runs && !run.contracts()) {
                return Optional.of(run.label() + ", run " + run.run() + ": "
                        + run.recorded().identity() + "; " + run.recorded().contraction());
            }
            boolean encoder = run.regime().trainsEncoder();
            if (run.run() == runs && encoder && run.recorded().fractionHolding() >= MOST) {
                return Optional.of(
                        run.label() + ": the hypotheses hold at " + narrow + " units too; take fewer for --narrow");
            }
        }
        for (int run = 0; run < runs; run++) {
            double weak = all.get(run).finalError();
            double joint = all.get(2 * (runs + 1) + run).finalError();
            if (!(joint < weak)) {
                return Optional.of("run " + run + ": the error with both layers trained, " + joint
                        + " of the start's, is no less than with the encoder alone, " + weak);
            }
        }
        return Optional.empty();
    }

    @Override
    protected Closing closing(boolean failed) {
        double[] left = new double[UNTIED.size()];
        Arrays.setAll(
                left,
                regime -> results()
                        .path("runs")
                        .path(regime * (runs + 1))
                        .path("finalError")
                        .asDouble());
        return failed
                ? new Closing(
                        "A run falls behind its theorem, or sizes were asked for at which there is nothing to see.",
                        "the defaults first; then a greater --width or more --steps.")
                : new Closing(
                        Closing.sentence(
                                "Of the error at the start %.3g is left by the encoder alone, %.3g by the decoder alone and"
                                        + " %.3g by both, and every wide run keeps what its theorem says of each step.",
                                left[0], left[1], left[2]),
                        "examples/run certain, which certifies a run by its own numbers, far below the widths of theorems.");
    }
}
