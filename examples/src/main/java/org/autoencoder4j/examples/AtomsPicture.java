package org.autoencoder4j.examples;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Atoms as tiles, each scaled by itself and symmetric about mid-grey: grey is 0, white and black are its extremes. */
final class AtomsPicture {
    private static final int TILE = 40;
    private static final int MARGIN = 6;
    private static final double MIDDLE = 127.5;
    private static final Color NO_NUMBER = new Color(0xD55E00);

    private AtomsPicture() {}

    /**
     * Draws atoms row by row.
     *
     * @param atoms one atom a row, pixels row by row
     * @param order which atoms, in the order in which they are drawn
     * @param shape of an atom
     */
    static BufferedImage of(INDArray atoms, int[] order, Shape shape) {
        int zoom = Math.max(1, TILE / Math.max(shape.height(), shape.width()));
        int across = across(Math.max(1, order.length));
        int down = (order.length + across - 1) / across;
        int stepX = zoom * shape.width() + MARGIN;
        int stepY = zoom * shape.height() + MARGIN;
        BufferedImage image =
                new BufferedImage(across * stepX + MARGIN, down * stepY + MARGIN, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        for (int i = 0; i < order.length; i++) {
            double[] atom = atoms.getRow(order[i]).toDoubleVector();
            int left = MARGIN + i % across * stepX;
            int top = MARGIN + i / across * stepY;
            double extreme = Arrays.stream(atom)
                    .filter(Double::isFinite)
                    .map(Math::abs)
                    .max()
                    .orElse(0);
            for (int pixel = 0; pixel < atom.length; pixel++) {
                graphics.setColor(colour(atom[pixel], extreme));
                graphics.fillRect(left + pixel % shape.width() * zoom, top + pixel / shape.width() * zoom, zoom, zoom);
            }
        }
        graphics.dispose();
        return image;
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
