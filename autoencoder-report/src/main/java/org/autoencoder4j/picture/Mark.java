package org.autoencoder4j.picture;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;

/** The shape of a mark, so that things differ in more than their colours. */
public enum Mark {
    /** A disc. */
    DISC(0),
    /** A square on its side. */
    SQUARE(4),
    /** A triangle on its base. */
    TRIANGLE(3),
    /** A square on a corner. */
    DIAMOND(4),
    /** A triangle on a corner. */
    WEDGE(3);

    private static final double RADIUS = 4.5;

    private final int corners;

    Mark(int corners) {
        this.corners = corners;
    }

    Shape at(double x, double y) {
        if (corners == 0) {
            return new Ellipse2D.Double(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS);
        }
        Path2D path = new Path2D.Double();
        for (int i = 0; i < corners; i++) {
            double angle = 2 * Math.PI * i / corners + turn();
            double cornerX = x + 1.2 * RADIUS * Math.sin(angle);
            double cornerY = y - 1.2 * RADIUS * Math.cos(angle);
            if (i == 0) {
                path.moveTo(cornerX, cornerY);
            } else {
                path.lineTo(cornerX, cornerY);
            }
        }
        path.closePath();
        return path;
    }

    private double turn() {
        return switch (this) {
            case SQUARE -> Math.PI / 4;
            case WEDGE -> Math.PI;
            default -> 0;
        };
    }
}
