package org.autoencoder4j.examples;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.preprocessing.Outliers;
import org.autoencoder4j.data.preprocessing.Outliers.Outlier;

/** What is done with samples that lie far from all others. */
enum OutlierTreatment {
    /** They are trained on as they are, and named. */
    KEEP,
    /** They are left out. */
    DROP,
    /** They are moved towards the others, to the limit. */
    CLIP;

    private static final int MOST_NAMED = 20;
    private static final int MOST_PRINTED = 5;

    /** The samples to train on. */
    Batches of(Outliers outliers, Batches samples) {
        return switch (this) {
            case KEEP -> samples;
            case DROP -> outliers.dropped();
            case CLIP -> outliers.clipped();
        };
    }

    /** Names the farthest outliers in the results and on the console. */
    void report(Outliers outliers, long samples, Example example) {
        ObjectNode node = example.results().putObject("outliers");
        node.put("count", outliers.all().size())
                .put("limitInMedianDistances", outliers.limit())
                .put("medianDistance", outliers.median())
                .put("treatment", name().toLowerCase(Locale.ROOT));
        List<Outlier> farthest = outliers.all().stream()
                .sorted(Comparator.comparingDouble(Outlier::distance).reversed())
                .limit(MOST_NAMED)
                .toList();
        ArrayNode rows = node.putArray("farthest");
        farthest.forEach(each -> rows.addObject().put("sample", each.row()).put("medianDistances", each.distance()));
        if (!farthest.isEmpty()) {
            example.console().println(sentence(outliers, samples, farthest));
        }
    }

    private String sentence(Outliers outliers, long samples, List<Outlier> farthest) {
        String named = farthest.stream()
                .limit(MOST_PRINTED)
                .map(each -> String.format(Locale.ROOT, "%d (%.3g)", each.row(), each.distance()))
                .collect(joining(", "));
        String more = outliers.all().size() > MOST_PRINTED ? ", ..." : "";
        return String.format(
                        Locale.ROOT,
                        "%d of %d samples are outliers, beyond %.3g median distances from the centre; counted from 0,"
                                + " with their distances: ",
                        outliers.all().size(),
                        samples,
                        outliers.limit())
                + named
                + more
                + switch (this) {
                    case KEEP ->
                        ". They may decide alone what is learnt: --outliers drop leaves them out, --outliers clip moves"
                                + " them to that limit.";
                    case DROP -> ". They are left out.";
                    case CLIP -> ". They are moved to that limit.";
                };
    }
}
