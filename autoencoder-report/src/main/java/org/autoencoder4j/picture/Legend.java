package org.autoencoder4j.picture;

import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;

/** Names, each behind what stands for it in a chart, in as many rows as they need. */
final class Legend {
    private static final int SYMBOL = 26;
    private static final int GAP = 6;
    private static final int APART = 18;

    private final List<List<Entry>> rows = new ArrayList<>();

    /** A name, and what draws a symbol as wide as {@value #SYMBOL} about a point. */
    record Entry(String name, Symbol symbol) {
        private double width() {
            return SYMBOL + GAP + Text.LABEL.width(name);
        }
    }

    /** Draws what stands for a name. */
    @FunctionalInterface
    interface Symbol {
        /**
         * Draws about a point.
         *
         * @param half of the width that there is
         */
        void paint(Graphics2D graphics, double x, double y, double half);
    }

    Legend(List<Entry> entries, double width) {
        double end = 0;
        for (Entry entry : entries) {
            if (rows.isEmpty() || end + APART + entry.width() > width) {
                rows.add(new ArrayList<>());
                end = -APART;
            }
            rows.get(rows.size() - 1).add(entry);
            end += APART + entry.width();
        }
    }

    double height() {
        return rows.isEmpty() ? 0 : rows.size() * Text.LABEL.height() + 8;
    }

    void paint(Graphics2D graphics, double left, double top) {
        double y = top;
        for (List<Entry> row : rows) {
            double x = left;
            for (Entry entry : row) {
                entry.symbol().paint(graphics, x + SYMBOL / 2.0, y + Text.LABEL.height() / 2, SYMBOL / 2.0);
                Text.LABEL.draw(graphics, entry.name(), x + SYMBOL + GAP, y + Text.LABEL.height() / 2 + 4);
                x += entry.width() + APART;
            }
            y += Text.LABEL.height();
        }
    }
}
