package org.autoencoder4j.examples.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.Descent;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TwoLayerDescent;
import org.autoencoder4j.examples.command.Closing;
import org.autoencoder4j.examples.command.Example;
import org.autoencoder4j.examples.command.Table;
import org.autoencoder4j.examples.samples.UnitSamples;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.gradient.TwoLayerSampleGradient;
import org.autoencoder4j.init.DecoderLaw;
import org.autoencoder4j.init.TwoLayerStart;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.ntk.tied.IdentityMap;
import org.autoencoder4j.ntk.tied.WeightTiedError;
import org.autoencoder4j.picture.Axis;
import org.autoencoder4j.picture.LineChart;
import org.autoencoder4j.picture.Mark;
import org.autoencoder4j.picture.Role;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Section 6 of paper 2: wide weight-tied autoencoders reconstruct everything. */
@Command(
        name = "weight-tied",
        sortOptions = false,
        description =
                "Holds the error of random weight-tied autoencoders against Lemma 6.1 over widths, and measures the error on"
                        + " digits that were not trained on and on noise, before and after training. Fails if a mean error is not the"
                        + " expected one, or if the autoencoder does not reconstruct noise.")
public final class WeightTied extends Example {
    private static final int LARGEST_POWER = 11;
    private static final int INPUTS = 500;

    @Option(
            names = "--units",
            paramLabel = "m",
            description = "Hidden units of the autoencoder that is trained (default: ${DEFAULT-VALUE}).")
    private int units = 2048;

    @Option(names = "--samples", paramLabel = "n", description = "Digits to train on (default: ${DEFAULT-VALUE}).")
    private int samples = 300;

    @Option(names = "--steps", paramLabel = "T", description = "Steps (default: ${DEFAULT-VALUE}).")
    private int steps = 100;

    @Option(
            names = "--draws",
            paramLabel = "N",
            description = "Random autoencoders for each width (default: ${DEFAULT-VALUE}).")
    private int draws = 200;

    @Override
    public Optional<String> run() throws IOException {
        INDArray digits = UnitSamples.unit("the digits", UnitSamples.digits(dtype()));
        Checks.between("--samples", samples, 1, digits.rows() - INPUTS);
        boolean expected = ladder(digits.getRow(digits.rows() - 1));
        boolean identity = degeneracy(digits);
        if (!expected) {
            return Optional.of("a mean error is not that of Lemma 6.1");
        }
        return identity ? Optional.empty() : Optional.of("noise is not reconstructed: take more --units");
    }

    /** Lemma 6.1 over widths 1, 2, 4, ... */
    private boolean ladder(INDArray digit) throws IOException {
        Table table = new Table("m", "expected", "mean", "standard error", "verdict");
        ArrayNode rows = results().putArray("lemma61");
        boolean agrees = true;
        for (int power = 0; power <= LARGEST_POWER; power++) {
            int m = 1 << power;
            Report report =
                    WeightTiedError.measured(digit, m, WeightTiedError.CRITICAL_VARIANCE, draws, heldOutStreams());
            double expected = report.findings().getOrDefault("expected", Double.NaN);
            double mean = report.findings().getOrDefault("mean", Double.NaN);
            double error = report.findings().getOrDefault("standardError", Double.NaN);
            agrees &= report.verdict() != Verdict.FAILS;
            table.row(m, expected, mean, error, report.verdict());
            rows.addObject()
                    .put("units", m)
                    .put("expected", expected)
                    .put("mean", mean)
                    .put("standardError", error);
        }
        table.print(console());
        output().csv("weight-tied.csv", table);
        double[] bars = Arrays.stream(table.column("standard error"))
                .map(error -> 4 * error)
                .toArray();
        LineChart chart = new LineChart(
                "Random weight-tied autoencoders reconstruct a digit the better the wider they are",
                Axis.logarithmic("units m"),
                Axis.logarithmic("squared error ||x - u||^2"));
        output().picture(
                        "weight-tied",
                        () -> chart.theory(Role.PREDICTED, "Lemma 6.1", table.column("m"), table.column("expected"))
                                .marks(
                                        Role.MEASURED,
                                        Mark.DISC,
                                        "mean of " + draws + " draws, with 4 standard errors",
                                        table.column("m"),
                                        table.column("mean"),
                                        bars));
        return agrees;
    }

    /** Errors on what was trained on, on other digits and on noise. */
    private boolean degeneracy(INDArray digits) {
        INDArray train = rows(digits, 0, samples);
        INDArray others = rows(digits, digits.rows() - INPUTS, digits.rows());
        INDArray noise = UnitSamples.unit(
                "noise",
                UnitSamples.normal(
                        INPUTS, digits.columns(), dtype(), heldOutStreams().at("noise", 0, 0)));
        TwoLayerStart initialiser =
                new TwoLayerStart(digits.columns(), WeightTiedError.CRITICAL_VARIANCE, DecoderLaw.RADEMACHER, dtype());
        TwoLayerAutoencoder start = initialiser.weightTied(units, streams());
        // The tied Jacobian's largest squared singular value is at most about 4 n / m for unit samples.
        Descent<TwoLayerAutoencoder> rule = TwoLayerDescent.of(
                TwoLayerSampleGradient.of(Batches.of(train), Regime.WEIGHT_TIED),
                LearningRate.constant(units / (4.0 * samples)));
        TwoLayerAutoencoder trained = Trainer.of(rule, StoppingRule.steps(steps))
                .withListener(progressLine("weight-tied", steps))
                .train(start)
                .parameters();
        double predicted = WeightTiedError.expected(digits.columns(), units, WeightTiedError.CRITICAL_VARIANCE, 1);
        Table table = new Table("inputs", "before training", "after training", "Lemma 6.1");
        compare(table, "trained digits", start, trained, train, predicted);
        compare(table, "other digits", start, trained, others, predicted);
        double onNoise = compare(table, "noise", start, trained, noise, predicted);
        table.print(console());
        return onNoise < 0.5;
    }

    private double compare(
            Table table,
            String name,
            TwoLayerAutoencoder start,
            TwoLayerAutoencoder trained,
            INDArray inputs,
            double predicted) {
        double before = IdentityMap.of(start, inputs).error();
        double after = IdentityMap.of(trained, inputs).error();
        table.row(name, before, after, predicted);
        results()
                .withArray("degeneracy")
                .addObject()
                .put("inputs", name)
                .put("before", before)
                .put("after", after)
                .put("expectedBefore", predicted);
        return after;
    }

    private static INDArray rows(INDArray matrix, long from, long to) {
        return matrix.get(NDArrayIndex.interval(from, to), NDArrayIndex.all()).dup('c');
    }

    @Override
    protected Closing closing(boolean failed) {
        JsonNode noise = results().path("degeneracy").path(2);
        return failed
                ? new Closing(
                        "An error is not that of Lemma 6.1, or noise is not reconstructed at this width, so the run does not"
                                + " show what wide autoencoders do.",
                        "more --units or more --draws.")
                : new Closing(
                        Closing.sentence(
                                "%d units reconstruct noise with a squared error of %.3g of 1 before they have learned"
                                        + " anything, and of %.3g after, so that it reconstructs says nothing of what an"
                                        + " autoencoder has learned.",
                                units,
                                noise.path("before").asDouble(),
                                noise.path("after").asDouble()),
                        "examples/run kernel, for what untied weights learn.");
    }
}
