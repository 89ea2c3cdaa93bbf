package org.autoencoder4j.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.autoencoder4j.picture.Ticks.Tick;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where things are in charts and maps. */
class FrameTest {
    private static double[] steps(int last, double each) {
        return IntStream.rangeClosed(0, last).mapToDouble(i -> i * each).toArray();
    }

    private static void assertLabelsStayApart(Frame frame) {
        List<Tick> x = frame.xTicks();
        assertTrue(x.size() >= 2, x.toString());
        for (int i = 1; i < x.size(); i++) {
            assertTrue(frame.left(x.get(i)) >= frame.right(x.get(i - 1)) + 4, x.toString());
        }
        List<Tick> y = frame.yTicks();
        for (int i = 1; i < y.size(); i++) {
            double apart = frame.y(y.get(i - 1).number()) - frame.y(y.get(i).number());
            assertTrue(apart >= 11, y + ", a label is 11 high");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 9, 10, 25, 60, 100, 1234, 99_999, 1_000_000})
    void labelsOfStepsStayApart(int last) {
        double[] values = steps(last, 1.0 / last);
        assertLabelsStayApart(new LineChart("t", Axis.linear("step"), Axis.linear("y"))
                .curve(Role.LOSS, "c", values)
                .frame());
        assertLabelsStayApart(new LineChart("t", Axis.linear("step"), Axis.logarithmic("y"))
                .curve(Role.LOSS, "c", values)
                .frame());
    }

    @ParameterizedTest
    @CsvSource({
        "1e-12, 1",
        "3, 40",
        "0.7, 1.2",
        "1e-3, 1e6",
        "1e-300, 1e300",
        "4e5, 6e5",
        "2e-9, 9e-9",
        "1234560, 1234561"
    })
    void labelsOfDecadesStayApart(double low, double high) {
        double[] ends = {low, high};
        assertLabelsStayApart(new LineChart("t", Axis.logarithmic("x"), Axis.logarithmic("y"))
                .curve(Role.LOSS, "c", ends, ends)
                .frame());
        assertLabelsStayApart(new LineChart("t", Axis.linear("x"), Axis.linear("y"))
                .curve(Role.LOSS, "c", ends, ends)
                .frame());
    }

    /** No empty decade beyond the numbers, but no number on the edge. */
    @ParameterizedTest
    @CsvSource({"3, 40", "1.1e-7, 20", "0.7, 1.2"})
    void logarithmicAxesEndWhereTheNumbersEnd(double low, double high) {
        double[] ends = {low, high};
        Frame frame = new LineChart("t", Axis.logarithmic("x"), Axis.logarithmic("y"))
                .curve(Role.LOSS, "c", ends, ends)
                .frame();
        double beyond = 0.04 * frame.plot().getHeight();
        assertEquals(beyond / 2, frame.y(high) - frame.plot().getMinY(), beyond / 2);
        assertEquals(beyond / 2, frame.plot().getMaxY() - frame.y(low), beyond / 2);
        beyond = 0.04 * frame.plot().getWidth();
        assertEquals(beyond / 2, frame.plot().getMaxX() - frame.x(high), beyond / 2);
        assertEquals(beyond / 2, frame.x(low) - frame.plot().getMinX(), beyond / 2);
    }

    @Test
    void stepsAreWholeNumbers() {
        Frame frame = new LineChart("t", Axis.linear("step"), Axis.linear("y"))
                .curve(Role.LOSS, "c", new double[] {1, 2, 3})
                .frame();
        assertEquals(
                List.of("0", "1", "2"), frame.xTicks().stream().map(Tick::label).toList());
    }

    @Test
    void cellsOfUnequalStepsAreUnequal() {
        double[] x = {0, 0.1, 0.2, 0.6};
        assertEquals(
                List.of(-0.05, 0.05, 0.15, 0.4, 0.8),
                IntStream.range(0, 5)
                        .mapToObj(i -> Math.round(1e6 * HeatMap.edges(x)[i]) / 1e6)
                        .toList());
        Frame frame = HeatMap.shares("t", "", "x", x, "y", new double[] {1}, new double[][] {{0, 0, 1, 1}})
                .frame();
        double narrow = frame.x(0.05) - frame.x(-0.05);
        assertEquals(4 * narrow, frame.x(0.8) - frame.x(0.4), 1e-6 * narrow);
        assertEquals(frame.plot().getMinX(), frame.x(-0.05), 1e-6);
        assertEquals(frame.plot().getMaxX(), frame.x(0.8), 1e-6);
        assertEquals(
                List.of("0", "0.1", "0.2", "0.6"),
                frame.xTicks().stream().map(Tick::label).toList());
    }

    @Test
    void labelsOfCellsStayApart() {
        double[] x = steps(100, 0.001);
        Frame frame = HeatMap.shares("t", "", "x", x, "y", new double[] {1}, new double[][] {x})
                .frame();
        assertLabelsStayApart(frame);
    }

    @Test
    void longWordsTakeLinesAndLeaveRoom() {
        String title = "A title of so many words that no single line of a chart as narrow as this one holds it";
        LineChart chart = new LineChart(title, Axis.linear("x"), Axis.linear("y")).note(title + "; " + title);
        for (int i = 0; i < 8; i++) {
            chart.curve(Role.nth(i), "the curve that has the number " + i, new double[] {i, 1});
        }
        assertTrue(chart.frame().plot().getHeight() > 60, "" + chart.frame().plot());
        for (String line : Text.TITLE.lines(title, 200)) {
            assertTrue(Text.TITLE.width(line) <= 200, line);
        }
        assertEquals(title, String.join(" ", Text.TITLE.lines(title, 200)));
    }
}
