package org.autoencoder4j.examples.recovery;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.consistency.CodeSet;
import org.autoencoder4j.check.consistency.ConsistencyCertificate;
import org.autoencoder4j.check.consistency.ConsistencyPoint;
import org.autoencoder4j.check.consistency.ConsistencyStudy;
import org.autoencoder4j.check.consistency.ConsistencyStudy.Level;
import org.autoencoder4j.check.consistency.Interval;
import org.autoencoder4j.check.consistency.NoiseTail;
import org.autoencoder4j.check.consistency.Proportion;
import org.autoencoder4j.check.consistency.TheoremThree;
import org.autoencoder4j.examples.command.Closing;
import org.autoencoder4j.examples.command.Example;
import org.autoencoder4j.examples.command.Table;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.picture.HeatMap;
import org.autoencoder4j.picture.Picture;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** When codes are recovered: what is certain and what happens. */
@Command(
        name = "consistency",
        sortOptions = false,
        description =
                "Measures how often codes are recovered over a grid of distances and biases or thresholds, beside the"
                        + " certificate that all are, and shows that Theorem 3 (i) does not hold as printed. Fails if a code is"
                        + " lost where the certificate holds.")
public final class Consistency extends Example {
    /** Small enough that no noise of a whole run exceeds the bound. */
    private static final double NOISE_FAILURE = 1e-10;

