package org.autoencoder4j.examples.recovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.autoencoder4j.check.contraction.CertifiedSteps;
import org.autoencoder4j.check.contraction.MixtureInduction;
import org.autoencoder4j.check.contraction.MixtureSamples;
import org.autoencoder4j.check.contraction.SparseInduction;
import org.autoencoder4j.check.contraction.SparseSampleStep;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.OneHotCodes;
import org.autoencoder4j.network.HardThreshold;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Report;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What is certified of whole runs from all starts that are as near to a dictionary as somebody's weights, as reports and a
 * sentence that says what they mean. For mixtures, and for codes of both signs without bias.
 */
final class WholeRuns {
    private static final double FAILURE = 1e-3;
    private static final long PILOT = 20_000;

    private final GenerativeModel model;
    private final TiedAutoencoder units;
    private final RandomStreams streams;
    private final double zeta;
    private final double delta;
    private final List<Report> reports = new ArrayList<>();
    private final List<String> clauses = new ArrayList<>();

    /**
     * Takes a model of unit atoms and units with columns of length 1, matched with them, as DOUBLE. A step is
     * {@code 1 / (p_1 kappa2)} long, m for a mixture of equal weights.
     */
    WholeRuns(GenerativeModel model, TiedAutoencoder units, RandomStreams streams) {
        this.model = model;
        this.units = units;
        this.streams = streams;
        this.zeta = 1 / (model.codeLaw().inclusion(0) * model.codeLaw().values().kappa2());
        this.delta =
                units.weights().sub(model.dictionary()).norm2(0).maxNumber().doubleValue();
    }

    /** Certifies T steps with the expected gradient. */
    void steps(int steps, ObjectNode results) {
        if (tooFar()) {
            return;
        }
        CertifiedSteps certified = mixture() ? induction().steps(delta, steps) : sparse().steps(delta, steps);
        reports.add(certified.report(delta));
        numbers(results.putObject("steps"), certified);
        boolean own = mixture() || threshold() > 0;
        clauses.add(meaning(
                own
                        ? "steps of the expected update, with all misfires of the encoder,"
                        : "steps of the expected update on the true support",
                certified));
    }

    /** Certifies T steps of N samples each. */
    void samples(int steps, long samples, ObjectNode results) {
        if (tooFar()) {
            return;
        }
        if (mixture()) {
            ofMixture(steps, samples, results.putObject("samples"));
        } else {
            ofSparseCodes(samples, results.putObject("samples"));
        }
    }

    private void ofMixture(int steps, long samples, ObjectNode results) {
        MixtureSamples certificate = MixtureSamples.of(induction(), samples, FAILURE);
        CertifiedSteps fresh = certificate.freshBatches(delta, steps);
        CertifiedSteps same = certificate.fullBatch(delta, steps);
        reports.add(certificate.contraction(delta));
        reports.add(fresh.report(delta));
        reports.add(same.report(delta));
        numbers(results.putObject("fresh"), fresh);
        numbers(results.putObject("same"), same);
        clauses.add(meaning("steps on " + samples + " fresh samples each", fresh));
        clauses.add(meaning("steps on the same " + samples + " samples, on the true support,", same));
        clauses.add(
                certificate.leastSamples(delta).isPresent()
                        ? text(
                                "on the true support one step on %d fresh samples or more brings each nearer",
                                certificate.leastSamples(delta).getAsLong())
                        : "of no number of samples that one step on them brings each nearer");
    }

    private void ofSparseCodes(long samples, ObjectNode results) {
        SparseSampleStep step = SparseSampleStep.of(model, units.weights(), zeta, streams, PILOT, FAILURE);
        reports.add(step.report(samples));
        double after = CertifiedSteps.delta(step.after(samples));
        results.put("before", delta).put("after", Double.isFinite(after) ? after : null);
        clauses.add(
                after < delta
                        ? text(
                                "and of these weights that one step on %d fresh samples, on the true support, leaves an"
                                        + " error of at most %.3g, but for a probability of %.2g",
                                samples, after, FAILURE)
                        : text("of these weights not that one step on %d fresh samples brings them nearer", samples));
    }

    private boolean tooFar() {
        return delta >= Math.sqrt(2);
    }

    private static void numbers(ObjectNode results, CertifiedSteps certified) {
        results.put("certified", certified.certified()).put("failure", certified.failure());
        ArrayNode errors = results.putArray("errors");
        for (double error : certified.deltas()) {
            errors.add(error);
        }
    }

    /** Part of a sentence; steps of fresh samples may each fail, so that nothing is said of them if they go on for ever. */
    private static String meaning(String what, CertifiedSteps certified) {
        double[] deltas = certified.deltas();
        double failure = certified.failure();
        if (certified.certified() == 0 || failure > FAILURE) {
            return "nothing of " + what.replaceFirst(",$", "");
        }
        String clause =
                text("%d %s leave errors of at most %.3g", certified.certified(), what, deltas[deltas.length - 1]);
        if (failure > 0) {
            clause += text(", but for a probability of %.2g", failure);
        }
        if (!certified.complete()) {
            return clause + text(", and nothing of the other %d", certified.asked() - certified.certified());
        }
        OptionalDouble limit = certified.limit();
        return limit.isPresent()
                ? clause + text(", and of %.3g if they go on", CertifiedSteps.delta(limit.getAsDouble()))
                : clause;
    }

    private static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }

    private MixtureInduction induction() {
        return MixtureInduction.of(model, units.bias(), units.activation(), zeta);
    }

    private SparseInduction sparse() {
        SparseInduction induction = SparseInduction.of(model, zeta);
        return threshold() > 0 ? induction.withThreshold(threshold()) : induction;
    }

    private boolean mixture() {
        return model.codeLaw() instanceof OneHotCodes;
    }

    private double threshold() {
        return units.activation() instanceof HardThreshold hard ? hard.lambda() : 0;
    }

    /** The reports so far. */
    List<Report> reports() {
        return List.copyOf(reports);
    }

    /** What they mean. */
    String meaning() {
        return tooFar()
                ? text(
                        "A column is %.3g away from its atom: certificates of whole runs reach to sqrt 2 at most.",
                        delta)
                : text(
                                "Of all starts within %.3g of the dictionary, not of these weights alone, it is certified: ",
                                delta)
                        + String.join("; ", clauses) + ".";
    }

    /** Columns divided by their lengths. */
    static INDArray unit(INDArray columns) {
        return columns.divRowVector(columns.norm2(0));
    }
}
