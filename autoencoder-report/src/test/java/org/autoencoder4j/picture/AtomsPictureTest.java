package org.autoencoder4j.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class AtomsPictureTest {
    private static final double NAN = Double.NaN;

    @Test
    void atomsAreTiledInOrderAndScaledAboutGrey() {
        BufferedImage image = new AtomsPicture("t", new double[][] {{1, 0.5, 0, -0.5}, {0, 0, 0, 0}}, 2, 2).image();
        // Two tiles of 40 x 40 side by side with margins of 6; each pixel of an atom is 20 x 20.
        assertEquals(98, image.getWidth());
        assertEquals(52, image.getHeight());
        assertEquals(0xFFFFFFFF, image.getRGB(2, 2), "margin");
        assertEquals(255, image.getRGB(10, 10) & 0xFF);
        assertEquals(191, image.getRGB(30, 10) & 0xFF);
        assertEquals(128, image.getRGB(10, 30) & 0xFF);
        assertEquals(64, image.getRGB(30, 30) & 0xFF);
        assertEquals(128, image.getRGB(60, 10) & 0xFF, "an atom of zeros");
    }

    @Test
    void atomsWithoutNumbersAndNoAtomsAreDrawn() {
        double[][] atoms = {{NAN, 1, -1, Double.POSITIVE_INFINITY}, {0, 0, 0, 0}, {1e-320, 0, 0, 0}};
        BufferedImage image = new AtomsPicture("t", atoms, 2, 2).image();
        assertEquals(0xFFD55E00, image.getRGB(10, 10), "no number");
        assertEquals(0xFFFFFFFF, image.getRGB(30, 10), "the greatest");
        assertEquals(0xFF000000, image.getRGB(10, 30), "the least");
        assertTrue(new AtomsPicture("t", new double[0][], 2, 2).image().getWidth() > 0);
        assertTrue(new AtomsPicture("t", new double[][] {{1}}, 1, 1).image().getWidth() > 0);
    }

    @Test
    void atomsOfAnotherShapeAreRefused() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new AtomsPicture("t", new double[][] {{1, 2, 3, 4}, {1, 2, 3}}, 2, 2))
                .getMessage();
        assertEquals("atom 1 has 3 numbers, not the 2 x 2 of a tile", message);
    }
}
