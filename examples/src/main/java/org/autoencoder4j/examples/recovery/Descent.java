package org.autoencoder4j.examples.recovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.autoencoder4j.check.closeness.DeltaCloseness;
import org.autoencoder4j.check.closeness.SignFlips;
import org.autoencoder4j.check.consistency.Interval;
import org.autoencoder4j.check.descent.Contraction;
import org.autoencoder4j.check.descent.ContractionRecorder;
import org.autoencoder4j.check.descent.HypothesisFailure;
import org.autoencoder4j.check.descent.LinearRate;
import org.autoencoder4j.check.expectation.ExpectedGradient;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.Normalisation;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.examples.command.Closing;
import org.autoencoder4j.examples.command.Example;
import org.autoencoder4j.examples.command.Json;
import org.autoencoder4j.examples.command.ReportOption;
import org.autoencoder4j.examples.command.Table;
import org.autoencoder4j.gradient.GradientSource;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.html.HtmlReport;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.OracleGradient;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.picture.Axis;
import org.autoencoder4j.picture.LineChart;
import org.autoencoder4j.picture.Mark;
import org.autoencoder4j.picture.Picture;
import org.autoencoder4j.picture.Role;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The rate that the theory predicts at each step against the measured one. */
@Command(
        name = "descent",
        sortOptions = false,
        description =
                "Trains on sampled gradients and holds the contraction of ||W - A|| at each step against the one that"
                        + " the expected gradient predicts before the step is made. Fails if they differ by more than"
                        + " max(4 standard errors, 0.01) at a step above the noise floor.")
