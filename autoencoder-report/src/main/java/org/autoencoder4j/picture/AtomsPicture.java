package org.autoencoder4j.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.autoencoder4j.backend.Checks;

/** Atoms as tiles below a caption, each scaled by itself and symmetric about mid-grey, which is 0; a scale stands below. */
public final class AtomsPicture implements Picture {
    private static final int TILE = 40;
    private static final int MARGIN = 4;
    private static final int LEAST_WIDTH = 460;
    private static final int SHADES = 9;
    private static final int SHADE = 12;
    private static final int SCALE_HEIGHT = SHADE + 3 * MARGIN;
    private static final double MIDDLE = 127.5;
    private static final Color NO_NUMBER = new Color(0xD55E00);

    private final String title;
    private final double[][] atoms;
    private final int tileWidth;
    private final int tileHeight;
    private final int zoom;
    private final int across;

    /**
     * A picture of atoms row by row.
     *
     * @param title what it shows
     * @param atoms in the order in which they are drawn, each of the pixels of a tile row by row; a number that is not
     *     finite is drawn in red
     * @param tileHeight rows of pixels of an atom, at least 1
     * @param tileWidth pixels in a row of an atom, at least 1
     * @throws IllegalArgumentException if an atom has other than {@code tileHeight * tileWidth} numbers
     */
    public AtomsPicture(String title, double[][] atoms, int tileHeight, int tileWidth) {
        this.title = title;
        this.tileHeight = (int) Checks.atLeast("rows of pixels of an atom", tileHeight, 1);
        this.tileWidth = (int) Checks.atLeast("pixels in a row of an atom", tileWidth, 1);
        this.atoms = Arrays.stream(atoms).map(double[]::clone).toArray(double[][]::new);
        for (int i = 0; i < atoms.length; i++) {
            if (atoms[i].length != tileHeight * tileWidth) {
                throw new IllegalArgumentException("atom " + i + " has " + atoms[i].length + " numbers, not the "
                        + tileHeight + " x " + tileWidth + " of a tile");
            }
        }
        zoom = Math.max(1, TILE / Math.max(tileHeight, tileWidth));
        across = across(Math.max(1, atoms.length));
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public int width() {
        return Math.max(LEAST_WIDTH, tilesWidth());
    }

    @Override
    public int height() {
        return top() + (atoms.length + across - 1) / across * (zoom * tileHeight + MARGIN) + SCALE_HEIGHT;
    }

    private int tilesWidth() {
        return across * (zoom * tileWidth + MARGIN) + MARGIN;
    }

    private List<String> caption() {
        return Text.TITLE.lines(title, width() - 2.0 * MARGIN);
    }

    private int top() {
        return MARGIN + (int) Math.ceil(caption().size() * Text.TITLE.height());
    }

    @Override
    public void paint(Graphics2D graphics) {
        double line = 0;
        for (String words : caption()) {
            line += Text.TITLE.height();
            Text.TITLE.draw(graphics, words, MARGIN, line);
        }
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_OFF);
        for (Map.Entry<Integer, Path2D> pixels : pixels().entrySet()) {
            graphics.setColor(new Color(pixels.getKey()));
            graphics.fill(pixels.getValue());
        }
        paintScale(graphics);
    }

    /** All pixels of a colour, so that they are drawn at once. */
    private Map<Integer, Path2D> pixels() {
        Map<Integer, Path2D> pixels = new TreeMap<>();
        for (int i = 0; i < atoms.length; i++) {
            int left = MARGIN + i % across * (zoom * tileWidth + MARGIN);
            int top = top() + i / across * (zoom * tileHeight + MARGIN);
            double extreme = extreme(atoms[i]);
            for (int pixel = 0; pixel < atoms[i].length; pixel++) {
                Rectangle place =
                        new Rectangle(left + pixel % tileWidth * zoom, top + pixel / tileWidth * zoom, zoom, zoom);
                pixels.computeIfAbsent(colour(atoms[i][pixel], extreme).getRGB(), rgb -> new Path2D.Double())
                        .append(place, false);
            }
        }
        return pixels;
    }

    private static double extreme(double[] atom) {
        return Arrays.stream(atom).filter(Double::isFinite).map(Math::abs).max().orElse(0);
    }

    /** From black to white, and what they mean. */
    private void paintScale(Graphics2D graphics) {
        int top = height() - SCALE_HEIGHT + MARGIN;
        for (int i = 0; i < SHADES; i++) {
            graphics.setColor(colour(2.0 * i / (SHADES - 1) - 1, 1));
            graphics.fill(new Rectangle(MARGIN + i * SHADE, top, SHADE, SHADE));
        }
        graphics.setColor(Frame.EDGE);
        graphics.setStroke(Frame.THIN);
        graphics.draw(new Rectangle(MARGIN, top, SHADES * SHADE, SHADE));
        Text.NOTE.draw(
                graphics,
                "-c, 0, c: c is the greatest magnitude of each atom",
                MARGIN + SHADES * SHADE + 2.0 * MARGIN,
                top + SHADE - 1.0);
    }

    private static Color colour(double value, double extreme) {
        if (!Double.isFinite(value)) {
            return NO_NUMBER;
        }
        int grey = (int) Math.round(MIDDLE + (extreme == 0 ? 0 : MIDDLE * (value / extreme)));
        return new Color(grey, grey, grey);
    }

    /** How many tiles stand side by side: somewhat more than one above another, and without a gap if that can be. */
    private static int across(int tiles) {
        int least = (int) Math.ceil(Math.sqrt(tiles));
        for (int across = least; across <= 2 * least; across++) {
            if (tiles % across == 0) {
                return across;
            }
        }
        return (int) Math.ceil(Math.sqrt(1.5 * tiles));
    }
}
