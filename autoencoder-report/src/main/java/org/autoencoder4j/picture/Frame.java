package org.autoencoder4j.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.autoencoder4j.picture.Ticks.Tick;

/**
 * What stands around the numbers of a chart: above them the title, a note and what the heights are, below them what they are
 * over, and the legend.
 */
final class Frame {
    static final int MARGIN = 10;
    static final BasicStroke THIN = new BasicStroke(1);
    static final Color EDGE = new Color(0x555555);
    private static final Color GRID = new Color(0xDDDDDD);
    private static final int APART = 8;
    private static final int TICK = 4;

    private final Rectangle2D plot;
    private final Words words;
    private final Legend legend;
    private final Side x;
    private final Side y;
    private final double width;

    /** What is written: title, a note or "", and the labels of both axes. */
    record Words(String title, String note, String xLabel, String yLabel) {}

    /** An axis from one end to the other, whether only whole numbers are marked, and where if not at round numbers. */
    record Side(Span span, boolean whole, List<Tick> given) {
        private List<Tick> ticks(Predicate<List<Tick>> fit) {
            if (given.isEmpty()) {
                return Ticks.of(span, whole, fit);
            }
            List<Tick> some = new ArrayList<>();
            for (Tick tick : given) {
                some.add(tick);
                if (!fit.test(some)) {
                    some.remove(some.size() - 1);
                }
            }
            return some;
        }
    }

    Frame(Words words, Side x, Side y, Legend legend, double width, double height) {
        this.words = words;
        this.legend = legend;
        this.x = x;
        this.y = y;
        this.width = width;
        double top = MARGIN
                + heading(width).size() * Text.TITLE.height()
                + note(width).size() * Text.NOTE.height();
        top += Text.LABEL.height() + 8;
        double bottom = height - MARGIN - legend.height() - Text.LABEL.height() - Text.TICK.height() - TICK - 4;
        double left = MARGIN + TICK + 4 + widest(yTicks(bottom - top));
        this.plot = new Rectangle2D.Double(left, top, width - left - 2 * MARGIN, bottom - top);
    }

    private List<String> heading(double of) {
        return Text.TITLE.lines(words.title(), of - 2 * MARGIN);
    }

    private List<String> note(double of) {
        return Text.NOTE.lines(words.note(), of - 2 * MARGIN);
    }

    private static double widest(List<Tick> ticks) {
        return ticks.stream()
                .mapToDouble(tick -> Text.TICK.width(tick.label()))
                .max()
                .orElse(0);
    }

    private List<Tick> yTicks(double height) {
        return y.ticks(ticks -> {
            for (int i = 1; i < ticks.size(); i++) {
                double apart = height
                        * (y.span().place(ticks.get(i).number())
                                - y.span().place(ticks.get(i - 1).number()));
                if (apart < Text.TICK.height() + 2) {
                    return false;
                }
            }
            return true;
        });
    }

    List<Tick> yTicks() {
        return yTicks(plot.getHeight());
    }

    List<Tick> xTicks() {
        return x.ticks(ticks -> {
            for (int i = 1; i < ticks.size(); i++) {
                if (left(ticks.get(i)) < right(ticks.get(i - 1)) + APART) {
                    return false;
                }
            }
            return true;
        });
    }

    double left(Tick tick) {
        return x(tick.number()) - Text.TICK.width(tick.label()) / 2;
    }

    double right(Tick tick) {
        return x(tick.number()) + Text.TICK.width(tick.label()) / 2;
    }

    Rectangle2D plot() {
        return plot;
    }

    double x(double number) {
        return plot.getX() + plot.getWidth() * x.span().place(number);
    }

    double y(double number) {
        return plot.getMaxY() - plot.getHeight() * y.span().place(number);
    }

    /** What lies below the numbers. */
    void paintGrid(Graphics2D graphics) {
        graphics.setStroke(THIN);
        graphics.setColor(GRID);
        for (Tick tick : xTicks()) {
            graphics.draw(new Line2D.Double(x(tick.number()), plot.getY(), x(tick.number()), plot.getMaxY()));
        }
        for (Tick tick : yTicks()) {
            graphics.draw(new Line2D.Double(plot.getX(), y(tick.number()), plot.getMaxX(), y(tick.number())));
        }
    }

    void paint(Graphics2D graphics) {
        double line = MARGIN;
        for (String title : heading(width)) {
            line += Text.TITLE.height();
            Text.TITLE.draw(graphics, title, MARGIN, line - 4);
        }
        for (String note : note(width)) {
            line += Text.NOTE.height();
            Text.NOTE.draw(graphics, note, MARGIN, line - 3);
        }
        Text.LABEL.draw(graphics, words.yLabel(), MARGIN, plot.getY() - 8);
        graphics.setStroke(THIN);
        graphics.setColor(EDGE);
        graphics.draw(plot);
        double below = plot.getMaxY() + TICK + Text.TICK.height() - 2;
        for (Tick tick : xTicks()) {
            double at = x(tick.number());
            graphics.setColor(EDGE);
            graphics.draw(new Line2D.Double(at, plot.getMaxY(), at, plot.getMaxY() + TICK));
            Text.TICK.centre(graphics, tick.label(), at, below);
        }
        for (Tick tick : yTicks()) {
            double at = y(tick.number());
            graphics.setColor(EDGE);
            graphics.draw(new Line2D.Double(plot.getX() - TICK, at, plot.getX(), at));
            double end = plot.getX() - TICK - 3;
            Text.TICK.draw(graphics, tick.label(), end - Text.TICK.width(tick.label()), at + 4);
        }
        Text.LABEL.centre(graphics, words.xLabel(), plot.getCenterX(), below + Text.LABEL.height());
        legend.paint(graphics, MARGIN, below + Text.LABEL.height() + 8);
    }
}
