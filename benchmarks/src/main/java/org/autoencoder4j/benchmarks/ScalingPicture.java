package org.autoencoder4j.benchmarks;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Curves on logarithmic axes: times in the first row, memory in the second. */
final class ScalingPicture {
    private static final int WIDTH = 400;
    private static final int HEIGHT = 330;
    /** Colours that colour-blind readers can tell apart (Okabe and Ito). */
    private static final Color MEASURED = new Color(0x0072B2);

    private static final Color SAMPLES = new Color(0xD55E00);
    private static final Color FITTED = new Color(0x555555);

    private ScalingPicture() {}

    static void write(List<ScalingCurve> curves, Path file) throws IOException {
        BufferedImage image =
                new BufferedImage(Math.max(1, WIDTH * curves.size()), 2 * HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        for (ScalingCurve curve : curves) {
            times(curve).paint(graphics, WIDTH, HEIGHT);
            graphics.translate(0, HEIGHT);
            memory(curve).paint(graphics, WIDTH, HEIGHT);
            graphics.translate(WIDTH, -HEIGHT);
        }
        graphics.dispose();
        Files.createDirectories(file.toAbsolutePath().getParent());
        ImageIO.write(image, "png", file.toFile());
    }

    private static XYChart times(ScalingCurve curve) {
        XYChart chart = chart(curve, "ms a step");
        marks(chart, "measured", curve, curve.milliseconds(), MEASURED);
        PowerLaw law = PowerLaw.fit(curve.axis().steps(), curve.milliseconds());
        List<Double> fitted = curve.axis().steps().stream().map(law::at).toList();
        String name = String.format(
                Locale.ROOT, "%s^(%.2f ± %.2f)", curve.axis().symbol(), law.exponent(), law.standardError());
        line(chart, name, curve, fitted);
        range(chart, curve.milliseconds(), fitted);
        return chart;
    }

    private static XYChart memory(ScalingCurve curve) {
        XYChart chart = chart(curve, "MB");
        marks(chart, "peak resident", curve, curve.peakMegabytes(), MEASURED);
        marks(chart, "the samples", curve, curve.sampleMegabytes(), SAMPLES);
        range(chart, curve.peakMegabytes(), curve.sampleMegabytes());
        return chart;
    }

    private static XYChart chart(ScalingCurve curve, String yLabel) {
        ScalingAxis axis = curve.axis();
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(axis.fixed())
                .xAxisTitle(axis.symbol())
                .yAxisTitle(yLabel)
                .build();
        chart.getStyler().setLocale(Locale.ROOT);
        chart.getStyler()
                .setXAxisLogarithmic(true)
                .setYAxisLogarithmic(true)
                .setXAxisMin(floor(axis.steps().get(0)))
                .setXAxisMax(ceil(axis.steps().get(axis.steps().size() - 1)))
                .setPlotGridLinesColor(new Color(0xDDDDDD))
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Horizontal)
                .setLegendBorderColor(Color.WHITE)
                .setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 12))
                .setChartBackgroundColor(Color.WHITE)
                .setChartTitleBoxVisible(false)
                .setAntiAlias(true);
        return chart;
    }

    private static void marks(XYChart chart, String name, ScalingCurve curve, List<Double> values, Color colour) {
        XYSeries series = chart.addSeries(name, curve.axis().steps(), values);
        series.setMarker(SeriesMarkers.CIRCLE)
                .setMarkerColor(colour)
                .setLineColor(colour)
                .setLineStyle(SeriesLines.NONE);
    }

    private static void line(XYChart chart, String name, ScalingCurve curve, List<Double> values) {
        XYSeries series = chart.addSeries(name, curve.axis().steps(), values);
        series.setMarker(SeriesMarkers.NONE).setLineColor(FITTED).setLineStyle(new BasicStroke(1.4f));
    }

    /** Only decades have labels. */
    private static void range(XYChart chart, List<Double> one, List<Double> other) {
        double least = Math.min(least(one), least(other));
        double most = Math.max(most(one), most(other));
        chart.getStyler().setYAxisMin(floor(least)).setYAxisMax(ceil(most));
    }

    private static double least(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    private static double most(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    private static double floor(double value) {
        return Math.pow(10, Math.floor(Math.log10(value)));
    }

    private static double ceil(double value) {
        return Math.pow(10, Math.ceil(Math.log10(value)));
    }
}
