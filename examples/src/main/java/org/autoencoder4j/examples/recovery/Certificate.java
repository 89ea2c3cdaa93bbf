package org.autoencoder4j.examples.recovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.closeness.Incoherence;
import org.autoencoder4j.check.closeness.Matching;
import org.autoencoder4j.check.closeness.Nearness;
import org.autoencoder4j.check.closeness.SignFlips;
import org.autoencoder4j.check.consistency.CodeSet;
import org.autoencoder4j.check.consistency.ConsistencyCertificate;
import org.autoencoder4j.check.consistency.Interval;
import org.autoencoder4j.check.consistency.NoiseTail;
import org.autoencoder4j.check.consistency.TheoremThree;
import org.autoencoder4j.check.consistency.WindowFormula;
import org.autoencoder4j.check.descent.DescentCertificate;
import org.autoencoder4j.check.descent.DescentLemma;
import org.autoencoder4j.check.descent.StableStep;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.examples.command.Closing;
import org.autoencoder4j.examples.command.Example;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.report.Report;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the theory says of weights and a dictionary that somebody has. */
@Command(
        name = "certificate",
        sortOptions = false,
        description =
                "Tells whether weights recover the codes of a dictionary, and which conditions of the theory hold."
                        + " Units are matched with atoms first. Computes in double; whatever the verdicts, exit code 0 means that"
                        + " they were computed.")
public final class Certificate extends Example {
    private static final double NOISE_FAILURE = 1e-6;
    private static final double XI = 2;

    @Option(names = "--weights", required = true, paramLabel = "FILE", description = "W, n x m or wider, as .npy.")
    private @Nullable Path weightsFile;

    @Option(names = "--dictionary", required = true, paramLabel = "FILE", description = "A, n x m, as .npy.")
    private @Nullable Path dictionaryFile;

    @Option(names = "--k", required = true, paramLabel = "K", description = "Non-zero entries of a code.")
    private int k;

    @Option(
            names = "--values",
            required = true,
            split = ",",
            hideParamSyntax = true,
            paramLabel = "A1,A2",
            description = "The least and the greatest magnitude of a non-zero entry.")
    private double[] values = {};

    @Option(names = "--bias", paramLabel = "FILE", description = "b, one number for each unit, as .npy (default: 0).")
    private @Nullable Path biasFile;

    @Option(
            names = "--threshold",
            paramLabel = "LAMBDA",
            description =
                    "Units are hard thresholds at lambda, and codes take both signs unless --non-negative is given"
                            + " (default: units are ReLUs and codes are non-negative).")
    private @Nullable Double threshold;

    @Option(names = "--non-negative", description = "Codes are non-negative, whatever the units are.")
    private boolean nonNegative;

    @Option(
            names = "--sigma",
            paramLabel = "S",
            description =
                    "Standard deviation of normal noise in each feature (default: ${DEFAULT-VALUE}). Statements then"
                            + " leave out noise of probability 1e-6.")
    private double sigma;

