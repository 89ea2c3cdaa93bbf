package org.autoencoder4j.ntk.convergence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.autoencoder4j.ntk.convergence.ConvergenceTheorem.Factor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WidthTableTest {
    private static final KernelConstants TOY = new KernelConstants(10, 4, 0.2, 0.1, 3, 2.5);

    /** By hand: n = 10, d = 4, lambda_0 = .2, lambda_n = h = 3, lambda_H = .1, phi = .5, delta = .1. */
    @Test
    void rowsByHand() {
        double du = 1e6 / (0.0016 * 1e-3);
        List<WidthTable.Row> rows = WidthTable.of(TOY, 0.5, 0.1);
        assertRow(rows.get(0), "Du et al.", "W", 1, du);
        assertRow(rows.get(1), "Oymak, Soltanolkotabi", "W", 1, 10 * 27 / 0.0016);
        assertRow(rows.get(2), "NWH-NTK as printed", "W", 1, 1e5 * 3 / (0.0016 * 1e-3));
        assertRow(rows.get(3), "NWH-NTK as printed", "W", 4, 1e5 * 256 * 3 / (0.0016 * 1e-3));
        double joint = rows.get(4).width();
        assertRow(rows.get(4), "Du et al.", "W and A", 1, du * Math.log(joint / 0.1));
        assertRow(rows.get(5), "Zou, Gu", "W and A", 4, 4 * 1e8 / 0.0625);
        assertRow(rows.get(6), "NWH-NTK as printed", "W and A", 1, 10 * 27 / (0.0016 * 1e-2));
        assertRow(rows.get(7), "NWH-NTK as printed", "W and A", 4, 10 * 4 * 27 / (0.0016 * 1e-2));
        assertRow(rows.get(8), "NWH-NTK Theorem 4.1, corrected", "W", 4, 512 * 1e5 * 256 * 3 / (0.0016 * 1e-3));
        assertRow(rows.get(9), "NWH-NTK Theorem 4.2, corrected", "W", 4, 2048 * 1e5 * 256 * 3 / (0.0016 * 1e-3));
        assertRow(rows.get(10), "NWH-NTK Theorem 5.1, corrected", "W and A", 4, 10 * 4 * 9 * 3 / (1e-4 * 0.1));
        assertEquals(11, rows.size());
        assertEquals(
                2, rows.stream().filter(row -> row.factor() == Factor.EXPLICIT).count());
    }

    private static void assertRow(WidthTable.Row row, String source, String trained, int outputs, double width) {
        assertEquals(source, row.source());
        assertEquals(trained, row.trained(), row.formula());
        assertEquals(outputs, row.outputs(), row.formula());
        assertEquals(width, row.width(), 1e-9 * width, row.formula());
    }

    /** The width of Du et al. for both layers is on both sides: the one that is evaluated is the least that is enough. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 0.1, 1e-6})
    void theLogarithmOfTheWidthIsSolvedFor(double delta) {
        double weak = Math.pow(10, 6) / (0.0016 * delta * delta * delta);
        double width = WidthTable.of(TOY, 0.5, delta).get(4).width();
        assertEquals(width, weak * Math.log(width / delta), 1e-12 * width);
        assertTrue(0.999 * width < weak * Math.log(0.999 * width / delta));
        assertTrue(1.001 * width > weak * Math.log(1.001 * width / delta));
    }

    /** For data of one feature an autoencoder has one output, and the two entries of each printed theorem are one. */
    @Test
    void oneOutputIsTheCaseOfOneFeature() {
        KernelConstants line = new KernelConstants(1, 1, 0.5, 0.5, 1, 0.5);
        List<WidthTable.Row> rows = WidthTable.of(line, 0.5, 0.1);
        assertEquals(rows.get(2).width(), rows.get(3).width());
        assertEquals(rows.get(6).width(), rows.get(7).width());
    }

    @Test
    void degenerateSamplesNeedInfiniteWidth() {
        KernelConstants parallel = new KernelConstants(10, 4, 0, 0, 3, 2.5);
        for (WidthTable.Row row : WidthTable.of(parallel, 0, 0.1)) {
            assertEquals(Double.POSITIVE_INFINITY, row.width(), row.source());
        }
        assertThrows(IllegalArgumentException.class, () -> WidthTable.of(TOY, 2.1, 0.1));
        assertThrows(IllegalArgumentException.class, () -> WidthTable.of(TOY, 1, 0));
    }
}
