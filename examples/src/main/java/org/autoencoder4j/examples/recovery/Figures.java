package org.autoencoder4j.examples.recovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.autoencoder4j.check.closeness.Matching;
import org.autoencoder4j.check.closeness.SignFlips;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.BiasSchedule;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.Normalisation;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.examples.command.Closing;
import org.autoencoder4j.examples.command.Example;
import org.autoencoder4j.examples.command.Json;
import org.autoencoder4j.examples.command.Table;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.picture.Axis;
import org.autoencoder4j.picture.LineChart;
import org.autoencoder4j.picture.Picture;
import org.autoencoder4j.picture.Role;
import org.autoencoder4j.train.History;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.autoencoder4j.train.TrainingResult;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The experiment of section 6: a mixture of Gaussians, three starts, three levels of noise. The same samples serve the
 * three starts of a level.
 *
 * @paper NWH19 section 6, figures 2 and 3
 */
@Command(
        name = "figures",
        sortOptions = false,
        description =
                "Draws figures 2 and 3 of the AISTATS paper: loss, and error of the matched dictionary, from three"
                        + " starts at three levels of noise.")
public final class Figures extends Example {
    private static final double[] NOISES = {0.01, 0.02, 0.03};
    private static final double DELTA = 0.5;
    private static final double INITIAL_BIAS = -1.25;
    private static final double BIAS_FLOOR = 0.1;

    /** Which reading of the paper is run. */
    enum Preset {
        ANALYSED,
        PUBLISHED
    }

    /** Where the weights start. */
    enum Start {
        PERTURBED("perturbed start"),
        PCA("PCA start"),
        RANDOM("random start");

        private final String title;

        Start(String title) {
            this.title = title;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One curve of each figure. */
    private record Run(Start start, double noise, TrainingResult<TiedAutoencoder> result, List<Double> errors) {
        double[] losses() {
            return result.history().losses();
        }

        double[] activity() {
            return result.history().rows().stream()
                    .mapToDouble(History.Row::meanL0)
                    .toArray();
        }

        double loss() {
            return result.loss();
        }

        double[] errorCurve() {
            return errors.stream().mapToDouble(Double::doubleValue).toArray();
        }

        double error() {
            return errors.get(errors.size() - 1);
        }

        double leastError() {
            return errors.get(bestStep());
        }

        int bestStep() {
            int best = 0;
            for (int i = 1; i < errors.size(); i++) {
                best = errors.get(i) < errors.get(best) ? i : best;
            }
            return best;
        }
    }

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description =
                    "analysed: unit columns, normalised after each step, learning rate m, bias halved down to 0.1."
                            + " published: nothing normalised, learning rate m / 4, bias halved for ever, which is the reading"
                            + " that reproduces the published findings (default: analysed).")
    private Preset preset = Preset.ANALYSED;

    @Option(names = "--steps", paramLabel = "T", description = "Steps (default: ${DEFAULT-VALUE}).")
    private int steps = 50;

    @Option(names = "--samples", paramLabel = "N", description = "Samples (default: ${DEFAULT-VALUE}).")
    private int samples = 10_000;

    @Option(names = "--n", paramLabel = "n", description = "Features of a sample (default: ${DEFAULT-VALUE}).")
    private int n = 784;

    @Option(names = "--m", paramLabel = "m", description = "Atoms (default: ${DEFAULT-VALUE}).")
    private int m = 10;

    @Override
    public Optional<String> run() throws IOException {
        settled()
                .put("zeta", zeta())
                .put("delta", DELTA)
                .put("bias", INITIAL_BIAS)
                .put("biasFloor", biasFloor());
        INDArray dictionary = preset == Preset.ANALYSED
                ? Dictionaries.gaussian(n, m, dtype(), streams())
                : Dictionaries.gaussianUnnormalised(n, m, dtype(), streams());
        List<Run> runs = new ArrayList<>();
        for (double noise : NOISES) {
            GenerativeModel model = GenerativeModel.mixtureOfGaussians(dictionary, noise);
            Batches data = Batches.of(model.draw(streams(), 0, samples).observations());
            for (Start start : Start.values()) {
                runs.add(train(start, model, data));
            }
        }
        report(runs);
        return runs.stream()
                .filter(run -> run.result().steps() < steps)
                .map(run -> "the run from the " + run.start().label() + " start at noise " + run.noise()
                        + " ended early: " + run.result().stopReason())
                .findFirst();
    }

    private Run train(Start start, GenerativeModel model, Batches data) {
        List<Double> errors = new ArrayList<>();
        INDArray bias = Nd4j.valueArrayOf(new long[] {m}, INITIAL_BIAS, dtype());
        // The figures are the paper's, so the rate is its constant one.
        TiedDescent rule = TiedDescent.of(SampleGradient.of(data), LearningRate.constant(zeta()))
                .with(BiasSchedule.geometric(2, biasFloor()))
                .with(preset == Preset.ANALYSED ? Normalisation.UNIT_COLUMNS : Normalisation.NONE);
        TrainingResult<TiedAutoencoder> result = Trainer.of(rule, StoppingRule.steps(steps))
                .withListener((step, progress) -> errors.add(error(
                        step.parameters().weights(),
                        model.dictionary(),
                        progress.last().loss())))
                .withListener(progressLine("figures, " + start.label() + " start, noise " + model.noise(), steps))
                .train(new TiedAutoencoder(weights(start, model, data), bias, Activation.relu()));
        return new Run(start, model.noise(), result, errors);
    }

    private static double error(INDArray weights, INDArray dictionary, double loss) {
        return Double.isFinite(loss)
                ? Matching.minimumSum(weights, dictionary, SignFlips.FORBIDDEN).frobenius()
                : Double.NaN;
    }

