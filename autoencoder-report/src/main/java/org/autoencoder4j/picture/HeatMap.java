package org.autoencoder4j.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.picture.Frame.Side;
import org.autoencoder4j.picture.Frame.Words;
import org.autoencoder4j.picture.Legend.Entry;
import org.autoencoder4j.picture.Ticks.Tick;

/**
 * A colour for each point of a grid: a share from 0 to 1, or one of two answers. A cell reaches half the way to its
 * neighbours, so unequal steps are unequal; where there is no number, NaN, it stays white.
 */
public final class HeatMap implements Picture {
    private static final int WIDTH = 460;
    private static final int HEIGHT = 360;
    private static final Color LEAST = new Color(0xF1F6FB);
    private static final Color GREATEST = new Color(0x004B76);
    private static final Color YES = new Color(0x0072B2);
    private static final Color NO = new Color(0xF3D9C4);
    private static final int LEGEND_STEPS = 5;

    private final Words words;
    private final double[] x;
    private final double[] y;
    private final double[][] values;
    private final List<String> answers;

    /**
     * Shares as shades, each with its number where there is room.
     *
     * @param title what it shows, in words
     * @param note what else is to be known, for example sizes, or ""
     * @param xLabel name and unit of x
     * @param x of the columns, ascending
     * @param yLabel name and unit of y
     * @param y of the rows, ascending
     * @param values one row for each y, each from 0 to 1 or NaN
     * @return the map
     * @throws IllegalArgumentException if a number is below 0 or above 1, or the grid is not one
     */
    public static HeatMap shares(
            String title, String note, String xLabel, double[] x, String yLabel, double[] y, double[][] values) {
        return new HeatMap(new Words(title, note, xLabel, yLabel), x, y, values, List.of());
    }

    /**
     * Two answers in two colours.
     *
     * @param title what it shows, in words
     * @param note what else is to be known, for example sizes, or ""
     * @param xLabel name and unit of x
     * @param x of the columns, ascending
     * @param yLabel name and unit of y
     * @param y of the rows, ascending
     * @param values one row for each y, each 1 for yes, 0 for no, or NaN
     * @param yes what 1 means
     * @param no what 0 means
     * @return the map
     * @throws IllegalArgumentException if a number is another, or the grid is not one
     */
    public static HeatMap answers(
            String title,
            String note,
            String xLabel,
            double[] x,
            String yLabel,
            double[] y,
            double[][] values,
            String yes,
            String no) {
        for (double[] row : values) {
            for (double value : row) {
                if (value != 0 && value != 1 && !Double.isNaN(value)) {
                    throw new IllegalArgumentException("an answer is " + value + "; it must be 0 for no or 1 for yes");
                }
            }
        }
        return new HeatMap(new Words(title, note, xLabel, yLabel), x, y, values, List.of(yes, no));
    }

    private HeatMap(Words words, double[] x, double[] y, double[][] values, List<String> answers) {
        this.words = words;
        this.x = ascending("x", x);
        this.y = ascending("y", y);
        this.answers = answers;
        this.values = Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
        if (values.length != y.length || Arrays.stream(values).anyMatch(row -> row.length != x.length)) {
            throw new IllegalArgumentException(
                    "values must have " + y.length + " rows of " + x.length + " numbers, one for each y and x");
        }
        for (double[] row : values) {
            for (double value : row) {
                if (!Double.isNaN(value)) {
                    Checks.between("a number of a map", value, 0, 1);
                }
            }
        }
    }

    private static double[] ascending(String name, double[] numbers) {
        Checks.atLeast("the numbers of " + name, numbers.length, 1);
        for (int i = 1; i < numbers.length; i++) {
            if (!(numbers[i] > numbers[i - 1])) {
                throw new IllegalArgumentException(
                        name + " must ascend, but " + numbers[i] + " follows " + numbers[i - 1]);
            }
        }
        return numbers.clone();
    }

    /** Half the way between neighbours, and as far beyond the ends. */
    static double[] edges(double[] numbers) {
        int last = numbers.length - 1;
        double first = last == 0 ? 1 : numbers[1] - numbers[0];
        double end = last == 0 ? 1 : numbers[last] - numbers[last - 1];
        return IntStream.rangeClosed(0, numbers.length)
                .mapToDouble(i -> i == 0
                        ? numbers[0] - first / 2
                        : i > last ? numbers[last] + end / 2 : (numbers[i - 1] + numbers[i]) / 2)
                .toArray();
    }

    @Override
    public String title() {
        return words.title();
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
        Frame frame = frame();
        double[] right = edges(x);
        double[] top = edges(y);
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < x.length; j++) {
                if (!Double.isNaN(values[i][j])) {
                    Rectangle2D cell = new Rectangle2D.Double(
                            frame.x(right[j]),
                            frame.y(top[i + 1]),
                            frame.x(right[j + 1]) - frame.x(right[j]),
                            frame.y(top[i]) - frame.y(top[i + 1]));
                    paint(graphics, cell, values[i][j]);
                }
            }
        }
        frame.paint(graphics);
    }

    private void paint(Graphics2D graphics, Rectangle2D cell, double value) {
        graphics.setColor(colour(value));
        graphics.fill(cell);
        graphics.setColor(Color.WHITE);
        graphics.setStroke(Frame.THIN);
        graphics.draw(cell);
        String number = String.format(Locale.ROOT, "%.2f", value);
        if (answers.isEmpty()
                && Text.TICK.width(number) + 6 <= cell.getWidth()
                && Text.TICK.height() + 2 <= cell.getHeight()) {
            Text.TICK.draw(
                    graphics,
                    number,
                    cell.getCenterX() - Text.TICK.width(number) / 2,
                    cell.getCenterY() + 4,
                    value > 0.6 ? Color.WHITE : Color.BLACK);
        }
    }

    private Color colour(double value) {
        if (!answers.isEmpty()) {
            return value == 1 ? YES : NO;
        }
        return new Color(
                between(LEAST.getRed(), GREATEST.getRed(), value),
                between(LEAST.getGreen(), GREATEST.getGreen(), value),
                between(LEAST.getBlue(), GREATEST.getBlue(), value));
    }

    private static int between(int least, int greatest, double share) {
        return (int) Math.round(least + share * (greatest - least));
    }

    Frame frame() {
        return new Frame(words, side(x), side(y), new Legend(entries(), WIDTH - 2.0 * Frame.MARGIN), WIDTH, HEIGHT);
    }

    private static Side side(double[] numbers) {
        double[] edges = edges(numbers);
        List<Tick> ticks = Arrays.stream(numbers)
                .mapToObj(number -> new Tick(number, label(number)))
                .toList();
        return new Side(Span.of(Axis.linear(""), edges[0], edges[edges.length - 1]), false, ticks);
    }

    private static String label(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e6
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    private List<Entry> entries() {
        if (!answers.isEmpty()) {
            return List.of(entry(answers.get(0), 1), entry(answers.get(1), 0));
        }
        return IntStream.range(0, LEGEND_STEPS)
                .mapToObj(i -> (double) i / (LEGEND_STEPS - 1))
                .map(share -> entry(label(share), share))
                .toList();
    }

    private Entry entry(String name, double value) {
        return new Entry(name, (graphics, centreX, centreY, half) -> {
            Rectangle2D box = new Rectangle2D.Double(centreX - half, centreY - half / 2, 2 * half, half);
            graphics.setColor(colour(value));
            graphics.fill(box);
            graphics.setColor(Frame.EDGE);
            graphics.setStroke(Frame.THIN);
            graphics.draw(box);
        });
    }
}