public final class Descent extends Example {
    private static final int GROUPS = 16;
    private static final int FEWEST_STEPS = 5;
    private static final double CONSTANT_BIAS = -0.5;
    private static final int POPULATION_STEPS = 12;
    private static final double POPULATION_ERROR = 0.68;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "mixture, sparse or nonnegative (default: ${DEFAULT-VALUE}).")
    private TheoryModel choice = TheoryModel.MIXTURE;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "Fresh samples at each step, a multiple of 16 (default: ${DEFAULT-VALUE}).")
    private int samples = 32_768;

    @Option(names = "--steps", paramLabel = "T", description = "Steps (default: ${DEFAULT-VALUE}).")
    private int steps = 12;

    @Option(
            names = "--delta",
            paramLabel = "D",
            description = "Distance of each column from its atom at the start (default: ${DEFAULT-VALUE}).")
    private double delta = 0.5;

    @Option(
            names = "--sigma",
            paramLabel = "sigma",
            description = "Standard deviation of the noise (default: ${DEFAULT-VALUE}).")
    private double sigma = 0.01;

    @Mixin
    @SuppressWarnings("unused")
    private final ReportOption report = new ReportOption();

    @Override
    public Optional<String> run() throws IOException {
        GenerativeModel model = choice.model(sigma, dtype(), streams());
        OracleGradient oracle = OracleGradient.of(model, streams(), samples);
        ContractionRecorder onOracle = ContractionRecorder.of(model, Normalisation.UNIT_COLUMNS, oracle.split(GROUPS));
        train("oracle", model, oracle, onOracle);
        ContractionRecorder onSamples = ContractionRecorder.of(model, Normalisation.UNIT_COLUMNS);
        train("samples", model, SampleGradient.of(model.batches(streams(), samples)), onSamples);
        ContractionRecorder onExpected = ContractionRecorder.of(model, Normalisation.UNIT_COLUMNS);
        train("expected", model, ExpectedGradient.of(model), onExpected);
        Optional<String> population = choice == TheoryModel.MIXTURE ? population() : Optional.empty();
        report(onOracle, onSamples, onExpected);
        return failure(onOracle).or(() -> population);
    }

    private void train(
            String what,
            GenerativeModel model,
            GradientSource<TiedAutoencoder, TiedGradient> source,
            ContractionRecorder recorder) {
        INDArray start = Initialiser.near(model.dictionary(), delta).weights(model.units(), streams());
        Trainer.of(TiedDescent.of(source, LearningRate.constant(choice.step(model))), StoppingRule.steps(steps))
                .withListener(recorder)
                .withListener(progressLine("descent, " + what, steps))
                .train(choice.autoencoder(start));
    }

    private void report(ContractionRecorder oracle, ContractionRecorder samples, ContractionRecorder expected)
            throws IOException {
        Table table = new Table(
                "step", "error", "measured", "predicted", "standardError", "aboveNoiseFloor", "onSamples", "expected");
        ArrayNode contraction = results().putArray("contraction");
        for (int i = 0; i < oracle.total().size(); i++) {
            Contraction each = oracle.total().get(i);
            double onSamples = measured(samples, i);
            double onExpected = measured(expected, i);
            contraction
                    .addObject()
                    .put("step", each.step())
                    .put("error", each.before())
                    .put("measured", each.measured())
                    .put("predicted", each.predicted())
                    .put("standardError", each.standardError())
                    .put("aboveNoiseFloor", each.aboveNoiseFloor())
                    .put("measuredOnSamples", onSamples)
                    .put("measuredOnExpectedGradient", onExpected);
            table.row(
                    each.step(),
                    each.before(),
                    each.measured(),
                    each.predicted(),
                    each.standardError(),
                    each.aboveNoiseFloor(),
                    onSamples,
                    onExpected);
        }
        results()
                .put("zetaOfTheSteps", choice.step(choice.model(sigma, dtype(), streams())))
                .put("stepsAboveNoiseFloor", aboveFloor(oracle));
        rate(oracle);
        ObjectNode failures = results().putObject("firstFailures");
        put(failures, "descent", oracle.firstDescentFailure());
        put(failures, "normalisedStep", oracle.firstNormalisedFailure());
        output().csv("descent.csv", table);
        draw(oracle, samples, expected);
        table.print(console());
        List<Report> checks = List.of(oracle.report(), oracle.descentHypotheses(), oracle.normalisedHypotheses());
        checks.forEach(check -> console().print(check.text()));
        tell(
                "The rate of descent, predicted and measured",
                "Does the error of the weights contract at each step as the expected gradient predicts before the step is made?",
                page -> told(page, table, checks, aboveFloor(oracle)));
    }

    private HtmlReport told(HtmlReport page, Table table, List<Report> checks, long steps) {
        HtmlReport told = output().picturesOn(page.section("In pictures")).section("Checks");
        for (Report check : checks) {
            told = told.with(check);
        }
        return told.section("Step by step")
                .with(table.html("The factor by which ||W - A|| contracts", Integer.MAX_VALUE))
                .section("In a few words")
                .with("At the " + steps + " steps whose error is above what noise leaves, the measured contraction "
                        + (checks.get(0).verdict() == Verdict.HOLDS ? "is" : "is not, or not surely,")
                        + " that which the theory predicts, within four standard errors or 0.01.");
    }

    private static double measured(ContractionRecorder recorder, int index) {
        return index < recorder.total().size() ? recorder.total().get(index).measured() : Double.NaN;
    }

    /** A run that reaches its floor within three steps has no measured rate. */
    private void rate(ContractionRecorder recorder) {
        if (recorder.total().size() < 3 || aboveFloor(recorder) < 3) {
            return;
        }
        LinearRate rate = recorder.rate();
        Interval interval = rate.interval(0.95);
        results()
                .putObject("linearRate")
                .put("rate", rate.rate())
                .put("low", interval.low())
                .put("high", interval.high())
                .put("steps", rate.steps());
        console().println(rate);
    }

    private static void put(ObjectNode node, String name, Optional<HypothesisFailure> failure) {
        failure.ifPresent(first -> node.put(name, first.toString()));
    }

    private static long aboveFloor(ContractionRecorder recorder) {
        return recorder.total().stream().filter(Contraction::aboveNoiseFloor).count();
    }

    private Optional<String> failure(ContractionRecorder recorder) {
        if (recorder.report().verdict() != Verdict.HOLDS) {
            return Optional.of(recorder.report().toString());
        }
        long above = aboveFloor(recorder);
        return choice == TheoryModel.MIXTURE && above < FEWEST_STEPS
                ? Optional.of("only " + above + " steps are above the noise floor; take more samples or less noise")
                : Optional.empty();
    }

    private void draw(ContractionRecorder oracle, ContractionRecorder samples, ContractionRecorder expected)
            throws IOException {
        String sizes = choice.lowerCase() + " model, N = " + this.samples + " samples a step, sigma = " + sigma;
        LineChart errors = new LineChart(
                        "The error falls as on the expected gradient, down to what N samples allow",
                        Axis.linear("step"),
                        Axis.logarithmic("error ||W - A||, Frobenius"))
                .note(sizes)
                .ground(Role.PREDICTED, "expected gradient", errors(expected))
                .curve(Role.FIFTH, "gradient of samples", errors(samples))
                .marks(Role.MEASURED, Mark.DISC, "on the drawn support", steps(errors(oracle)), errors(oracle));
        double[] measured = contractions(oracle, Contraction::measured);
        LineChart rates = new LineChart(
                        "Each step shrinks the error as predicted before it is made",
                        Axis.linear("step"),
                        Axis.linear("error after a step, of that before it"))
                .note(sizes + leftOut(measured.length, oracle.total().size()))
                .theory(Role.PREDICTED, "predicted", contractions(oracle, Contraction::predicted))
                .marks(
                        Role.MEASURED,
                        Mark.DISC,
                        "measured, drawn support, with 4 standard errors",
                        steps(measured),
                        measured,
                        contractions(oracle, contraction -> 4 * contraction.standardError()));
        output().picture("descent", () -> Picture.beside(List.of(errors, rates)));
    }

    private static double[] errors(ContractionRecorder recorder) {
        List<Contraction> all = recorder.total();
        return DoubleStream.concat(
                        all.stream().mapToDouble(Contraction::before),
                        all.stream().skip(Math.max(0, all.size() - 1)).mapToDouble(Contraction::after))
                .toArray();
    }

    private static double[] steps(double[] values) {
        return IntStream.range(0, values.length).asDoubleStream().toArray();
    }

    private static String leftOut(int shown, int all) {
        return shown == all ? "" : "; steps from " + shown + " on are left out: their errors are noise";
    }

    /** Up to the noise floor: beyond it a ratio of two noises says nothing. */
    private static double[] contractions(ContractionRecorder recorder, ToDoubleFunction<Contraction> which) {
        return recorder.total().stream()
                .takeWhile(Contraction::aboveNoiseFloor)
                .mapToDouble(which)
                .toArray();
    }

    /** The expected gradient without noise at {@code zeta = 1 / (p lambda)}, in double: what a bias costs. */
    private Optional<String> population() throws IOException {
        double[] zero = population(0);
        double[] constant = population(CONSTANT_BIAS);
        ObjectNode node = results().putObject("population");
        node.set("errorsWithoutBias", Json.array(zero));
        node.set("errorsWithConstantBias", Json.array(constant));
        double cube = 2 * zero[2] / Math.pow(zero[1], 3);
        double rate = constant[POPULATION_STEPS] / constant[POPULATION_STEPS - 1];
        double c = 1 - (1 + CONSTANT_BIAS) * (1 + CONSTANT_BIAS);
        node.put("cubeRatio", cube).put("rate", rate).put("predictedRate", c / (1 + c));
        Table table = new Table("step", "delta, b = 0", "delta, b = " + CONSTANT_BIAS);
        LongStream.rangeClosed(0, POPULATION_STEPS)
                .forEach(step -> table.row(step, zero[(int) step], constant[(int) step]));
        output().csv("population.csv", table);
        output().picture(
                        "population",
                        () -> new LineChart(
                                        "What a bias costs: the error on the expected gradient, steps of 1 / (p lambda)",
                                        Axis.linear("step"),
                                        Axis.logarithmic("delta, distance of the farthest column"))
                                .curve(Role.FIRST, "b = 0: cubed each step", zero)
                                .curve(Role.SECOND, "b = " + CONSTANT_BIAS + ": rate c / (1 + c)", constant));
        table.print(console());
        return Math.abs(cube - 1) <= 0.05 && Math.abs(rate - c / (1 + c)) <= 0.01
                ? Optional.empty()
                : Optional.of("the expected gradient's run does not do what theory says: 2 D+ / D^3 = " + cube
                        + " without bias, rate " + rate + " with bias " + CONSTANT_BIAS);
    }

    private double[] population(double bias) {
        GenerativeModel model = choice.model(0, DataType.DOUBLE, streams());
        INDArray weights =
                Initialiser.near(model.dictionary(), POPULATION_ERROR).weights(model.units(), streams());
        double[] errors = new double[POPULATION_STEPS + 1];
        for (int step = 0; step <= POPULATION_STEPS; step++) {
            double error = DeltaCloseness.of(weights, model.dictionary(), SignFlips.FORBIDDEN)
                    .delta();
            errors[step] = error;
            double lambda = 1 - error * error / 2;
            weights = Trainer.of(
                            TiedDescent.of(ExpectedGradient.of(model), LearningRate.constant(model.units() / lambda)),
                            StoppingRule.steps(1))
                    .train(TheoryModel.relu(weights, bias))
                    .parameters()
                    .weights();
        }
        return errors;
    }

    @Override
    protected Closing closing(boolean failed) {
        if (failed) {
            return new Closing(
                    "This run does not confirm the prediction: measured and predicted steps differ by more than chance, or"
                            + " too few stand out of the noise.",
                    "more --samples or less --sigma.");
        }
        double above = result("stepsAboveNoiseFloor");
        return new Closing(
                above > 0
                        ? Closing.sentence(
                                "At each of the %.0f steps above the noise floor the error shrank by what the expected"
                                        + " gradient said before the step was made.",
                                above)
                        : "No step stands out of the noise, so nothing was predicted that could be measured.",
                "the other kinds of codes, --model mixture, sparse or nonnegative.");
    }
}
