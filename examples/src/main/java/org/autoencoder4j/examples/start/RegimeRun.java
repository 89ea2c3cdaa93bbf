package org.autoencoder4j.examples.start;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.autoencoder4j.check.consistency.Interval;
import org.autoencoder4j.check.descent.LinearRate;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.ntk.training.DescentRecord;
import org.autoencoder4j.ntk.training.RecordedStep;
import org.autoencoder4j.picture.Role;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;

/** One run of a regime that the theorems are about, with what was recorded. */
record RegimeRun(Regime regime, int run, int width, DescentRecord recorded) {
    private static final double DELTA = 0.1;

    String label() {
        return label(regime);
    }

    static String label(Regime regime) {
        return switch (regime) {
            case WEAKLY_TRAINED -> "encoder";
            case DECODER_ONLY -> "decoder";
            case JOINTLY_TRAINED -> "both";
            case WEIGHT_TIED -> "tied";
        };
    }

    Role role() {
        return switch (regime) {
            case WEAKLY_TRAINED -> Role.ENCODER;
            case DECODER_ONLY -> Role.DECODER;
            case JOINTLY_TRAINED -> Role.BOTH_LAYERS;
            case WEIGHT_TIED -> Role.TIED;
        };
    }

    double[] relativeErrors() {
        double[] errors = recorded.squaredErrors();
        double[] relative = new double[errors.length];
        for (int k = 0; k < errors.length; k++) {
            relative[k] = errors[k] / errors[0];
        }
        return relative;
    }

    double finalError() {
        double[] errors = relativeErrors();
        return errors[errors.length - 1];
    }

    /** The theorem's line, 1, f, f^2, ... */
    double[] line() {
        double factor = factor();
        double[] line = new double[recorded.steps().size() + 1];
        for (int k = 0; k < line.length; k++) {
            line[k] = Math.pow(factor, k);
        }
        return line;
    }

    double factor() {
        return recorded.steps().get(0).hypotheses().factor();
    }

    double largestRatio() {
        return recorded.steps().stream()
                .mapToDouble(step -> step.account().ratio())
                .max()
                .orElse(Double.NaN);
    }

    double smallestEigenvalue() {
        return recorded.steps().stream()
                .mapToDouble(RecordedStep::smallest)
                .min()
                .orElse(Double.NaN);
    }

    double largestDrift() {
        RecordedStep last = recorded.steps().get(recorded.steps().size() - 1);
        return Math.hypot(last.encoderDrift(), last.decoderDrift());
    }

    String firstFailure() {
        return recorded.firstFailure().map(step -> "step " + step.step()).orElse("none");
    }

    /**
     * Whether every step adds up, the hypotheses hold at 90 % of the steps, and each step contracts as the theorem says, as far as
     * this can be told: at the end of a long run the error is rounding.
     */
    boolean contracts() {
        Verdict contraction = recorded.contraction().verdict();
        return recorded.identity().verdict() == Verdict.HOLDS
                && (contraction == Verdict.HOLDS || contraction == Verdict.INCONCLUSIVE)
                && recorded.steps().get(0).contraction().verdict() == Verdict.HOLDS
                && recorded.steps().stream()
                        .flatMap(step -> step.contraction().bounds().stream())
                        .noneMatch(ratio -> ratio.verdict() == Verdict.FAILS);
    }

    List<Report> reports() {
        return Stream.of(
                        List.of(recorded.identity()),
                        recorded.claims(),
                        recorded.inequalities(),
                        recorded.hypotheses(),
                        List.of(recorded.contraction(), recorded.line()),
                        recorded.drift(DELTA))
                .flatMap(List::stream)
                .toList();
    }

    void put(ObjectNode node) {
        LinearRate rate = recorded.rate();
        Interval interval = rate.interval(0.95);
        node.put("regime", regime.name().toLowerCase(Locale.ROOT))
                .put("run", run)
                .put("width", width)
                .put("finalError", finalError())
                .put("rate", rate.rate())
                .put("rateLow", interval.low())
                .put("rateHigh", interval.high())
                .put("theoremFactor", factor())
                .put("largestRatio", largestRatio())
                .put("lambda", recorded.lambda())
                .put("smallestEigenvalue", smallestEigenvalue())
                .put("fractionHolding", recorded.fractionHolding())
                .put("firstFailure", firstFailure());
        ArrayNode reports = node.putArray("reports");
        for (Report report : reports()) {
            ObjectNode each = reports.addObject();
            each.put("item", report.reference().item())
                    .put("verdict", report.verdict().name())
                    .put("text", report.text());
            report.witness().ifPresent(witness -> each.put("witness", witness));
        }
    }
}
