package org.autoencoder4j.examples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.autoencoder4j.check.consistency.Interval;
import org.autoencoder4j.check.descent.LinearRate;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.ntk.training.DescentRecorder;
import org.autoencoder4j.ntk.training.RecordedStep;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;

/** One run of a regime that the theorems are about, with what was recorded. */
record RegimeRun(Regime regime, int run, int width, DescentRecorder recorder) {
    private static final double DELTA = 0.1;

    double[] relativeErrors() {
        double[] errors = recorder.squaredErrors();
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
        double[] line = new double[recorder.steps().size() + 1];
        for (int k = 0; k < line.length; k++) {
            line[k] = Math.pow(factor, k);
        }
        return line;
    }

    double factor() {
        return recorder.steps().get(0).hypotheses().factor();
    }

    double largestRatio() {
        return recorder.steps().stream()
                .mapToDouble(step -> step.account().ratio())
                .max()
                .orElse(Double.NaN);
    }

    double smallestEigenvalue() {
        return recorder.steps().stream()
                .mapToDouble(RecordedStep::smallest)
                .min()
                .orElse(Double.NaN);
    }

    double largestDrift() {
        RecordedStep last = recorder.steps().get(recorder.steps().size() - 1);
        return Math.hypot(last.encoderDrift(), last.decoderDrift());
    }

    String firstFailure() {
        return recorder.firstFailure().map(step -> "step " + step.step()).orElse("none");
    }

    /** Whether every step adds up and, where its hypotheses hold at 90 % of the steps, contracts as the theorem says. */
    boolean contracts() {
        return recorder.identity().verdict() == Verdict.HOLDS
                && recorder.contraction().verdict() == Verdict.HOLDS
                && largestRatio() <= factor();
    }

    List<Report> reports() {
        return Stream.of(
                        List.of(recorder.identity()),
                        recorder.claims(),
                        recorder.hypotheses(),
                        List.of(recorder.contraction(), recorder.line()),
                        recorder.drift(DELTA))
                .flatMap(List::stream)
                .toList();
    }

    void put(ObjectNode node) {
        LinearRate rate = recorder.rate();
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
                .put("lambda", recorder.lambda())
                .put("smallestEigenvalue", smallestEigenvalue())
                .put("fractionHolding", recorder.fractionHolding())
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
