package org.autoencoder4j.benchmarks;

import java.util.List;
import java.util.Locale;
import org.autoencoder4j.benchmarks.ScalingPoint.Measured;
import org.nd4j.linalg.api.buffer.DataType;

/** What was measured along an axis, in its order. */
record ScalingCurve(ScalingAxis axis, DataType type, List<Measured> points) {
    static final double MEGA = 1e6;
    private static final int LAST = 4;

    List<Double> milliseconds() {
        return points.stream().map(point -> 1e3 * point.seconds()).toList();
    }

    List<Double> peakMegabytes() {
        return points.stream().map(point -> point.peakBytes() / MEGA).toList();
    }

    List<Double> sampleMegabytes() {
        return axis.steps().stream()
                .map(value -> axis.at(value).sampleBytes(type.width()) / MEGA)
                .toList();
    }

    void addPoints(ResultTable table) {
        for (int i = 0; i < points.size(); i++) {
            Measured point = points.get(i);
            Sizes s = axis.at(axis.steps().get(i));
            Operations form = Operations.fewest(s.features(), s.units(), point.active(), s.samples());
            double needed = 1e-9 * form.count(s.features(), s.units(), point.active(), s.samples());
            double five = 1e-9 * Operations.FIVE_PRODUCTS.count(s.features(), s.units(), point.active(), s.samples());
            table.row(
                    axis.symbol(),
                    s.features(),
                    s.units(),
                    point.active(),
                    s.samples(),
                    s.threads(),
                    1e3 * point.seconds(),
                    point.peakBytes() / MEGA,
                    sampleMegabytes().get(i),
                    five,
                    needed,
                    form.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    point.gemmGigaflops(),
                    needed / point.seconds() / point.gemmGigaflops(),
                    five / point.seconds() / point.gemmGigaflops());
        }
    }

    static ResultTable pointTable() {
        return new ResultTable(
                "axis",
                "n",
                "m",
                "k",
                "N",
                "threads",
                "ms a step",
                "peak MB",
                "samples MB",
                "Gflop of five products",
                "Gflop needed",
                "in the form",
                "gemm Gflop/s",
                "needed: fraction of gemm",
                "five products: fraction of gemm");
    }

    void addFits(ResultTable table) {
        addFit(table, "time", milliseconds());
        addFit(table, "peak memory", peakMegabytes());
    }

    private void addFit(ResultTable table, String what, List<Double> values) {
        PowerLaw all = PowerLaw.fit(axis.steps(), values);
        PowerLaw last = PowerLaw.fitLast(LAST, axis.steps(), values);
        table.row(
                what,
                axis.symbol(),
                axis.fixed(),
                all.exponent(),
                all.standardError(),
                last.exponent(),
                last.standardError());
    }

    static ResultTable fitTable() {
        return new ResultTable("what", "against", "where", "exponent", "its error", "of the last " + LAST, "its error");
    }
}
