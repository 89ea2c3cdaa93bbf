package org.autoencoder4j.examples.width;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.examples.command.Closing;
import org.autoencoder4j.examples.command.Example;
import org.autoencoder4j.examples.command.Table;
import org.autoencoder4j.ntk.convergence.ConvergenceTheorem;
import org.autoencoder4j.ntk.convergence.KernelConstants;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The width that is needed against the widths that theorems and certificates ask for. */
@Command(
        name = "width",
        sortOptions = false,
        description =
                "Searches, for each way to train, the smallest width at which 9 of 10 runs keep the rate of the theorem, and the"
                        + " smallest at which 9 of 10 starts are certain to, in double; prints beside what the theorems ask for:"
                        + " the paper's as printed, with a factor that is proved to be enough, and as its proofs are corrected,"
                        + " and those of docs/CONVERGENCE.md; and fits exponents in n, d and 1/lambda to six random sets or"
                        + " more.")
public final class Width extends Example {
    /** Three exponents and a constant, with something to spare. */
    private static final int LEAST_SETS_OF_A_FIT = 6;

    @Option(
            names = "--sets",
            split = ",",
            paramLabel = "SET",
            converter = SampleSet.Converter.class,
            description =
                    "Sets of samples of length 1: orthonormal:N, or random:NxD for N of them in D dimensions (default:"
                            + " ${DEFAULT-VALUE}).")
    private List<SampleSet> sets = List.of(
            new SampleSet(SampleSet.Kind.ORTHONORMAL, 2, 2),
            new SampleSet(SampleSet.Kind.ORTHONORMAL, 3, 3),
            new SampleSet(SampleSet.Kind.RANDOM, 4, 3));

    @Option(
            names = "--delta",
            paramLabel = "P",
            description = "The delta of the theorems, above 0 and at most 1 (default: ${DEFAULT-VALUE}).")
    private double delta = 0.1;

    @Option(
            names = "--trials",
            paramLabel = "K",
            description = "Starts for each width, of which at most a tenth may fail (default: ${DEFAULT-VALUE}).")
    private int trials = 10;

    @Option(
            names = "--steps",
            paramLabel = "T",
            description = "Steps of a run at most, which ends where the rate leaves 1 %% (default: ${DEFAULT-VALUE}).")
    private int steps = 30;

    @Option(names = "--draws", paramLabel = "R", description = "Draws of each random set (default: ${DEFAULT-VALUE}).")
    private int draws = 1;

    @Option(
            names = "--largest",
            paramLabel = "m",
            description = "The largest width that is tried (default: ${DEFAULT-VALUE}).")
    private int largest = 16384;

    @Override
    public boolean concerns(OptionSpec option) {
        return !option.longestName().equals("--dtype");
    }

    @Override
    public Optional<String> run() throws IOException {
        Checks.atLeast("--trials", trials, 1);
        Checks.atLeast("--draws", draws, 1);
        Checks.atLeast("--steps", steps, 1);
        Checks.atLeast("--largest", largest, 2);
        Checks.between("--delta", Checks.positive("--delta", delta), 0, 1);
        List<FoundWidth> all = new ArrayList<>();
        for (SampleSet set : sets) {
            int times = set.kind() == SampleSet.Kind.RANDOM ? draws : 1;
            for (int draw = 0; draw < times; draw++) {
                find(set, draw, all);
            }
        }
        report(all);
        output().picture("width", () -> new WidthPicture(all).picture());
        return all.stream()
                .filter(found -> found.observed().isEmpty())
                .findFirst()
                .map(found ->
                        "no width up to " + largest + " keeps the rate: " + found.training() + " of " + found.set());
    }

    private void find(SampleSet set, int draw, List<FoundWidth> all) {
        INDArray x = set.draw(draw, streams());
        KernelConstants constants = KernelConstants.of(x);
        for (ConvergenceTheorem theorem : ConvergenceTheorem.values()) {
            SmallestWidth search = new SmallestWidth(x, constants, theorem, trials, steps, largest);
            all.add(new FoundWidth(
                    set, constants, theorem, delta, search.certified(streams()), search.observed(streams())));
        }
    }

