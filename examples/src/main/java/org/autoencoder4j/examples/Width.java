package org.autoencoder4j.examples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The width that is needed against the width that the theorems ask for. */
@Command(
        name = "width",
        sortOptions = false,
        description =
                "Searches the smallest width at which every step contracts as the theorem says with probability .9,"
                        + " in double, for the encoder alone and for both layers and several numbers of samples and"
                        + " features; fits its exponents in n, d and 1/lambda; and prints the theorem's width beside.")
final class Width extends Example {
    private static final int[][] SIZES = {{3, 6}, {4, 6}, {6, 6}, {8, 6}, {4, 3}, {4, 12}, {4, 24}};
    private static final double DELTA = 0.1;

    @Option(
            names = "--trials",
            paramLabel = "K",
            description = "Starts for each width, of which at most a tenth may fail (default: ${DEFAULT-VALUE}).")
    private int trials = 20;

    @Option(names = "--steps", paramLabel = "T", description = "Steps of a run (default: ${DEFAULT-VALUE}).")
    private int steps = 30;

    @Option(
            names = "--draws",
            paramLabel = "R",
            description = "Sets of samples for each size (default: ${DEFAULT-VALUE}).")
    private int draws = 2;

    @Override
    boolean concerns(OptionSpec option) {
        return !option.longestName().equals("--dtype");
    }

    @Override
    Optional<String> run() throws IOException {
        Checks.atLeast("--trials", trials, 1);
        Checks.atLeast("--draws", draws, 1);
        Checks.atLeast("--steps", steps, 1);
        List<SmallestWidth.Found> weak = new ArrayList<>();
        List<SmallestWidth.Found> joint = new ArrayList<>();
        for (int[] size : SIZES) {
            for (int draw = 0; draw < draws; draw++) {
                INDArray x = samples(size[0], size[1], draw);
                weak.add(new SmallestWidth(x, Regime.WEAKLY_TRAINED, trials, steps).find(DELTA, streams()));
                joint.add(new SmallestWidth(x, Regime.JOINTLY_TRAINED, trials, steps).find(DELTA, streams()));
            }
        }
        report(weak, joint);
        draw(weak, joint);
        return Stream.concat(weak.stream(), joint.stream())
                .filter(found -> found.width() == 0)
                .findFirst()
                .map(found -> "no width up to 65536 contracts at every step for " + found);
    }

    private INDArray samples(int count, int features, int draw) {
        RandomStreams own =
                RandomStreams.of(streams().at("samples", features, draw).nextLong());
        return Dictionaries.gaussian(features, count, DataType.DOUBLE, own)
                .transpose()
                .dup('c');
    }

    private void report(List<SmallestWidth.Found> weak, List<SmallestWidth.Found> joint) throws IOException {
        Table table = new Table("regime", "n", "d", "lambda", "eta", "smallestWidth", "theoremWidth");
        ArrayNode nodes = results().putArray("widths");
        for (List<SmallestWidth.Found> all : List.of(weak, joint)) {
            for (SmallestWidth.Found found : all) {
                String regime = found.regime().name().toLowerCase(Locale.ROOT);
                table.row(
                        regime,
                        found.samples(),
                        found.features(),
                        found.lambda(),
                        found.eta(),
                        found.width(),
                        found.bound());
                nodes.addObject()
                        .put("regime", regime)
                        .put("n", found.samples())
                        .put("d", found.features())
                        .put("lambda", found.lambda())
                        .put("eta", found.eta())
                        .put("smallestWidth", found.width())
                        .put("theoremWidth", found.bound());
            }
        }
        output().csv("width.csv", table);
        table.print(console());
        ObjectNode exponents = results().putObject("exponents");
        fit("weak", weak, "T4.2: 1, 2, 4 and lambda_n^3", exponents);
        fit("joint", joint, "T5.2a: 1, 2, 4 and lambda_n^3", exponents);
    }

    /** Least squares of log m = c + a log n + b log d + g log (1 / lambda). */
    private void fit(String name, List<SmallestWidth.Found> all, String theorem, ObjectNode node) {
        double[] logs = all.stream()
                .mapToDouble(found -> Math.log(Math.max(1, found.width())))
                .toArray();
        double[][] predictors = all.stream()
                .map(found ->
                        new double[] {Math.log(found.samples()), Math.log(found.features()), -Math.log(found.lambda())})
                .toArray(double[][]::new);
        OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
        regression.newSampleData(logs, predictors);
        double[] values = regression.estimateRegressionParameters();
        double[] errors = regression.estimateRegressionParametersStandardErrors();
        node.putObject(name)
                .put("n", values[1])
                .put("nError", errors[1])
                .put("d", values[2])
                .put("dError", errors[2])
                .put("inverseLambda", values[3])
                .put("inverseLambdaError", errors[3])
                .put("theorem", theorem);
        console()
                .printf(
                        Locale.ROOT,
                        "%s: smallest m ~ n^(%.2f +- %.2f) d^(%.2f +- %.2f) (1/lambda)^(%.2f +- %.2f); %s%n",
                        name,
                        values[1],
                        errors[1],
                        values[2],
                        errors[2],
                        values[3],
                        errors[3],
                        theorem);
    }

    private void draw(List<SmallestWidth.Found> weak, List<SmallestWidth.Found> joint) throws IOException {
        LineChart chart = new LineChart("width", "set of samples", "width m", LineChart.Scale.LOGARITHMIC)
                .marks("needed, encoder", widths(weak))
                .marks("needed, both", widths(joint))
                .theory("T4.2", bounds(weak))
                .theory("T5.2a", bounds(joint));
        output().png("width.png", () -> chart.picture());
    }

    private static double[] widths(List<SmallestWidth.Found> all) {
        return all.stream().mapToDouble(SmallestWidth.Found::width).toArray();
    }

    private static double[] bounds(List<SmallestWidth.Found> all) {
        return all.stream().mapToDouble(SmallestWidth.Found::bound).toArray();
    }
}
