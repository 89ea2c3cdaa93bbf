package org.autoencoder4j.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.Arrays;
import org.autoencoder4j.backend.Checks;

/** Atoms as tiles, each scaled by itself and symmetric about mid-grey: grey is 0, white and black are its extremes. */
public final class AtomsPicture implements Picture {
    private static final int TILE = 20;
    private static final int MARGIN = 3;
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
        return across * (zoom * tileWidth + MARGIN) + MARGIN;
    }

    @Override
    public int height() {
        return (atoms.length + across - 1) / across * (zoom * tileHeight + MARGIN) + MARGIN;
    }

    @Override
    public void paint(Graphics2D graphics) {
        for (int i = 0; i < atoms.length; i++) {
            paint(
                    graphics,
                    atoms[i],
                    MARGIN + i % across * (zoom * tileWidth + MARGIN),
                    MARGIN + i / across * (zoom * tileHeight + MARGIN));
        }
    }

    private void paint(Graphics2D graphics, double[] atom, int left, int top) {
        double extreme = Arrays.stream(atom)
                .filter(Double::isFinite)
                .map(Math::abs)
                .max()
                .orElse(0);
        for (int pixel = 0; pixel < atom.length; pixel++) {
            graphics.setColor(colour(atom[pixel], extreme));
            graphics.fillRect(left + pixel % tileWidth * zoom, top + pixel / tileWidth * zoom, zoom, zoom);
        }
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
