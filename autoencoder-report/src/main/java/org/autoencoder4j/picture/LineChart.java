package org.autoencoder4j.picture;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.autoencoder4j.picture.Frame.Side;
import org.autoencoder4j.picture.Legend.Entry;
import org.autoencoder4j.picture.Series.Line;
import org.jspecify.annotations.Nullable;

/**
 * Curves and marks, all in one style; the axes end where the numbers end. Any numbers will do: those that have no place on an
 * axis are left out, and a chart without any says so. A curve or mark with an empty name is not in the legend.
 */
public final class LineChart implements Picture {
    private static final int WIDTH = 460;
    private static final int HEIGHT = 360;
    private static final double ROOM = 0.03;
    private static final double[] NO_ERRORS = {};

    private final String title;
    private final Axis x;
    private final Axis y;
    private final List<Series> series = new ArrayList<>();
    private final List<Level> levels = new ArrayList<>();
    private final List<Entry> keys = new ArrayList<>();
    private final List<Double> included = new ArrayList<>();
    private String note = "";

    /** A line at one height, as long as the chart is wide. */
    private record Level(Role role, String name, double height) {}

    /**
     * A chart without curves.
     *
     * @param title what it shows, in words
     * @param x what the numbers are over
     * @param y the numbers
     */
    public LineChart(String title, Axis x, Axis y) {
        this.title = title;
        this.x = x;
        this.y = y;
    }

    /**
     * Adds a curve over 0, 1, 2, ...; a single number is a mark.
     *
     * @param role whose colour it has
     * @param name for the legend
     * @param values the numbers
     * @return this
     */
    public LineChart curve(Role role, String name, double[] values) {
        return curve(role, name, steps(values), values);
    }

    /**
     * Adds a curve; a single number is a mark.
     *
     * @param role whose colour it has
     * @param name for the legend
     * @param over what each number is over
     * @param values the numbers
     * @return this
     * @throws IllegalArgumentException if the arrays are not of the same length
     */
    public LineChart curve(Role role, String name, double[] over, double[] values) {
        return add(name, role, Line.SOLID, null, over, values, NO_ERRORS);
    }

    /**
     * Adds a dashed curve, for what a theory says.
     *
     * @param role whose colour it has
     * @param name for the legend
     * @param over what each number is over
     * @param values the numbers
     * @return this
     * @throws IllegalArgumentException if the arrays are not of the same length
     */
    public LineChart theory(Role role, String name, double[] over, double[] values) {
        return add(name, role, Line.DASHED, null, over, values, NO_ERRORS);
    }

    /**
     * Adds a dashed curve over 0, 1, 2, ..., for what a theory says.
     *
     * @param role whose colour it has
     * @param name for the legend
     * @param values the numbers
     * @return this
     */
    public LineChart theory(Role role, String name, double[] values) {
        return theory(role, name, steps(values), values);
    }

    /**
     * Adds a broad and pale curve over 0, 1, 2, ..., on which others may lie.
     *
     * @param role whose colour it has
     * @param name for the legend
     * @param values the numbers
     * @return this
     */
    public LineChart ground(Role role, String name, double[] values) {
        return add(name, role, Line.BROAD, null, steps(values), values, NO_ERRORS);
    }

    /**
     * Adds marks without a line, for numbers that have no order or may cover a curve.
     *
     * @param role whose colour they have
     * @param mark their shape
     * @param name for the legend
     * @param over what each number is over
     * @param values the numbers
     * @return this
     * @throws IllegalArgumentException if the arrays are not of the same length
     */
    public LineChart marks(Role role, Mark mark, String name, double[] over, double[] values) {
        return add(name, role, Line.NONE, mark, over, values, NO_ERRORS);
    }

    /**
     * Adds marks with bars from so much below to so much above.
     *
     * @param role whose colour they have
     * @param mark their shape
     * @param name for the legend
     * @param over what each number is over
     * @param values the numbers
     * @param errors half of each bar; without a bar if it is not above 0
     * @return this
     * @throws IllegalArgumentException if the arrays are not of the same length
     */
    public LineChart marks(Role role, Mark mark, String name, double[] over, double[] values, double[] errors) {
        return add(name, role, Line.NONE, mark, over, values, errors);
    }

