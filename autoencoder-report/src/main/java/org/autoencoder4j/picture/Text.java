package org.autoencoder4j.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.util.ArrayList;
import java.util.List;

/** Words in pictures: their fonts, and how long they are, which is the same wherever they are drawn. */
enum Text {
    TITLE(Font.BOLD, 13, 0x000000),
    NOTE(Font.PLAIN, 11, 0x444444),
    LABEL(Font.PLAIN, 12, 0x222222),
    TICK(Font.PLAIN, 11, 0x222222);

    private static final FontRenderContext METRICS = new FontRenderContext(null, true, true);

    private final Font font;
    private final Color colour;

    Text(int style, int size, int colour) {
        this.font = new Font(Font.SANS_SERIF, style, size);
        this.colour = new Color(colour);
    }

    double width(String words) {
        return words.isEmpty() ? 0 : font.getStringBounds(words, METRICS).getWidth();
    }

    /** From one line to the next. */
    double height() {
        return 1.3 * font.getSize2D();
    }

    /** Breaks between words, so that no line is longer than it may, unless a single word is. */
    List<String> lines(String words, double longest) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : words.split(" ", -1)) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (!line.isEmpty() && width(longer) > longest) {
                lines.add(line);
                longer = word;
            }
            line = longer;
        }
        if (!line.isEmpty()) {
            lines.add(line);
        }
        return lines;
    }

    /** Draws a line that begins at x, on the base line y. */
    void draw(Graphics2D graphics, String words, double x, double y) {
        draw(graphics, words, x, y, colour);
    }

    void draw(Graphics2D graphics, String words, double x, double y, Color other) {
        graphics.setFont(font);
        graphics.setColor(other);
        graphics.drawString(words, (float) x, (float) y);
    }

    /** Draws a line whose middle is at x. */
    void centre(Graphics2D graphics, String words, double x, double y) {
        draw(graphics, words, x - width(words) / 2, y);
    }
}