    @Option(
            names = "--steps",
            paramLabel = "T",
            description =
                    "Also certifies T steps with the expected gradient from all starts as near as these weights: for"
                            + " mixtures (--k 1 --values 1,1) and for codes of both signs without bias.")
    private @Nullable Integer steps;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description =
                    "Also certifies steps on N samples each: for mixtures T of them from all such starts if --steps is given,"
                            + " else one; for codes of both signs one step of these weights, whatever T.")
    private @Nullable Long samples;

    private final List<Report> reports = new ArrayList<>();
    private @Nullable CertificateSummary summary;
    private String ofWholeRuns = "";
    private String asGiven = "";

    @Override
    public Optional<String> run() throws IOException {
        if (values.length != 2) {
            throw new IllegalArgumentException("--values has " + values.length + " numbers; it must be a1,a2");
        }
        INDArray dictionary = read("--dictionary", dictionaryFile);
        INDArray weights = read("--weights", weightsFile);
        Nearness nearness = Nearness.of(weights, dictionary, flips());
        TiedAutoencoder units = matched(weights, nearness.closeness().minimumSum());
        CodeSet codes = codes();
        double nu = NoiseTail.of(units.weights(), sigma).bound(NOISE_FAILURE);
        recovery(units, dictionary, codes, nu);
        asGiven(weights, nearness.closeness().minimumSum(), dictionary, codes, nu);
        hypotheses(nearness, dictionary);
        windows(TheoremThree.of(units.weights(), dictionary, codes, nu));
        descent(units, new GenerativeModel(dictionary, law(dictionary.columns()), sigma));
        if (steps != null || samples != null) {
            wholeRuns(units, dictionary);
        }
        summary = new CertificateSummary(reports, codes, dictionary.columns(), threshold != null);
        summary.write(this);
        if (!ofWholeRuns.isEmpty()) {
            console().println(ofWholeRuns);
        }
        console().print(asGiven);
        return Optional.empty();
    }

    private CodeSet codes() {
        return signed() ? CodeSet.signed(k, values[0], values[1]) : CodeSet.nonNegative(k, values[0], values[1]);
    }

    private boolean signed() {
        return threshold != null && !nonNegative;
    }

    private SignFlips flips() {
        return signed() ? SignFlips.ALLOWED : SignFlips.FORBIDDEN;
    }

    private CodeLaw law(int units) {
        return CodeLaw.sparse(
                units,
                k,
                signed()
                        ? ValueLaw.symmetricUniform(values[0], values[1])
                        : ValueLaw.nonNegativeUniform(values[0], values[1]));
    }

    private Activation activation() {
        return threshold == null ? Activation.relu() : Activation.hardThreshold(threshold);
    }

    private INDArray bias(int all) throws IOException {
        INDArray bias = biasFile == null
                ? Nd4j.zeros(DataType.DOUBLE, all)
                : Npy.read(biasFile).castTo(DataType.DOUBLE);
        if (bias.length() != all) {
            throw new IllegalArgumentException(
                    "--bias has " + bias.length() + " numbers; there must be one for each of the " + all + " units");
        }
        return bias;
    }

    private TiedAutoencoder matched(INDArray weights, Matching matching) throws IOException {
        int all = weights.columns();
        INDArray matchedBias = matching.align(bias(all).reshape(1, all)).reshape(matching.atoms());
        return new TiedAutoencoder(matching.align(weights), matchedBias, activation());
    }

    private static INDArray read(String option, @Nullable Path file) throws IOException {
        if (file == null) {
            throw new IllegalStateException("picocli requires it");
        }
        INDArray array = Npy.read(file).castTo(DataType.DOUBLE);
        return Checks.finite(option, Checks.matrix(option, array)).dup('f');
    }

    private void recovery(TiedAutoencoder units, INDArray dictionary, CodeSet codes, double nu) {
        ConsistencyCertificate certificate = ConsistencyCertificate.of(units, dictionary, codes, nu);
        reports.add(certificate.report());
        ArrayNode windows = results().putArray("biasWindows");
        for (int i = 0; i < certificate.units(); i++) {
            Interval window = certificate.biasWindow(i);
            windows.addObject()
                    .put("atom", i)
                    .put("low", window.low())
                    .put("high", window.high())
                    .put("margin", certificate.margin(i));
        }
    }

    /** Weights in another order or sign fail as they stand: what they were before they were matched. */
    private void asGiven(INDArray weights, Matching matching, INDArray dictionary, CodeSet codes, double nu)
            throws IOException {
        int[] order = IntStream.range(0, weights.columns()).toArray();
        boolean inOrder = Arrays.equals(order, matching.columns())
                && Arrays.stream(matching.signs()).allMatch(sign -> sign > 0);
        results().put("alignedFirst", !inOrder);
        if (!inOrder && weights.columns() == dictionary.columns()) {
            TiedAutoencoder unmatched =
                    new TiedAutoencoder(weights, bias(weights.columns()).reshape(weights.columns()), activation());
            Report report =
                    ConsistencyCertificate.of(unmatched, dictionary, codes, nu).report();
            results().put("recoversAsGiven", report.verdict().name());
            asGiven = "as given, before Matching.align: " + report.text();
        }
    }

    /** The theory asks for delta below 1 / log n up to a constant, xi of at most 2, mu at most delta sqrt(n) / k. */
    private void hypotheses(Nearness nearness, INDArray dictionary) {
        double delta = nearness.closeness().delta();
        double limit = 1 / Math.log(Math.max(2, dictionary.rows()));
        reports.add(Incoherence.of(dictionary).report(delta * Math.sqrt(dictionary.rows()) / k));
        reports.add(nearness.closeness().report(limit));
        reports.add(nearness.report(limit, XI));
    }

    private void windows(TheoremThree theorem) {
        if (threshold != null) {
            reports.add(theorem.fixedThreshold());
            return;
        }
        for (WindowFormula formula : WindowFormula.values()) {
            reports.add(theorem.reluWindow(formula));
        }
    }

    private void descent(TiedAutoencoder units, GenerativeModel model) {
        DescentCertificate certificate = DescentCertificate.of(DescentLemma.of(model, units));
        double zeta = certificate.admissibleStep();
        results().put("admissibleStep", zeta);
        StableStep stable = StableStep.of(model.codeLaw());
        double step = zeta > 0 ? zeta : Math.min((double) model.units() / k, stable.suggested());
        reports.add(certificate.contraction(step));
        reports.add(certificate.descent(step));
        reports.add(certificate.normalisedStep(step));
        reports.add(stable.report(step, model.features()));
    }

    /** What is certified before a run is made, with columns and atoms divided by their lengths. */
    private void wholeRuns(TiedAutoencoder units, INDArray dictionary) {
        GenerativeModel model =
                new GenerativeModel(WholeRuns.unit(dictionary), wholeRunLaw(units, dictionary.columns()), sigma);
        WholeRuns runs = new WholeRuns(
                model,
                new TiedAutoencoder(WholeRuns.unit(units.weights()), units.bias(), units.activation()),
                streams());
        if (steps != null) {
            runs.steps(steps, results());
        }
        if (samples != null) {
            runs.samples(steps == null ? 1 : steps, samples, results());
        }
        reports.addAll(runs.reports());
        ofWholeRuns = runs.meaning();
        results().put("wholeRuns", ofWholeRuns);
    }

    private CodeLaw wholeRunLaw(TiedAutoencoder units, int atoms) {
        if (k == 1 && !signed() && values[0] == 1 && values[1] == 1) {
            return CodeLaw.oneHotUniform(atoms);
        }
        if (signed() && units.bias().amaxNumber().doubleValue() == 0) {
            return law(atoms);
        }
        throw new IllegalArgumentException(
                "--steps and --samples need a mixture, --k 1 --values 1,1, or codes of both signs"
                        + " without bias, --threshold; of other codes no such certificate is known");
    }

    @Override
    protected Closing closing(boolean failed) {
        if (summary == null) {
            throw new IllegalStateException("asked for before the run");
        }
        return summary.closing();
    }
}