    private LineChart add(
            String name, Role role, Line line, @Nullable Mark mark, double[] over, double[] values, double[] errors) {
        series.add(new Series(name, role, line, mark, x, over, y, values, errors));
        return this;
    }

    private static double[] steps(double[] values) {
        return IntStream.range(0, values.length).asDoubleStream().toArray();
    }

    /**
     * Adds a dashed line at one height; it is left out if it has no place.
     *
     * @param role whose colour it has
     * @param name for the legend
     * @param height of the line
     * @return this
     */
    public LineChart level(Role role, String name, double height) {
        if (y.hasPlace(height)) {
            levels.add(new Level(role, name, height));
        }
        return this;
    }

    /**
     * Adds to the legend what a colour and a shape of marks without a name stand for.
     *
     * @param role of the colour
     * @param mark the shape
     * @param name what they stand for
     * @return this
     */
    public LineChart key(Role role, Mark mark, String name) {
        Series symbol = new Series(name, role, Line.NONE, mark, x, NO_ERRORS, y, NO_ERRORS, NO_ERRORS);
        keys.add(new Entry(name, symbol::paintSymbol));
        return this;
    }

    /**
     * Sees to it that a height is within the chart, if it has a place.
     *
     * @param height to be seen
     * @return this
     */
    public LineChart include(double height) {
        if (y.hasPlace(height)) {
            included.add(height);
        }
        return this;
    }

    /**
     * Says below the title what else is to be known, for example the sizes of what was measured.
     *
     * @param words in one sentence
     * @return this
     */
    public LineChart note(String words) {
        note = words;
        return this;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public int height() {
        return HEIGHT;
    }

    @Override
    public void paint(Graphics2D graphics) {
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        Frame frame = frame();
        frame.paintGrid(graphics);
        series.forEach(each -> each.paint(graphics, frame));
        levels().forEach(level -> level.paint(graphics, frame));
        frame.paint(graphics);
    }

    Frame frame() {
        boolean empty = levels.isEmpty() && series.stream().allMatch(Series::isEmpty);
        Frame.Words words =
                new Frame.Words(title, empty ? "no number has a place in this chart" : note, x.label(), y.label());
        return new Frame(
                words,
                new Side(overSpan(), overWhole(), List.of()),
                new Side(heightSpan(), false, List.of()),
                new Legend(entries(), WIDTH - 2.0 * Frame.MARGIN),
                WIDTH,
                HEIGHT);
    }

    private List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (List<Series> all : List.of(series, levels())) {
            all.stream()
                    .filter(each -> !each.isEmpty() && !each.name().isEmpty())
                    .map(each -> new Entry(each.name(), each::paintSymbol))
                    .forEach(entries::add);
        }
        entries.addAll(keys);
        return entries;
    }

    private List<Series> levels() {
        double[] ends = {overSpan().low(), overSpan().high()};
        return levels.stream()
                .map(level -> new Series(
                        level.name(),
                        level.role(),
                        Line.DASHED,
                        null,
                        x,
                        ends,
                        y,
                        new double[] {level.height(), level.height()},
                        NO_ERRORS))
                .toList();
    }

    private double[] all() {
        return series.stream()
                .flatMapToDouble(each -> Arrays.stream(each.over()))
                .toArray();
    }

    private boolean overWhole() {
        return Arrays.stream(all()).allMatch(number -> number == Math.rint(number));
    }

    private Span overSpan() {
        double low = Arrays.stream(all()).min().orElse(x.logarithmic() ? 1 : 0);
        double high = Arrays.stream(all()).max().orElse(x.logarithmic() ? 10 : 1);
        return Span.of(x, low, high).widened(ROOM / 2, ROOM / 2);
    }

    private Span heightSpan() {
        double[] heights = Stream.of(
                        series.stream().flatMapToDouble(each -> Arrays.stream(each.heights())),
                        levels.stream().mapToDouble(Level::height),
                        included.stream().mapToDouble(Double::doubleValue))
                .flatMapToDouble(numbers -> numbers)
                .filter(y::hasPlace)
                .toArray();
        double low = Arrays.stream(heights).min().orElse(1);
        double high = Arrays.stream(heights).max().orElse(1);
        boolean fromZero = !y.logarithmic() && low == 0 && high > 0;
        return Span.of(y, low, high).widened(fromZero ? 0 : ROOM, ROOM);
    }
}
