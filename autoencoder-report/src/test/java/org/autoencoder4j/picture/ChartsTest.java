package org.autoencoder4j.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
            HeatMap map =
                    HeatMap.shares("title", "", "x", new double[] {2}, "y", new double[] {3}, new double[][] {{value}});
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

    /** Blue is the colour of a loss. */
    @Test
    void marksAreNotJoined() {
        double[] x = {0, 10};
        double[] y = {0, 10};
        LineChart marks = new LineChart("t", Axis.linear("x"), Axis.linear("y")).marks(Role.LOSS, Mark.DISC, "", x, y);
        LineChart curve = new LineChart("t", Axis.linear("x"), Axis.linear("y")).curve(Role.LOSS, "", x, y);
        assertEquals(0, blueAt(marks, 5, 5));
        assertTrue(blueAt(curve, 5, 5) > 0);
    }

    /** Also where the lower end has no place on the axis. */
    @Test
    void errorsAreDrawnFromTheirLowToTheirHighEnd() {
        double[] over = {1, 2};
        double[] values = {10, 100};
        double[] errors = {0, 150};
        LineChart chart = new LineChart("t", Axis.linear("x"), Axis.logarithmic("y"))
                .marks(Role.LOSS, Mark.DISC, "", over, values, errors);
        assertTrue(blueAt(chart, 2, 200) > 0, "above");
        assertTrue(blueAt(chart, 2, 20) > 0, "below, though 100 - 150 has no place");
        assertEquals(0, blueAt(chart, 1, 15), "no bar of 0");
        assertTrue(chart.frame().y(250) > chart.frame().plot().getMinY(), "the high end is within the chart");
    }

    private static int blueAt(LineChart chart, double x, double y) {
        BufferedImage image = chart.image();
        int blue = 0;
        for (int i = -3; i <= 3; i++) {
            for (int j = -3; j <= 3; j++) {
                int across = (int) Math.round(2 * chart.frame().x(x)) + i;
                int down = (int) Math.round(2 * chart.frame().y(y)) + j;
                int rgb = image.getRGB(across, down);
                blue += (rgb & 0xFF) > ((rgb >> 16) & 0xFF) + 60 ? 1 : 0;
            }
        }
        return blue;
    }

    @Test
    void arraysOfTwoLengthsAreRefused() {
        LineChart chart = new LineChart("t", Axis.linear("x"), Axis.linear("y"));
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> chart.curve(Role.LOSS, "loss", new double[2], new double[3]))
                .getMessage();
        assertEquals("'loss' has 3 numbers over 2 others, with 0 errors; there must be as many", message);
    }

    @Test
    void thingsOfOneKindHaveColoursOfTheirOwn() {
        assertEquals(
                8,
                IntStream.range(0, 8)
                        .mapToObj(i -> Role.nth(i).colour())
                        .distinct()
                        .count());
        assertEquals(Role.nth(1), Role.nth(9));
        assertThrows(IllegalArgumentException.class, () -> Role.nth(-1));
    }

    @Test
    void answersHaveTwoColoursAndALegend() {
        double[] x = {1, 2, 3};
        double[] y = {1, 2};
        HeatMap map = HeatMap.answers(
                "t", "", "x", x, "y", y, new double[][] {{0, 1, 0}, {1, 1, NAN}}, "it is certain", "it is not");
        BufferedImage image = map.image();
        Frame frame = map.frame();
        int[] cells = new int[6];
        for (int i = 0; i < 6; i++) {
            cells[i] = image.getRGB((int) (2 * frame.x(x[i % 3])), (int) (2 * frame.y(y[i / 3])));
        }
        assertEquals(3, Arrays.stream(cells).distinct().count(), "no, yes, and white without an answer");
        assertEquals(cells[0], cells[2]);
        assertEquals(cells[1], cells[4]);
        assertEquals(0xFFFFFFFF, cells[5]);
        int[] below = image.getRGB(
                0, (int) (2 * frame.plot().getMaxY()) + 10, image.getWidth(), 100, null, 0, image.getWidth());
        for (int answer : new int[] {cells[0], cells[1]}) {
            assertTrue(Arrays.stream(below).filter(rgb -> rgb == answer).count() > 100, "legend");
        }
        assertTrue(map.svg().contains("it is certain") && map.svg().contains("it is not"), "names");
        double[][] half = {{0, 0.5, 1}, {0, 0, 0}};
        assertThrows(IllegalArgumentException.class, () -> HeatMap.answers("t", "", "x", x, "y", y, half, "yes", "no"));
    }

    /** In cells that are wide enough, and not in others. */
    @Test
    void numbersStandInCellsWhereThereIsRoom() {
        double[] few = {1, 2, 3};
        double[] many = IntStream.range(0, 60).asDoubleStream().toArray();
        double[][] values = {{0.25, 0.5, 0.75}};
        assertTrue(HeatMap.shares("t", "", "x", few, "y", new double[] {1}, values)
                .svg()
                .contains(">0.25<"));
        double[][] shares = {IntStream.range(0, 60).mapToDouble(i -> 0.33).toArray()};
        assertFalse(HeatMap.shares("t", "", "x", many, "y", new double[] {1}, shares)
                .svg()
                .contains(">0.33<"));
    }

    @Test
    void gridsThatAreNoneAreRefused() {
        double[] one = {1};
        double[][] cell = {{0}};
        assertThrows(
                IllegalArgumentException.class,
                () -> HeatMap.shares("t", "", "x", new double[] {1, 1}, "y", one, new double[][] {{0, 0}}));
        assertThrows(
                IllegalArgumentException.class,
                () -> HeatMap.shares("t", "", "x", new double[] {1, 2}, "y", one, cell));
        assertThrows(IllegalArgumentException.class, () -> HeatMap.shares("t", "", "x", new double[0], "y", one, cell));
    }

    private static long colours(BufferedImage image) {
        return Arrays.stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                .distinct()
                .limit(20)
                .count();
    }
}
