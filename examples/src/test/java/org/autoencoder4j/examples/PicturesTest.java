package org.autoencoder4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;

/** {@code patches}, {@code digits} and the picture of atoms. */
class PicturesTest {
    @TempDir
    Path folder;

    @Test
    void atomsAreTiledInOrderAndScaledAboutGrey() {
        BufferedImage image = AtomsPicture.of(
                Nd4j.createFromArray(new double[][] {{0, 0, 0, 0}, {1, 0.5, 0, -0.5}}),
                new int[] {1, 0},
                new Shape(2, 2));
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

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void patchesGiveEdges(int seed) throws IOException {
        Execution run = Execution.in(folder, "patches", "--seed", "" + seed).succeeded();
        assertTrue(run.result("r2Whitened") >= 0.69, "measured 0.717; " + run.out());
        assertTrue(run.result("r2") >= 0.71, "measured 0.744; " + run.out());
        assertTrue(run.result("meanL0") <= 4.2, "measured 4.0; " + run.out());
        assertEquals(0, run.result("deadUnits"));
        assertEquals(128, run.result("units"));
        run.assertPicture("atoms.png");
        run.assertPicture("atoms-whitened.png");
    }

    @Tag("slow")
    @Test
    void digitsGiveStrokes() throws IOException {
        Execution run = Execution.in(folder, "digits").succeeded();
        assertTrue(run.result("r2Whitened") >= 0.75, "measured 0.780; " + run.out());
        assertTrue(run.result("r2") >= 0.83, "measured 0.859; " + run.out());
        assertEquals(0, run.result("deadUnits"));
        run.assertPicture("atoms.png");
    }

    @Test
    void theBundledPicturesAreRead() throws IOException {
        Execution.in(folder, "patches", "--units", "2", "--l0", "1").succeeded().assertPicture("atoms.png");
        Execution run =
                Execution.in(folder, "digits", "--units", "2", "--l0", "1").succeeded();
        assertEquals(1797, run.result("samples"));
    }
}
