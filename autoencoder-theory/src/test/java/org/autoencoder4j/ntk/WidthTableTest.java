package org.autoencoder4j.ntk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.autoencoder4j.ntk.ConvergenceTheorem.Factor;
import org.junit.jupiter.api.Test;

class WidthTableTest {
    private static final KernelConstants TOY = new KernelConstants(10, 4, 0.2, 0.1, 3, 3.5);

    /** By hand: n = 10, d = 4, lambda_0 = .2, lambda_n = 3, h = 3.5, lambda_H = .1, phi = .5, delta = .1. */
    @Test
    void rowsByHand() {
        double[] expected = {
            1e6 / (0.0016 * 1e-3),
            10 * 27 / 0.0016,
            1e8 / 0.0625,
            1e5 * 256 * 3 / (0.0016 * 1e-3),
            10 * 4 * 27 / (0.0016 * 1e-2),
            512 * 1e5 * 256 * 3 / (0.0016 * 1e-3),
            2048 * 1e5 * 256 * 3 / (0.0016 * 1e-3),
            10 * 4 * 9 * 3.5 / (1e-4 * 0.1)
        };
        List<WidthTable.Row> rows = WidthTable.of(TOY, 0.5, 0.1);
        assertEquals(expected.length, rows.size());
        for (int i = 0; i < expected.length; i++) {
            assertEquals(
                    expected[i],
                    rows.get(i).width(),
                    1e-9 * expected[i],
                    rows.get(i).formula());
        }
        assertEquals(
                2, rows.stream().filter(row -> row.factor() == Factor.EXPLICIT).count());
    }

    @Test
    void degenerateSamplesNeedInfiniteWidth() {
        KernelConstants parallel = new KernelConstants(10, 4, 0, 0, 3, 3.5);
        for (WidthTable.Row row : WidthTable.of(parallel, 0, 0.1)) {
            assertEquals(Double.POSITIVE_INFINITY, row.width(), row.source());
        }
        assertThrows(IllegalArgumentException.class, () -> WidthTable.of(TOY, 2.1, 0.1));
        assertThrows(IllegalArgumentException.class, () -> WidthTable.of(TOY, 1, 0));
    }
}