    private void report(List<FoundWidth> all) throws IOException {
        Table table = new Table(FoundWidth.COLUMNS);
        ArrayNode nodes = results().putArray("widths");
        for (FoundWidth found : all) {
            table.row(found.row());
            found.put(nodes.addObject());
        }
        output().csv("width.csv", table);
        table.print(console());
        console()
                .println(
                        "printed: with a factor C that is enough; no mark where print says nothing, its proof has a hole, or"
                                + " no width up to " + largest + " will do.");
        ObjectNode exponents = results().putObject("exponents");
        fit(ConvergenceTheorem.WEAK_DESCENT, "T4.2: 1, 2, 4 and lambda_n^3", all, exponents);
        fit(ConvergenceTheorem.JOINT_DESCENT, "T5.2a: 1, 2, 4 and lambda_n^3", all, exponents);
    }

    /** Least squares of log m = c + a log n + b log d + g log (1 / lambda), over random samples. */
    private void fit(ConvergenceTheorem theorem, String proved, List<FoundWidth> all, ObjectNode node) {
        List<FoundWidth> random = all.stream()
                .filter(found -> found.theorem() == theorem && found.set().kind() == SampleSet.Kind.RANDOM)
                .filter(found -> found.observed().isPresent())
                .toList();
        if (random.size() < LEAST_SETS_OF_A_FIT) {
            return;
        }
        double[] logs = random.stream()
                .mapToDouble(found -> Math.log(found.observedOrNaN()))
                .toArray();
        double[][] predictors = random.stream()
                .map(found -> new double[] {
                    Math.log(found.set().count()), Math.log(found.set().features()), -Math.log(found.lambda())
                })
                .toArray(double[][]::new);
        OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
        regression.newSampleData(logs, predictors);
        double[] values;
        double[] errors;
        try {
            values = regression.estimateRegressionParameters();
            errors = regression.estimateRegressionParametersStandardErrors();
        } catch (SingularMatrixException e) {
            console().println("The random sets are too alike to tell exponents in n and d apart: no fit.");
            return;
        }
        String name = theorem.name().toLowerCase(Locale.ROOT);
        node.putObject(name)
                .put("n", values[1])
                .put("nError", errors[1])
                .put("d", values[2])
                .put("dError", errors[2])
                .put("inverseLambda", values[3])
                .put("inverseLambdaError", errors[3])
                .put("theorem", proved);
        console()
                .printf(
                        Locale.ROOT,
                        "%s: observed m ~ n^(%.2f +- %.2f) d^(%.2f +- %.2f) (1/lambda)^(%.2f +- %.2f); %s%n",
                        name,
                        values[1],
                        errors[1],
                        values[2],
                        errors[2],
                        values[3],
                        errors[3],
                        proved);
    }

    @Override
    protected Closing closing(boolean failed) {
        return failed
                ? new Closing(
                        "Up to the largest width that was tried some ways to train keep the rate in too few of the starts; those"
                                + " without a number under observed are these.",
                        "a greater --largest.")
                : new Closing(
                        Closing.sentence(
                                "Runs keep the rate of the theorems at widths from %.3g to %.3g, for which the proofs ask from"
                                        + " %.3g to %.3g.",
                                extreme("observed", -1),
                                extreme("observed", 1),
                                extreme("proved", -1),
                                extreme("proved", 1)),
                        "examples/run table1 --data FILE, for the widths that are proved for samples of your own.");
    }

    /** The least number of the rows, or the greatest. */
    private double extreme(String name, int sign) {
        double extreme = Double.NEGATIVE_INFINITY;
        for (JsonNode row : results().path("widths")) {
            extreme = Math.max(extreme, sign * row.path(name).asDouble());
        }
        return sign * extreme;
    }
}
