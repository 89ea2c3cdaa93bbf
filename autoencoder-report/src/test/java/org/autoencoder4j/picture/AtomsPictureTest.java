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
        // Two tiles of 80 x 80 side by side with margins of 8 below a caption; each pixel of an atom is 40 x 40.
        int top = image.getHeight() - 2 * 24 - 88;
        assertEquals(0xFFFFFFFF, image.getRGB(2, top), "margin");
        assertEquals(255, image.getRGB(28, top + 20) & 0xFF);
        assertEquals(191, image.getRGB(68, top + 20) & 0xFF);
        assertEquals(128, image.getRGB(28, top + 60) & 0xFF);
        assertEquals(64, image.getRGB(68, top + 60) & 0xFF);
        assertEquals(128, image.getRGB(116, top + 20) & 0xFF, "an atom of zeros");
        int scale = image.getHeight() - 2 * 24 + 8 + 12;
        assertEquals(0, image.getRGB(12, scale) & 0xFF, "the scale begins with black");
        assertEquals(128, image.getRGB(8 + 9 * 12, scale) & 0xFF, "its middle is grey");
        assertEquals(255, image.getRGB(8 + 9 * 24 - 4, scale) & 0xFF, "it ends with white");
    }

    @Test
    void atomsWithoutNumbersAndNoAtomsAreDrawn() {
        double[][] atoms = {{NAN, 1, -1, Double.POSITIVE_INFINITY}, {0, 0, 0, 0}, {1e-320, 0, 0, 0}};
        BufferedImage image = new AtomsPicture("t", atoms, 2, 2).image();
        int top = image.getHeight() - 2 * 24 - 88;
        assertEquals(0xFFD55E00, image.getRGB(28, top + 20), "no number");
        assertEquals(0xFFFFFFFF, image.getRGB(68, top + 20), "the greatest");
        assertEquals(0xFF000000, image.getRGB(28, top + 60), "the least");
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
