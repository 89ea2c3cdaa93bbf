package org.autoencoder4j.examples;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Curves over the steps of a run, all examples in one style. Any numbers will do: those that have no place, NaN, beyond
 * 10^300 or not above 10^-300 on a logarithmic scale, are left out, and a chart without any says so.
 */
final class LineChart {
    /** Colours that colour-blind readers can tell apart (Okabe and Ito). */
    private static final Color[] COLOURS = {
        new Color(0x0072B2),
        new Color(0xD55E00),
        new Color(0x009E73),
        new Color(0xCC79A7),
        new Color(0xE69F00),
        new Color(0x56B4E9),
        new Color(0x000000)
    };

    /** Pixels between the labels of an axis: so many that labels of four digits stay apart. */
    private static final int TICK_SPACING = 60;

    private static final Color REFERENCE = new Color(0x555555);

    /** Beyond, and below its inverse, the positions of labels overflow. */
    private static final double GREATEST = 1e300;

    /** A range narrower than this, of the numbers in it, would have labels that are all the same. */
    private static final double NARROWEST = 1e-9;

    private final XYChart chart;
    private int curves;
    private double firstStep = Double.POSITIVE_INFINITY;
    /** Of curves over steps at least 1. */
    private double lastStep = 1;

    private double lastOnDecades;
    private double low = Double.POSITIVE_INFINITY;
    private double high = Double.NEGATIVE_INFINITY;

