package org.autoencoder4j.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Numbers over others in a chart, all of which have a place there. */
final class Series {
    private static final BasicStroke SOLID = new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final BasicStroke DASHED =
            new BasicStroke(1.8f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {7, 5}, 0);
    private static final BasicStroke BROAD = new BasicStroke(7, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final int PALE = 90;
    private static final int CAP = 4;

    /** So few numbers of a curve are marked, for there is nothing between them. */
    private static final int FEW = 12;

    private final String name;
    private final Color colour;
    private final Line line;
    private final @Nullable Mark mark;
    private final double[] over;
    private final double[] values;
    private final double[] errors;
    private final Axis heights;

    /** How numbers are joined. */
    enum Line {
        NONE,
        SOLID,
        DASHED,
        /** Broad and pale, so that what lies on it can be seen. */
        BROAD
    }

    /** Leaves out what has no place; errors are empty or as many as the numbers. */
    Series(
            String name,
            Role role,
            Line line,
            @Nullable Mark mark,
            Axis x,
            double[] over,
            Axis y,
            double[] values,
            double[] errors) {
        if (over.length != values.length || (errors.length != 0 && errors.length != values.length)) {
            throw new IllegalArgumentException("'" + name + "' has " + values.length + " numbers over " + over.length
                    + " others, with " + errors.length + " errors; there must be as many");
        }
        int[] shown = IntStream.range(0, values.length)
                .filter(i -> x.hasPlace(over[i]) && y.hasPlace(values[i]))
                .toArray();
        this.name = name;
        this.colour = role.colour();
        this.line = line;
        boolean few = shown.length == 1 || (line == Line.SOLID && shown.length <= FEW);
        this.mark = mark == null && few ? Mark.DISC : mark;
        this.over = at(over, shown);
        this.values = at(values, shown);
        this.heights = y;
        this.errors = errors.length == 0 ? new double[0] : at(errors, shown);
    }

    private static double[] at(double[] numbers, int[] shown) {
        return Arrays.stream(shown).mapToDouble(i -> numbers[i]).toArray();
    }

    String name() {
        return name;
    }

    boolean isEmpty() {
        return values.length == 0;
    }

    double[] over() {
        return over;
    }

    /** All heights that are drawn, those at the ends of errors included. */
    double[] heights() {
        double[] heights = Arrays.copyOf(values, values.length + 2 * errors.length);
        for (int i = 0; i < errors.length; i++) {
            heights[values.length + 2 * i] = values[i] - errors[i];
            heights[values.length + 2 * i + 1] = values[i] + errors[i];
        }
        return heights;
    }

    void paint(Graphics2D graphics, Frame frame) {
        if (line != Line.NONE && values.length > 1) {
            Path2D path = new Path2D.Double();
            path.moveTo(frame.x(over[0]), frame.y(values[0]));
            for (int i = 1; i < values.length; i++) {
                path.lineTo(frame.x(over[i]), frame.y(values[i]));
            }
            stroke(graphics);
            graphics.draw(path);
        }
        for (int i = 0; i < values.length; i++) {
            double x = frame.x(over[i]);
            if (errors.length > 0 && errors[i] > 0) {
                bar(graphics, frame, x, values[i] - errors[i], values[i] + errors[i]);
            }
            if (mark != null) {
                mark(graphics, mark, x, frame.y(values[i]));
            }
        }
    }

    /** A bar that ends where there is no place on the axis has no cap there. */
    private void bar(Graphics2D graphics, Frame frame, double x, double low, double high) {
        boolean ends = heights.hasPlace(low);
        double bottom = ends ? frame.y(low) : frame.plot().getMaxY();
        double top = frame.y(high);
        graphics.setColor(colour);
        graphics.setStroke(Frame.THIN);
        graphics.draw(new Line2D.Double(x, bottom, x, top));
        graphics.draw(new Line2D.Double(x - CAP, top, x + CAP, top));
        if (ends) {
            graphics.draw(new Line2D.Double(x - CAP, bottom, x + CAP, bottom));
        }
    }

    private void mark(Graphics2D graphics, Mark which, double x, double y) {
        graphics.setColor(colour);
        graphics.fill(which.at(x, y));
        graphics.setColor(Color.WHITE);
        graphics.setStroke(Frame.THIN);
        graphics.draw(which.at(x, y));
    }

    private void stroke(Graphics2D graphics) {
        graphics.setColor(
                line == Line.BROAD ? new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), PALE) : colour);
        graphics.setStroke(
                switch (line) {
                    case DASHED -> DASHED;
                    case BROAD -> BROAD;
                    default -> SOLID;
                });
    }

    /** What stands for it in a legend. */
    void paintSymbol(Graphics2D graphics, double x, double y, double half) {
        if (line != Line.NONE) {
            stroke(graphics);
            graphics.draw(new Line2D.Double(x - half, y, x + half, y));
        }
        if (mark != null) {
            mark(graphics, mark, x, y);
        }
    }
}
