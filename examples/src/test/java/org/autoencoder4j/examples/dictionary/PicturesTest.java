package org.autoencoder4j.examples.dictionary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.autoencoder4j.examples.Execution;
import org.autoencoder4j.examples.command.Closing;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        Execution patches =
                Execution.in(folder, "patches", "--units", "2", "--l0", "1").succeeded();
        patches.assertPicture("atoms.png");
        assertTrue(patches.meaning().contains(" of 2 atoms each, the samples keep "), patches.meaning());
        Execution run =
                Execution.in(folder, "digits", "--units", "2", "--l0", "1").succeeded();
        assertEquals(1797, run.result("samples"));
        assertTrue(run.meaning().contains(" of 2 atoms each, the samples keep "), run.meaning());
    }

    /** By R^2 of all samples, and of those that are no outliers where others are known. */
    @ParameterizedTest
    @CsvSource({
        "0.9, NaN, 'The run broke off, '",
        "0.9, 0.8, 'The run broke off, '",
        "0.9, -2, 'The dictionary describes the outliers alone, '",
        "-0.1, NaN, 'As far as this run can tell the samples are no sums of few parts, '",
        "NaN, NaN, 'How well the dictionary describes the samples is no number, '",
    })
    void whyARunFailedIsToldByItsNumbers(double r2, double withoutOutliers, String meaning) {
        String why = DictionaryRun.whyNot(r2, withoutOutliers);
        assertTrue(why.startsWith(meaning), why);
        assertEquals(why, new Closing(why, "more --units.").meaning(), "a sentence");
    }
}
