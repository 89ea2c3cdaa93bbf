package org.autoencoder4j.examples.dictionary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.autoencoder4j.examples.Execution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code patches}, {@code digits}. */
class PicturesTest {
    @TempDir
    Path folder;

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
