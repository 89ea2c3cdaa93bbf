package org.autoencoder4j.examples.latents;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.autoencoder4j.check.latents.LatentGeometry;
import org.autoencoder4j.check.latents.LatentUnit;
import org.autoencoder4j.check.latents.RandomCodeCertificate;
import org.autoencoder4j.check.latents.RandomCodeUnit;
import org.autoencoder4j.check.latents.TopKUnit;
import org.autoencoder4j.examples.command.Table;
import org.autoencoder4j.picture.Axis;
import org.autoencoder4j.picture.LineChart;
import org.autoencoder4j.picture.Mark;
import org.autoencoder4j.picture.Role;
import org.autoencoder4j.html.HtmlTable;
import org.autoencoder4j.report.Verdict;
import org.jspecify.annotations.Nullable;

/** What is known of each latent, as a table and as a picture of margins. */
final class CertifiedUnits {
    private static final String[] HEADER = {
        "unit",
        "verdict",
        "marginLow",
        "marginHigh",
        "level",
        "greatestOff",
        "leastOn",
        "thresholdLow",
        "thresholdHigh",
        "biasLow",
        "biasHigh",
        "possibleBiasLow",
        "possibleBiasHigh",
        "largestK",
        "undecidedPairs",
        "alignment",
        "cosine",
        "frequency",
        "falseFiring",
        "missing",
        "randomLow",
        "randomHigh"
    };

    private final LatentGeometry geometry;
    private final double[] frequencies;
    private final Object[][] certified;
    private @Nullable RandomCodeCertificate random;

    /** Frequencies may be empty: then nobody knows them. */
    CertifiedUnits(LatentGeometry geometry, double[] frequencies, int units) {
        this.geometry = geometry;
        this.frequencies = frequencies.clone();
        this.certified = new Object[units][];
    }

    void add(LatentUnit unit) {
        certified[unit.unit()] = new Object[] {
            unit.verdict(),
            unit.margin(),
            unit.margin(),
            unit.level(),
            unit.greatestOff(),
            unit.leastOn(),
            unit.thresholdWindow().low(),
            unit.thresholdWindow().high(),
            unit.biasWindow().low(),
            unit.biasWindow().high(),
            unit.biasWindow().low(),
            unit.biasWindow().high(),
            unit.largestSparsity(),
            0
        };
    }

    /** Rivals decide over a latent of TopK, and no level of its own. */
    void add(TopKUnit unit, int largestSparsity) {
        certified[unit.unit()] = new Object[] {
            unit.verdict(),
            unit.margin().low(),
            unit.margin().high(),
            "",
            "",
            "",
            "",
            "",
            unit.certainBias().low(),
            unit.certainBias().high(),
            unit.possibleBias().low(),
            unit.possibleBias().high(),
            largestSparsity,
            unit.undecided()
        };
    }

    /** What bounds of random codes say of the same units. */
    void add(RandomCodeCertificate bounds) {
        random = bounds;
    }

    /** The units of the least margins, the least first; of equal ones the first. */
    int[] leastMargins(int most) {
        return IntStream.range(0, certified.length)
                .boxed()
                .sorted(Comparator.comparingDouble(this::greatestMargin).thenComparingDouble(this::margin))
                .limit(most)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private double margin(int unit) {
        return (Double) certified[unit][1];
    }

    private double greatestMargin(int unit) {
        return (Double) certified[unit][2];
    }

    Table table() {
        Table table = new Table(HEADER);
        for (int unit = 0; unit < certified.length; unit++) {
            Object[] row = Arrays.copyOf(new Object[] {unit}, HEADER.length);
            int at = 1;
            for (Object[] part : new Object[][] {certified[unit], directions(unit), random(unit)}) {
                System.arraycopy(part, 0, row, at, part.length);
                at += part.length;
            }
            table.row(row);
        }
        return table;
    }

    /** The latents of the least margins, in a report. */
    HtmlTable least(int most) {
        HtmlTable table = HtmlTable.of(
                "The latents of the least margins",
                "latent",
                "verdict",
                "margin, at least",
                "at most",
                "bias from",
                "to",
                "right up to k");
        for (int unit : leastMargins(most)) {
            Object[] row = certified[unit];
            table = table.row(unit, row[0], row[1], row[2], row[8], row[9], row[12]);
        }
        return table;
    }

    /** How many latents have a verdict. */
    long count(Verdict verdict) {
        return Arrays.stream(certified).filter(row -> row[0] == verdict).count();
    }

    private Object[] directions(int unit) {
        return new Object[] {
            geometry.alignment(unit), geometry.cosine(unit), frequencies.length == 0 ? "" : frequencies[unit]
        };
    }

    private Object[] random(int unit) {
        if (random == null) {
            return new Object[] {"", "", "", ""};
        }
        RandomCodeUnit bounds = random.unit(unit);
        return new Object[] {
            bounds.falseFiring(),
            bounds.missing(),
            bounds.window().low(),
            bounds.window().high()
        };
    }

    /** Margins over frequencies, or over units where nobody knows them. Latents that never fire have no place among those. */
    LineChart margins() {
        boolean known = Arrays.stream(frequencies).anyMatch(share -> share > 0);
        int[] order = IntStream.range(0, certified.length)
                .filter(i -> !known || frequencies[i] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> known ? frequencies[i] : i))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] over = Arrays.stream(order)
                .mapToDouble(i -> known ? frequencies[i] : i)
                .toArray();
        LineChart chart = new LineChart(
                known
                        ? "How much room each latent that fires has before it fails"
                        : "How much room each latent has before it fails",
                known ? Axis.logarithmic("share of the samples on which a latent fires") : Axis.linear("latent"),
                Axis.linear("least margin over all codes"));
        double[] low = Arrays.stream(order).mapToDouble(this::margin).toArray();
        double[] high = Arrays.stream(order).mapToDouble(this::greatestMargin).toArray();
        if (Arrays.equals(low, high)) {
            chart.marks(Role.MEASURED, Mark.DISC, "least margin", over, low);
        } else {
            chart.marks(Role.FIRST, Mark.TRIANGLE, "least margin, at least", over, low)
                    .marks(Role.SECOND, Mark.WEDGE, "least margin, at most", over, high);
        }
        return chart.level(Role.BOUND, "below this it fails", 0);
    }
}
