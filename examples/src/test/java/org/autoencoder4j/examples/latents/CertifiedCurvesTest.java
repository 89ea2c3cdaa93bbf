package org.autoencoder4j.examples.latents;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.autoencoder4j.picture.Role;
import org.junit.jupiter.api.Test;

class CertifiedCurvesTest {
    private static final String NAME = "every code";

    private static int[] pixels(CertifiedCurves curves) {
        BufferedImage image = curves.chart().image();
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private static CertifiedCurves one(int... latents) {
        CertifiedCurves curves = new CertifiedCurves();
        curves.add(Role.EVERY_CODE, NAME, latents);
        return curves;
    }

    @Test
    void endWhereTheyReachZero() {
        int[] whole = pixels(one(5, 3, 0, 0, 0));
        assertArrayEquals(pixels(one(5, 3, 0)), whole);
        assertFalse(Arrays.equals(pixels(one(5, 3)), whole), "the 0 is shown");
        assertArrayEquals(pixels(one(0)), pixels(one(0, 0)));
    }

    @Test
    void areOverAnyK() {
        CertifiedCurves curves = one(5, 3, 0);
        curves.add(Role.RANDOM_CODES, "random codes", new int[] {1, 8, 64, 128}, new int[] {5, 4, 0, 0});
        CertifiedCurves ended = one(5, 3, 0);
        ended.add(Role.RANDOM_CODES, "random codes", new int[] {1, 8, 64}, new int[] {5, 4, 0});
        assertArrayEquals(pixels(ended), pixels(curves));
        assertFalse(Arrays.equals(pixels(one(5, 3, 0)), pixels(curves)));
    }

    @Test
    void knowWhetherThereIsAny() {
        assertTrue(new CertifiedCurves().isEmpty());
        assertFalse(one(1).isEmpty());
    }
}
