package org.autoencoder4j.examples.dictionary;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.autoencoder4j.data.preprocessing.Outliers.Outlier;
import org.autoencoder4j.examples.command.Example;
import org.autoencoder4j.learn.Findings;

/** Names samples that lie far from all others, and features that only rounding varies. */
final class OutlierReport {
    private static final int MOST_NAMED = 20;
    private static final int MOST_PRINTED = 5;

    private final Findings findings;
    private final List<Outlier> farthest;

    OutlierReport(Findings findings) {
        this.findings = findings;
        this.farthest = findings.outliers().stream()
                .sorted(Comparator.comparingDouble(Outlier::distance).reversed())
                .limit(MOST_NAMED)
                .toList();
    }

    /** Puts them into the results and onto the console. */
    void write(Example example) {
        ObjectNode node = example.results().putObject("outliers");
        node.put("count", findings.outliers().size())
                .put("limitInMedianDistances", findings.outlierLimit())
                .put("medianDistance", findings.medianDistance())
                .put("treatment", findings.treatment().name().toLowerCase(Locale.ROOT));
        ArrayNode rows = node.putArray("farthest");
        farthest.forEach(each -> rows.addObject().put("sample", each.row()).put("medianDistances", each.distance()));
        sentence().ifPresent(example.console()::println);
        if (!findings.roundedFeatures().isEmpty()) {
            List<Integer> columns =
                    findings.roundedFeatures().stream().map(j -> j + 1).toList();
            ArrayNode features = example.results().putArray("featuresThatOnlyRoundingVaries");
            columns.forEach(features::add);
            example.console()
                    .println("Features " + columns + ", counted from 1, vary by no more than rounding in "
                            + example.dtype()
                            + " may: leave them out, take an offset from them, or use --dtype double.");
        }
    }

    /** What is said of them, if there are any. */
    Optional<String> sentence() {
        return farthest.isEmpty() ? Optional.empty() : Optional.of(told());
    }

    private String told() {
        String named = farthest.stream()
                .limit(MOST_PRINTED)
                .map(each -> String.format(Locale.ROOT, "%d (%.3g)", each.row(), each.distance()))
                .collect(joining(", "));
        String more = findings.outliers().size() > MOST_PRINTED ? ", ..." : "";
        return String.format(
                        Locale.ROOT,
                        "%d samples are outliers, beyond %.3g median distances from the centre; counted from 0, with"
                                + " their distances: ",
                        findings.outliers().size(),
                        findings.outlierLimit())
                + named
                + more
                + switch (findings.treatment()) {
                    case KEEP ->
                        ". They may decide alone what is learnt: --outliers drop leaves them out, --outliers clip moves"
                                + " them to that limit.";
                    case DROP -> ". They are left out.";
                    case CLIP -> ". They are moved to that limit.";
                };
    }
}
