package org.autoencoder4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.autoencoder4j.examples.LineChart.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.factory.Nd4j;

/** Pictures of numbers that runs seldom give. */
class ChartsTest {
    private static final double NAN = Double.NaN;
    private static final double INFINITE = Double.POSITIVE_INFINITY;

    static Stream<Arguments> numbers() {
        double[][] all = {
            {},
            {0},
            {3},
            {-2},
            {NAN},
            {INFINITE, -INFINITE},
            {0, 0, 0},
            {1, 1, 1},
            {10, 10},
            {-1, -1},
            {0, 1e-3, -5},
            {NAN, 2, NAN, 3, INFINITE},
            {1, 1 + 1e-15},
            {-1e-320, 1e-320},
            {1e-320, 1e-310},
            {-Double.MAX_VALUE, Double.MAX_VALUE},
            {1e-299, 1e299},
            {4.9e-324, 1}
        };
        return Arrays.stream(Scale.values())
                .flatMap(scale -> Arrays.stream(all).map(values -> Arguments.of(scale, values)));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void everyNumberCanBeAskedFor(Scale scale, double[] values) {
        for (boolean include : new boolean[] {false, true}) {
            LineChart chart = new LineChart("title", "x", "y", scale)
                    .curve("curve", values)
                    .marks("marks", values)
                    .theory("theory", values);
            for (double value : values) {
                chart.level("level " + value + include, value, values.length - 1.0);
                if (include) {
                    chart.include(value);
                }
                break;
            }
            assertTrue(colours(chart.picture()) > 2);
        }
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void levelsAndHeightsAloneCanBeAskedFor(Scale scale, double[] values) {
        LineChart chart = new LineChart("title", "x", "y", scale);
        for (int i = 0; i < values.length; i++) {
            chart.level("level " + i, values[i], i).include(values[i]);
        }
        assertTrue(colours(chart.picture()) > 2);
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void everyNumberCanStandOverSeconds(Scale scale, double[] values) {
        double[] seconds = IntStream.range(0, values.length)
                .mapToDouble(i -> 0.002 * (i + 1))
                .toArray();
        LineChart chart = new LineChart("title", "seconds", "y", scale)
                .overDecades()
                .curve("curve", seconds, values)
                .level("level", 1, 1);
        assertTrue(colours(chart.picture()) > 2);
        LineChart alone = new LineChart("title", "seconds", "y", scale).overDecades();
        assertTrue(colours(LineChart.grid(List.of(alone, chart, alone), 2)) > 2);
    }

    /** Blue is the colour of the first curve. */
    @Test
    void aSinglePointIsAMark() {
        for (Scale scale : Scale.values()) {
            BufferedImage image = new LineChart("", "x", "y", scale)
                    .curve("c", new double[] {NAN, 3})
                    .picture();
            int blue = 0;
            for (int x = 0; x < image.getWidth(); x++) {
                for (int y = 0; y < image.getHeight() / 2; y++) {
                    blue += image.getRGB(x, y) == 0xFF0072B2 ? 1 : 0;
                }
            }
            assertTrue(blue > 50, scale + ": " + blue);
        }
    }

    @Test
    void mapsOfOneCellAndWithoutNumbersAreDrawn() {
        for (double value : new double[] {0, 0.5, 1, NAN}) {
            HeatMap map = new HeatMap("title", "x", new double[] {2}, "y", new double[] {3}, new double[][] {{value}});
            assertTrue(colours(HeatMap.beside(List.of(map, map))) > 2);
        }
        HeatMap partly =
                new HeatMap("title", "x", new double[] {1, 2}, "y", new double[] {3}, new double[][] {{NAN, 1}});
        assertTrue(colours(HeatMap.beside(List.of(partly))) > 2);
        double[][] beyond = {{1.5}};
        assertThrows(
                IllegalArgumentException.class,
                () -> new HeatMap("title", "x", new double[] {1}, "y", new double[] {1}, beyond));
    }

    @Test
    void atomsWithoutNumbersAndNoAtomsAreDrawn() {
        double[][] atoms = {{NAN, 1, -1, INFINITE}, {0, 0, 0, 0}, {1e-320, 0, 0, 0}};
        BufferedImage image = AtomsPicture.of(Nd4j.createFromArray(atoms), new int[] {0, 1, 2}, new Shape(2, 2));
        assertEquals(0xFFD55E00, image.getRGB(10, 10), "no number");
        assertEquals(0xFFFFFFFF, image.getRGB(30, 10), "the greatest");
        assertEquals(0xFF000000, image.getRGB(10, 30), "the least");
        assertTrue(AtomsPicture.of(Nd4j.createFromArray(atoms), new int[0], new Shape(2, 2))
                        .getWidth()
                > 0);
        assertTrue(AtomsPicture.of(Nd4j.createFromArray(new double[][] {{1}}), new int[] {0}, new Shape(1, 1))
                        .getWidth()
                > 0);
    }

    private static long colours(BufferedImage image) {
        return Arrays.stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                .distinct()
                .limit(20)
                .count();
    }
}