    private INDArray weights(Start start, GenerativeModel model, Batches data) {
        Initialiser initialiser = switch (start) {
            case PERTURBED -> Initialiser.perturbed(model.dictionary(), DELTA);
            case PCA -> Initialiser.principalComponents(data);
            case RANDOM -> Initialiser.gaussian(n, dtype());
        };
        INDArray weights = initialiser.weights(m, streams());
        return preset == Preset.ANALYSED ? weights.diviRowVector(weights.norm2(0)) : weights;
    }

    private double zeta() {
        return preset == Preset.ANALYSED ? m : m / 4.0;
    }

    private double biasFloor() {
        return preset == Preset.ANALYSED ? BIAS_FLOOR : 0;
    }

    /** What noise leaves of the loss when the atoms' span is fitted. */
    private double noiseFloor(double noise) {
        return (n - m) * noise * noise / 2;
    }

    /** The Frobenius error of the m clusters' means, each over N / m samples. */
    private double errorFloor(double noise) {
        return Math.sqrt((double) m * m * n / samples) * noise;
    }

    private void report(List<Run> runs) throws IOException {
        Table table = new Table("start", "noise", "loss", "noise floor", "error", "least", "at step", "error floor");
        Table curves = new Table("init", "noise", "step", "loss", "error", "activity");
        ArrayNode nodes = results().putArray("runs");
        for (Run run : runs) {
            table.row(
                    run.start().label(),
                    run.noise(),
                    run.loss(),
                    noiseFloor(run.noise()),
                    run.error(),
                    run.leastError(),
                    run.bestStep(),
                    errorFloor(run.noise()));
            nodes.add(node(run));
            for (int step = 0; step < run.errors().size(); step++) {
                curves.row(
                        run.start().label(),
                        run.noise(),
                        step,
                        run.losses()[step],
                        run.errors().get(step),
                        run.activity()[step]);
            }
        }
        output().csv("curves.csv", curves);
        output().picture("figure2", () -> Picture.grid(charts(runs, Figure.LOSS), 2));
        output().picture("figure3", () -> Picture.grid(charts(runs, Figure.ERROR), 2));
        table.print(console());
    }

    private ObjectNode node(Run run) {
        ObjectNode node = results().objectNode();
        node.put("init", run.start().label())
                .put("noise", run.noise())
                .put("loss", run.loss())
                .put("noiseFloor", noiseFloor(run.noise()))
                .put("frobenius", run.error())
                .put("errorFloor", errorFloor(run.noise()))
                .put("bestFrobenius", run.leastError())
                .put("bestStep", run.bestStep())
                .put("activity", run.activity()[run.activity().length - 1])
                .put("stopReason", run.result().stopReason().toString());
        node.set("lossCurve", Json.array(run.losses()));
        node.set("errorCurve", Json.array(run.errorCurve()));
        node.set("activityCurve", Json.array(run.activity()));
        return node;
    }

    /** What is drawn over the steps. */
    private enum Figure {
        LOSS("Figure 2, the loss from three starts", "loss, mean of a sample"),
        ERROR("Figure 3, the error from three starts", "error ||W - A||, matched, Frobenius");

        private final String title;
        private final String axis;

        Figure(String title, String axis) {
            this.title = title;
            this.axis = axis;
        }

        double[] curve(Run run) {
            return this == LOSS ? run.losses() : run.errorCurve();
        }
    }

    private List<LineChart> charts(List<Run> runs, Figure figure) {
        double low = figure == Figure.LOSS ? noiseFloor(NOISES[0]) : errorFloor(NOISES[0]);
        double high = runs.stream()
                .flatMapToDouble(run -> Arrays.stream(figure.curve(run)))
                .filter(Double::isFinite)
                .max()
                .orElse(1);
        List<LineChart> charts = new ArrayList<>();
        for (double noise : NOISES) {
            LineChart chart = new LineChart(
                            figure.title + ", noise sigma = " + noise,
                            Axis.linear("step"),
                            Axis.logarithmic(figure.axis))
                    .note(String.format(
                            Locale.ROOT,
                            "mixture model as %s, n = %d, m = %d, N = %d",
                            preset.name().toLowerCase(Locale.ROOT),
                            n,
                            m,
                            samples))
                    .include(low)
                    .include(high);
            runs.stream()
                    .filter(run -> run.noise() == noise)
                    .forEach(run -> chart.curve(Role.of(run.start()), run.start().title, figure.curve(run)));
            if (figure == Figure.LOSS && biasFloor() > 0) {
                chart.level(
                        Role.BOUND,
                        "noise and bias, that + b^2 / 2",
                        noiseFloor(noise) + biasFloor() * biasFloor() / 2);
            }
            charts.add(
                    figure == Figure.LOSS
                            ? chart.level(Role.FLOOR, "noise alone, (n - m) sigma^2 / 2", noiseFloor(noise))
                            : chart.level(Role.FLOOR, "error of the clusters' means", errorFloor(noise)));
        }
        return charts;
    }

    @Override
    protected Closing closing(boolean failed) {
        JsonNode runs = results().path("runs");
        double[] ends = new double[Start.values().length];
        Arrays.setAll(ends, start -> runs.path(start).path("frobenius").asDouble(Double.NaN));
        return new Closing(
                failed
                        ? "A run broke off before its last step, so its curves are cut."
                        : Closing.sentence(
                                "At the least noise the error ends at %.3g from the perturbed start, at %.3g from principal"
                                        + " components and at %.3g from a random one, where noise alone leaves %.3g.",
                                ends[0], ends[1], ends[2], errorFloor(NOISES[0])),
                preset == Preset.ANALYSED
                        ? "--preset published, whose bias shrinks for ever and loses what was found."
                        : "--preset analysed, whose bias stays and keeps what was found.");
    }
}
