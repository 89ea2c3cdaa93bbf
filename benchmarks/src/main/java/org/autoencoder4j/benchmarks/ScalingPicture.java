package org.autoencoder4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.autoencoder4j.picture.Axis;
import org.autoencoder4j.picture.LineChart;
import org.autoencoder4j.picture.Mark;
import org.autoencoder4j.picture.Picture;
import org.autoencoder4j.picture.Role;

/** Curves on logarithmic axes: the time and the memory against each of what they grow with. */
final class ScalingPicture {
    private ScalingPicture() {}

    /** Writes nothing if there is no curve. */
    static void write(List<ScalingCurve> curves, Path file) throws IOException {
        if (curves.isEmpty()) {
            return;
        }
        List<LineChart> charts = curves.stream()
                .flatMap(curve -> Stream.of(times(curve), memory(curve)))
                .toList();
        Files.createDirectories(file.toAbsolutePath().getParent());
        Picture.grid(charts, 2).png(file);
    }

    private static LineChart times(ScalingCurve curve) {
        PowerLaw law = PowerLaw.fit(curve.axis().steps(), curve.milliseconds());
        String symbol = curve.axis().symbol();
        double[] over = numbers(curve.axis().steps());
        return chart("How the time of a step grows with " + symbol, curve, "time of a step, ms")
                .marks(Role.MEASURED, Mark.DISC, "measured", over, numbers(curve.milliseconds()))
                .theory(
                        Role.PREDICTED,
                        String.format(Locale.ROOT, "%s^(%.2f ± %.2f)", symbol, law.exponent(), law.standardError()),
                        over,
                        numbers(curve.axis().steps().stream().map(law::at).toList()));
    }

    private static LineChart memory(ScalingCurve curve) {
        double[] over = numbers(curve.axis().steps());
        return chart("How the memory grows with " + curve.axis().symbol(), curve, "memory, MB")
                .marks(Role.MEASURED, Mark.DISC, "peak resident", over, numbers(curve.peakMegabytes()))
                .marks(Role.FLOOR, Mark.SQUARE, "the samples alone", over, numbers(curve.sampleMegabytes()));
    }

    private static LineChart chart(String title, ScalingCurve curve, String label) {
        return new LineChart(title, Axis.logarithmic(curve.axis().symbol()), Axis.logarithmic(label))
                .note(curve.axis().fixed());
    }

    private static double[] numbers(List<? extends Number> list) {
        return list.stream().mapToDouble(Number::doubleValue).toArray();
    }
}