    LineChart(String title, String xLabel, String yLabel, Scale scale) {
        chart = new XYChartBuilder()
                .width(620)
                .height(440)
                .title(title)
                .xAxisTitle(xLabel)
                .yAxisTitle(yLabel)
                .build();
        chart.getStyler().setLocale(Locale.ROOT);
        chart.getStyler()
                .setYAxisLogarithmic(scale == Scale.LOGARITHMIC)
                .setXAxisTickMarkSpacingHint(TICK_SPACING)
                .setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11))
                .setPlotGridLinesColor(new Color(0xDDDDDD))
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Horizontal)
                .setLegendBorderColor(Color.WHITE)
                .setChartBackgroundColor(Color.WHITE)
                .setChartTitleBoxVisible(false)
                .setAntiAlias(true);
    }

    /** How numbers become heights. */
    enum Scale {
        LINEAR,
        LOGARITHMIC
    }

    /** Adds a curve over 0, 1, 2, ...; numbers that have no place on the scale are left out, a single one is a mark. */
    LineChart curve(String name, double[] values) {
        return curve(name, IntStream.range(0, values.length).asDoubleStream().toArray(), values);
    }

    /** Adds a curve over other numbers, ascending and at least 0. */
    LineChart curve(String name, double[] over, double[] values) {
        int[] shown = IntStream.range(0, values.length)
                .filter(i -> hasPlace(values[i]))
                .toArray();
        if (shown.length > 0) {
            double[] steps = Arrays.stream(shown).mapToDouble(i -> over[i]).toArray();
            double[] heights = Arrays.stream(shown).mapToDouble(i -> values[i]).toArray();
            Arrays.stream(heights).forEach(this::include);
            firstStep = Math.min(firstStep, steps[0]);
            lastOnDecades = Math.max(lastOnDecades, steps[steps.length - 1]);
            lastStep = Math.max(lastStep, steps[steps.length - 1]);
            Color colour = COLOURS[curves % COLOURS.length];
            XYSeries series = chart.addSeries(name, steps, heights);
            series.setMarker(shown.length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE)
                    .setMarkerColor(colour)
                    .setLineColor(colour)
                    .setLineStyle(new BasicStroke(2.2f));
        }
        curves++;
        return this;
    }

    private boolean hasPlace(double value) {
        return chart.getStyler().isYAxisLogarithmic()
                ? value >= 1 / GREATEST && value <= GREATEST
                : Math.abs(value) <= GREATEST;
    }

    /** Adds marks without a line over 0, 1, 2, ..., for numbers that may cover a curve. */
    LineChart marks(String name, double[] values) {
        return marks(name, IntStream.range(0, values.length).asDoubleStream().toArray(), values);
    }

    /** Adds marks without a line over other numbers, ascending and at least 0. */
    LineChart marks(String name, double[] over, double[] values) {
        curve(name, over, values);
        XYSeries series = chart.getSeriesMap().get(name);
        if (series != null) {
            series.setMarker(SeriesMarkers.CIRCLE)
                    .setMarkerColor(series.getLineColor())
                    .setLineStyle(SeriesLines.NONE);
        }
        return this;
    }

    /** Adds a dashed horizontal line, if its height has a place on the scale. */
    LineChart level(String name, double height, double lastStep) {
        if (!hasPlace(height)) {
            return this;
        }
        include(height);
        double from = chart.getStyler().isXAxisLogarithmic() ? Math.min(firstStep, 1) : 0;
        chart.addSeries(name, new double[] {from, Math.max(1, lastStep)}, new double[] {height, height})
                .setMarker(SeriesMarkers.NONE)
                .setLineColor(REFERENCE)
                .setLineStyle(
                        new BasicStroke(1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, new float[] {6, 5}, 0));
        return this;
    }

    /** Adds a dashed grey curve over 0, 1, 2, ..., for what a theory says. */
    LineChart theory(String name, double[] values) {
        curve(name, values);
        curves--;
        XYSeries series = chart.getSeriesMap().get(name);
        if (series != null) {
            series.setLineColor(REFERENCE)
                    .setLineStyle(new BasicStroke(
                            1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, new float[] {6, 5}, 0));
        }
        return this;
    }

    /** Sees to it that a height is within the chart, if it has a place on the scale. */
    LineChart include(double height) {
        if (hasPlace(height)) {
            low = Math.min(low, height);
            high = Math.max(high, height);
        }
        return this;
    }

    /** Axes end at full decades if logarithmic, for only decades have labels, and else a bit above the curves. */
    private void settleRange() {
        if (chart.getSeriesMap().isEmpty()) {
            include(1);
            double[] anywhere = chart.getStyler().isXAxisLogarithmic() ? new double[] {1, 10} : new double[] {0, 1};
            chart.addSeries("no number has a place on this scale", anywhere, new double[] {low, low})
                    .setMarker(SeriesMarkers.NONE)
                    .setLineStyle(SeriesLines.NONE);
        }
        if (chart.getStyler().isXAxisLogarithmic()) {
            double first = lastOnDecades > 0 ? Math.floor(Math.log10(firstStep)) : 0;
            double last = lastOnDecades > 0 ? Math.ceil(Math.log10(lastOnDecades)) : 1;
            chart.getStyler().setXAxisMin(decade(first)).setXAxisMax(decade(Math.max(first + 1, last)));
        } else if (lastStep == 1) {
            chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.0);
        }
        if (chart.getStyler().isYAxisLogarithmic()) {
            double bottom = Math.floor(Math.log10(low));
            double top = Math.max(bottom + 1, Math.ceil(Math.log10(high)));
            chart.getStyler().setYAxisMin(decade(bottom)).setYAxisMax(decade(top));
            return;
        }
        double magnitude = Math.max(Math.abs(low), Math.abs(high));
        double narrowest = magnitude == 0 ? 1 : NARROWEST * magnitude;
        if (high - low < narrowest) {
            double margin = magnitude < 1 / GREATEST ? 1 : magnitude / 10;
            chart.getStyler().setYAxisMin(low - margin).setYAxisMax(high + margin);
        } else {
            chart.getStyler().setYAxisMin(low).setYAxisMax(high + 0.25 * (high - low));
        }
    }

    private static double decade(double exponent) {
        return Math.pow(10, exponent);
    }

    /** Puts what curves are over, which must be above 0, on a logarithmic scale. */
    LineChart overDecades() {
        chart.getStyler().setXAxisLogarithmic(true);
        return this;
    }

    BufferedImage picture() {
        return beside(List.of(this));
    }

    /** Draws charts side by side, at twice the nominal resolution. */
    static BufferedImage beside(List<LineChart> charts) {
        return grid(charts, charts.size());
    }

    /** Draws charts in rows of so many, at twice the nominal resolution. */
    static BufferedImage grid(List<LineChart> charts, int columns) {
        int scale = 2;
        int width = charts.get(0).chart.getWidth();
        int height = charts.get(0).chart.getHeight();
        int rows = (charts.size() + columns - 1) / columns;
        BufferedImage image =
                new BufferedImage(scale * width * columns, scale * height * rows, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.scale(scale, scale);
        for (int i = 0; i < charts.size(); i++) {
            Graphics2D place = (Graphics2D) graphics.create();
            place.translate(i % columns * width, i / columns * height);
            charts.get(i).settleRange();
            charts.get(i).chart.paint(place, width, height);
            place.dispose();
        }
        graphics.dispose();
        return image;
    }
}
