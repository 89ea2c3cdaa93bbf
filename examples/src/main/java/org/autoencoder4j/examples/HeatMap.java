package org.autoencoder4j.examples;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.autoencoder4j.backend.Checks;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;

/** A number from 0 to 1 at each point of a grid, as colour and text; where there is none, NaN, the cell stays white. */
final class HeatMap {
    private static final int SCALE = 2;
    private static final int WIDTH = 620;
    private static final int HEIGHT = 440;

    private final HeatMapChart chart;

    /** Cells are {@code values[y][x]}. */
    HeatMap(String title, String xLabel, double[] x, String yLabel, double[] y, double[][] values) {
        chart = new HeatMapChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(xLabel)
                .yAxisTitle(yLabel)
                .build();
        chart.getStyler().setLocale(Locale.ROOT);
        chart.getStyler()
                .setRangeColors(new Color[] {new Color(0xF7FBFF), new Color(0x0072B2)})
                .setMin(0)
                .setMax(1)
                .setShowValue(true)
                .setHeatMapValueDecimalPattern("0.00")
                .setValueFont(new Font(Font.SANS_SERIF, Font.PLAIN, 10))
                .setChartBackgroundColor(Color.WHITE)
                .setChartTitleBoxVisible(false)
                .setAntiAlias(true);
        List<Number[]> cells = new ArrayList<>();
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < x.length; j++) {
                if (!Double.isNaN(values[i][j])) {
                    cells.add(new Number[] {j, i, Checks.between("a number of a map", values[i][j], 0, 1)});
                }
            }
        }
        if (cells.isEmpty()) {
            chart.getStyler().setShowValue(false);
            cells.add(new Number[] {0, 0, 0});
        }
        chart.addSeries(title, labels(x), labels(y), cells);
    }

    private static List<String> labels(double[] numbers) {
        return Arrays.stream(numbers).mapToObj(Double::toString).toList();
    }

    /** Draws maps side by side, at twice the nominal resolution. */
    static BufferedImage beside(List<HeatMap> maps) {
        BufferedImage image =
                new BufferedImage(SCALE * WIDTH * maps.size(), SCALE * HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.scale(SCALE, SCALE);
        for (HeatMap each : maps) {
            each.chart.paint(graphics, WIDTH, HEIGHT);
            graphics.translate(WIDTH, 0);
        }
        graphics.dispose();
        return image;
    }
}
