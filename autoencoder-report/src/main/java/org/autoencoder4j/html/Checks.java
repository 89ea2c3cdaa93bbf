package org.autoencoder4j.html;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;

/** Reports of checkers that follow each other, for the template. */
record Checks(List<Report> reports) implements Section.Item {
    /** So many are open; more are a list of verdicts, of which a reader opens some. */
    private static final int MOST_OPEN = 3;

    Checks with(Report report) {
        List<Report> more = new ArrayList<>(reports);
        more.add(report);
        return new Checks(List.copyOf(more));
    }

    @Override
    public Map<String, Object> content() {
        return Map.of(
                "kind",
                "checks",
                "tally",
                tally(),
                "checks",
                reports.stream().map(this::check).toList());
    }

    /** How many there are of each verdict, if there are several. */
    private String tally() {
        String counts = Arrays.stream(Verdict.values())
                .map(verdict -> Map.entry(word(verdict), count(verdict)))
                .filter(each -> each.getValue() > 0)
                .map(each -> each.getKey() + ": " + each.getValue())
                .collect(joining(", "));
        return reports.size() == 1 ? "" : reports.size() + " checks; " + counts + ".";
    }

    private long count(Verdict verdict) {
        return reports.stream().filter(report -> report.verdict() == verdict).count();
    }

    private Map<String, Object> check(Report report) {
        Map<String, String> findings = new LinkedHashMap<>();
        report.findings()
                .forEach((name, value) -> findings.put(ShownText.of(name), ShownText.number(value, ShownText.DIGITS)));
        List<Map<String, Object>> bounds = Stream.concat(
                        report.conditions().stream().map(bound -> bound("if", bound)),
                        report.bounds().stream().map(bound -> bound("then", bound)))
                .toList();
        return Map.of(
                "verdict", verdict(report.verdict()),
                "open", reports.size() <= MOST_OPEN,
                "statement", ShownText.of(report.statement()),
                "reference", ShownText.of(report.reference().toString()),
                "bounds", bounds,
                "intervals",
                        bounds.stream().anyMatch(bound -> !bound.get("between").equals("")),
                "findings", findings,
                "witness", report.witness().map(ShownText::of).orElse(""));
    }

    private static Map<String, Object> bound(String role, Bound bound) {
        String low = number(bound.low());
        String high = number(bound.high());
        return Map.of(
                "role",
                role,
                "quantity",
                ShownText.of(bound.quantity()),
                "measured",
                number(bound.measured()),
                "limit",
                sign(bound) + " " + number(bound.limit()),
                "between",
                low.equals(high) ? "" : low + " to " + high,
                "verdict",
                verdict(bound.verdict()));
    }

    private static String sign(Bound bound) {
        return switch (bound.relation()) {
            case AT_MOST -> "\u2264";
            case AT_LEAST -> "\u2265";
            case BELOW -> "<";
            case ABOVE -> ">";
        };
    }

    private static String number(double value) {
        return ShownText.number(value, ShownText.DIGITS);
    }

    /** A verdict's name for the style sheet, its word, and what it says. */
    static Map<String, String> verdict(Verdict verdict) {
        return Map.of("name", verdict.name(), "word", word(verdict), "says", says(verdict));
    }

    static String word(Verdict verdict) {
        return switch (verdict) {
            case HOLDS -> "holds";
            case FAILS -> "fails";
            case INCONCLUSIVE -> "inconclusive";
            case NOT_APPLICABLE -> "not applicable";
        };
    }

    private static String says(Verdict verdict) {
        return switch (verdict) {
            case HOLDS -> "Every condition is true and every bound is kept, by more than rounding or chance explains.";
            case FAILS -> "The conditions are true and a bound is broken, by more than rounding or chance explains.";
            case INCONCLUSIVE ->
                "Rounding or chance may explain the numbers in either direction, one of them is not a number, or"
                        + " nothing is claimed.";
            case NOT_APPLICABLE -> "A condition is false, so that the statement claims nothing here.";
        };
    }
}
