package org.autoencoder4j.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
        return Stream.of(Axis.linear("y"), Axis.logarithmic("y"))
                .flatMap(axis -> Arrays.stream(all).map(values -> Arguments.of(axis, values)));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void everyNumberCanBeAskedFor(Axis axis, double[] values) {
        for (boolean include : new boolean[] {false, true}) {
            LineChart chart = new LineChart("title", Axis.linear("x"), axis)
                    .curve(Role.LOSS, "curve", values)
                    .marks(Role.DELTA, Mark.DISC, "marks", values, values)
                    .theory(Role.BOUND, "theory", values);
            for (double value : values) {
                chart.level(Role.FLOOR, "level " + value + include, value);
                if (include) {
                    chart.include(value);
                }
                break;
            }
            assertTrue(colours(chart.image()) > 2);
        }
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void levelsAndHeightsAloneCanBeAskedFor(Axis axis, double[] values) {
        LineChart chart = new LineChart("title", Axis.linear("x"), axis);
        for (int i = 0; i < values.length; i++) {
            chart.level(Role.FLOOR, "level " + i, values[i]).include(values[i]);
        }
        assertTrue(colours(chart.image()) > 2);
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void everyNumberCanStandOverSeconds(Axis axis, double[] values) {
        double[] seconds = IntStream.range(0, values.length)
                .mapToDouble(i -> 0.002 * (i + 1))
                .toArray();
        LineChart chart = new LineChart("title", Axis.logarithmic("seconds"), axis)
                .curve(Role.LOSS, "curve", seconds, values)
                .level(Role.FLOOR, "level", 1);
        assertTrue(colours(chart.image()) > 2);
        LineChart alone = new LineChart("title", Axis.logarithmic("seconds"), axis);
        assertTrue(colours(Picture.grid(List.of(alone, chart, alone), 2).image()) > 2);
    }

    /** Blue is the colour of the first curve. */
    @Test
    void aSinglePointIsAMark() {
        for (Axis axis : List.of(Axis.linear("y"), Axis.logarithmic("y"))) {
            BufferedImage image = new LineChart("", Axis.linear("x"), axis)
                    .curve(Role.LOSS, "c", new double[] {NAN, 3})
                    .image();
            int blue = 0;
            for (int x = 0; x < image.getWidth(); x++) {
                for (int y = 0; y < image.getHeight() / 2; y++) {
                    blue += image.getRGB(x, y) == 0xFF0072B2 ? 1 : 0;
                }
            }
            assertTrue(blue > 50, axis + ": " + blue);
        }
    }

    @Test
    void mapsOfOneCellAndWithoutNumbersAreDrawn() {
        for (double value : new double[] {0, 0.5, 1, NAN}) {
            HeatMap map = HeatMap.shares("title", "", "x", new double[] {2}, "y", new double[] {3}, new double[][] {{value}});
            assertTrue(colours(Picture.beside(List.of(map, map)).image()) > 2);
        }
        HeatMap partly =
                HeatMap.shares("title", "", "x", new double[] {1, 2}, "y", new double[] {3}, new double[][] {{NAN, 1}});
        assertTrue(colours(partly.image()) > 2);
        double[][] beyond = {{1.5}};
        assertThrows(
                IllegalArgumentException.class,
                () -> HeatMap.shares("title", "", "x", new double[] {1}, "y", new double[] {1}, beyond));
    }

    private static long colours(BufferedImage image) {
        return Arrays.stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                .distinct()
                .limit(20)
                .count();
    }
}
