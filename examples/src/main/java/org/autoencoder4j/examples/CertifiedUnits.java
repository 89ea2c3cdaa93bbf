package org.autoencoder4j.examples;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.autoencoder4j.check.latents.LatentGeometry;
import org.autoencoder4j.check.latents.LatentUnit;
import org.autoencoder4j.check.latents.TopKUnit;
import org.autoencoder4j.examples.LineChart.Scale;

/** What a certificate says of each latent, as a table and as pictures. */
final class CertifiedUnits {
    private final LatentGeometry geometry;
    private final double[] frequencies;
    private final List<Double> margins = new ArrayList<>();
    private final Table table;
    private int[] curve = {};

    /** Frequencies may be empty: then nobody knows them. */
    CertifiedUnits(LatentGeometry geometry, double[] frequencies) {
        this.geometry = geometry;
        this.frequencies = frequencies.clone();
        this.table = new Table(
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
                "largestK",
                "undecidedPairs",
                "alignment",
                "cosine",
                "frequency");
    }

    void add(LatentUnit unit) {
        row(
                unit.unit(),
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
                unit.largestSparsity(),
                0);
    }

    void add(TopKUnit unit) {
        row(
                unit.unit(),
                unit.verdict(),
                unit.margin().low(),
                unit.margin().high(),
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                unit.undecided());
    }

    private void row(int unit, Object... cells) {
        Object[] row = new Object[cells.length + 4];
        row[0] = unit;
        System.arraycopy(cells, 0, row, 1, cells.length);
        row[cells.length + 1] = geometry.alignment(unit);
        row[cells.length + 2] = geometry.cosine(unit);
        row[cells.length + 3] = frequencies.length == 0 ? "" : frequencies[unit];
        margins.add((Double) cells[1]);
        table.row(row);
    }

    /** How many units are certified for codes of at most 1, 2, ... atoms; the picture ends where there are none. */
    void curve(int[] certified) {
        int last = 1;
        while (last < certified.length && certified[last - 1] > 0) {
            last++;
        }
        curve = Arrays.copyOf(certified, last);
    }

    Table table() {
        return table;
    }

    /** Margins over frequencies, or over units where nobody knows them; and the curve, if there is one. */
    BufferedImage picture() {
        List<LineChart> charts = new ArrayList<>();
        charts.add(margins());
        if (curve.length > 0) {
            double[] ks =
                    IntStream.rangeClosed(1, curve.length).asDoubleStream().toArray();
            double[] counts = Arrays.stream(curve).asDoubleStream().toArray();
            charts.add(new LineChart("certified latents", "k, for codes of at most k atoms", "latents", Scale.LINEAR)
                    .curve("certified", ks, counts)
                    .include(0));
        }
        return LineChart.beside(charts);
    }

    /** Latents that never fire have no place over the decades of frequencies. */
    private LineChart margins() {
        boolean known = Arrays.stream(frequencies).anyMatch(share -> share > 0);
        int[] order = IntStream.range(0, margins.size())
                .filter(i -> !known || frequencies[i] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> known ? frequencies[i] : i))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] over = Arrays.stream(order)
                .mapToDouble(i -> known ? frequencies[i] : i)
                .toArray();
        double[] heights = Arrays.stream(order).mapToDouble(margins::get).toArray();
        LineChart chart = new LineChart(
                known ? "margins of the latents that fire" : "margins of the latents",
                known ? "share of the samples on which a latent fires" : "latent",
                "margin",
                Scale.LINEAR);
        return (known ? chart.overDecades() : chart)
                .marks("least margin", over, heights)
                .level("fails below", 0, over[over.length - 1]);
    }
}
