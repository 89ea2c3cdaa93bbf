package org.autoencoder4j.examples.start;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.autoencoder4j.examples.command.Table;
import org.autoencoder4j.ntk.certificate.CertaintyRecord;
import org.autoencoder4j.picture.Axis;
import org.autoencoder4j.picture.LineChart;
import org.autoencoder4j.picture.Role;

/** What runs that became certain are shown as: tables of certificates and errors, and charts. */
final class CertainTables {
    private static final int MOST_DRAWN = 150;

    private CertainTables() {}

    /** One row for each certificate of each run. */
    static Table certificates(List<CertainRun> runs) {
        Table table = new Table(
                "run",
                "step",
                "residual",
                "flowMu",
                "flowCertain",
                "descentMu",
                "descentRate",
                "largestStep",
                "descentCertain");
        for (CertainRun run : runs) {
            for (CertaintyRecord record : run.recorder().records()) {
                table.row(
                        run.name(),
                        record.step(),
                        record.residual(),
                        record.flow().mu(),
                        record.flow().isCertain(),
                        record.descent().mu(),
                        record.descent().rate(),
                        record.descent().largestStep(),
                        record.descentIsCertain());
            }
        }
        return table;
    }

    /** One row for each step of each run, with what was promised of it. */
    static Table errors(List<CertainRun> runs) {
        Table table = new Table("run", "step", "squaredError", "flowLine", "descentLine");
        for (CertainRun run : runs) {
            double[] flow = flowLine(run);
            double[] descent = descentLine(run);
            for (int k = 0; k < flow.length; k++) {
                table.row(run.name(), k, run.squaredErrors()[k], flow[k], descent[k]);
            }
        }
        return table;
    }

    /** The errors of a run, and both promises. */
    static LineChart chart(CertainRun run, int units) {
        int[] steps = drawn(run.squaredErrors().length - 1);
        LineChart chart = new LineChart(
                        "From where on training of " + run.name() + " is certain to converge",
                        Axis.linear("step"),
                        Axis.logarithmic("squared error ||X - U||^2"))
                .note("m = " + units + ", eta = " + String.format(Locale.ROOT, "%.4g", run.eta()));
        int[] shown = drawn(run, run.squaredErrors(), steps);
        chart.curve(Role.MEASURED, "the run", over(shown), at(run.squaredErrors(), shown));
        theory(chart, Role.CERTIFIED, "flow: at least as fast as this", flowLine(run), steps, run);
        theory(chart, Role.BOUND, "descent: at least as fast as this", descentLine(run), steps, run);
        return chart;
    }

    private static double[] flowLine(CertainRun run) {
        return run.recorder()
                .flow()
                .map(from -> run.line(from, run.flowFactor(from)))
                .orElseGet(() -> none(run));
    }

    private static double[] descentLine(CertainRun run) {
        return run.recorder()
                .descent()
                .map(from -> run.line(from, run.descentFactor(from)))
                .orElseGet(() -> none(run));
    }

    private static double[] none(CertainRun run) {
        double[] line = new double[run.squaredErrors().length];
        Arrays.fill(line, Double.NaN);
        return line;
    }

    /** Some of the steps, more of them at the beginning, where errors change most. */
    private static int[] drawn(int last) {
        return IntStream.rangeClosed(0, MOST_DRAWN)
                .map(j -> (int) Math.round(last * Math.pow((double) j / MOST_DRAWN, 1.5)))
                .distinct()
                .toArray();
    }

    private static void theory(LineChart chart, Role role, String name, double[] line, int[] steps, CertainRun run) {
        int[] shown = drawn(run, line, steps);
        chart.theory(role, name, over(shown), at(line, shown));
    }

    /** Without what is rounding. */
    private static int[] drawn(CertainRun run, double[] values, int[] steps) {
        double least = CertainRun.ROUNDING * run.squaredErrors()[0];
        return Arrays.stream(steps).filter(k -> values[k] > least).toArray();
    }

    private static double[] over(int[] steps) {
        return Arrays.stream(steps).asDoubleStream().toArray();
    }

    private static double[] at(double[] values, int[] steps) {
        return Arrays.stream(steps).mapToDouble(k -> values[k]).toArray();
    }
}