    private static final double[] DELTAS = {0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.6};
    private static final double[] BIASES = {-0.9, -0.8, -0.7, -0.6, -0.5, -0.4, -0.3, -0.2, -0.1};
    private static final double[] THRESHOLDS = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};
    private static final int UNION_SPARSITY = 16;
    private static final double UNION_CONSTANT = 2.5;

    @Option(
            names = "--model",
            split = ",",
            paramLabel = "NAME",
            description = "mixture, sparse or nonnegative (default: all three).")
    private List<TheoryModel> models = List.of(TheoryModel.values());

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "Samples at each point of the grid (default: ${DEFAULT-VALUE}).")
    private int samples = 2_000;

    @Option(
            names = "--sigma",
            paramLabel = "sigma",
            description = "Standard deviation of the noise (default: ${DEFAULT-VALUE}).")
    private double sigma = 0.02;

    private int certified;
    private int lost;

    @Override
    public Optional<String> run() throws IOException {
        Checks.atLeast("--samples", samples, 1);
        for (TheoryModel each : models) {
            study(each);
        }
        results().put("certifiedPoints", certified).put("certifiedPointsThatLostACode", lost);
        Verdict printed = asPrinted();
        console().println(certified + " points are certified; " + lost + " of them lost a code");
        if (lost > 0) {
            return Optional.of(lost + " points lost a code although the certificate holds");
        }
        return printed == Verdict.FAILS
                ? Optional.empty()
                : Optional.of("Theorem 3 (i) as printed was not refuted: " + printed);
    }

    private void study(TheoryModel choice) throws IOException {
        INDArray dictionary = choice.dictionary(dtype(), streams());
        Level level = choice == TheoryModel.SPARSE ? Level.THRESHOLD : Level.RELU_BIAS;
        double[] levels = level == Level.THRESHOLD ? THRESHOLDS : BIASES;
        ConsistencyStudy study =
                new ConsistencyStudy(dictionary, k -> choice.law(dictionary.columns(), k), level, samples, streams());
        double[][] rates = new double[DELTAS.length][levels.length];
        double[][] certificates = new double[DELTAS.length][levels.length];
        Table table = new Table("k", "delta", "sigma", "level", "rate", "low", "high", "certificate", "margin");
        int[] sparsities = {choice.sparsity()};
        List<ConsistencyPoint> points = ConsistencyStudy.grid(sparsities, DELTAS, new double[] {sigma}, levels);
        for (int i = 0; i < points.size(); i++) {
            ConsistencyPoint point = points.get(i);
            Proportion consistent = study.measure(point).consistent();
            Report certificate = certificate(choice, dictionary, point).report();
            boolean holds = certificate.verdict() == Verdict.HOLDS;
            certified += holds ? 1 : 0;
            lost += holds && consistent.successes() < samples ? 1 : 0;
            rates[i / levels.length][i % levels.length] = consistent.rate();
            certificates[i / levels.length][i % levels.length] = holds ? 1 : 0;
            Interval interval = consistent.wilson(0.95);
            table.row(
                    point.sparsity(),
                    point.delta(),
                    point.noise(),
                    point.level(),
                    consistent.rate(),
                    interval.low(),
                    interval.high(),
                    certificate.verdict(),
                    certificate.findings().getOrDefault("margin", Double.NaN));
        }
        String name = "consistency-" + choice.lowerCase();
        output().csv(name + ".csv", table);
        String sizes = String.format(
                Locale.ROOT,
                "%s model, n = %d, m = %d, k = %d, N = %d, sigma = %s",
                choice.lowerCase(),
                dictionary.rows(),
                dictionary.columns(),
                choice.sparsity(),
                samples,
                sigma);
        draw(name, sizes, level, levels, rates, certificates);
    }

    private ConsistencyCertificate certificate(TheoryModel choice, INDArray dictionary, ConsistencyPoint point) {
        INDArray weights = Initialiser.near(dictionary, point.delta()).weights(dictionary.columns(), streams());
        TiedAutoencoder units = choice == TheoryModel.SPARSE
                ? TiedAutoencoder.withoutBias(weights, Activation.hardThreshold(point.level()))
                : TheoryModel.relu(weights, point.level());
        CodeLaw law = choice.law(dictionary.columns(), point.sparsity());
        double nu = NoiseTail.of(weights, point.noise()).bound(NOISE_FAILURE);
        return ConsistencyCertificate.of(units, dictionary, CodeSet.of(law), nu);
    }

    private void draw(
            String name, String sizes, Level level, double[] levels, double[][] rates, double[][] certificates)
            throws IOException {
        String levelName = level == Level.THRESHOLD ? "threshold lambda" : "bias b";
        String delta = "delta, distance of the columns from their atoms";
        HeatMap measured = HeatMap.shares(
                "How often the code of a sample is right", sizes, levelName, levels, delta, DELTAS, rates);
        HeatMap certain = HeatMap.answers(
                "Where it is certain that every code is right",
                sizes,
                levelName,
                levels,
                delta,
                DELTAS,
                certificates,
                "certified",
                "not certified");
        output().picture(name, () -> Picture.beside(List.of(measured, certain)));
    }

    /** Identity and Hadamard: incoherent enough for every printed condition, and yet codes are lost. */
    private Verdict asPrinted() throws IOException {
        INDArray union = Dictionaries.identityAndHadamard(64, dtype());
        CodeLaw law = CodeLaw.sparse(union.columns(), UNION_SPARSITY, ValueLaw.rademacher());
        Proportion consistent = new ConsistencyStudy(union, k -> law, Level.THRESHOLD, samples, streams())
                .measure(new ConsistencyPoint(UNION_SPARSITY, 0, 0, 0.5))
                .consistent();
        TheoremThree theorem = TheoremThree.of(union, union, CodeSet.of(law), 0);
        Report printed = theorem.randomSigns(Reference.Form.AS_PRINTED, UNION_CONSTANT, consistent, 0.99);
        Report corrected = theorem.randomSigns(Reference.Form.CORRECTED, UNION_CONSTANT, consistent, 0.99);
        ArrayNode reports = results().putArray("theoremThreeI");
        for (Report report : List.of(printed, corrected)) {
            reports.add(new ObjectMapper().readTree(report.toJson()));
            console().println(report.text());
        }
        return printed.verdict();
    }

    @Override
    protected Closing closing(boolean failed) {
        if (failed) {
            return new Closing(
                    lost > 0
                            ? "A certificate held and a code was lost all the same, which is a defect of this library."
                            : "These samples are too few to refute Theorem 3 (i) as it is printed.",
                    lost > 0 ? "please report it, with summary.json." : "more --samples.");
        }
        return new Closing(
                Closing.sentence(
                        "At none of the %d certified points a code was lost, as is promised, and Theorem 3 (i) as printed"
                                + " promises codes that were lost.",
                        certified),
                "examples/run certificate tells of weights and a dictionary of your own whether all codes are found.");
    }
}
