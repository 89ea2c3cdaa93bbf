package org.autoencoder4j.ntk.convergence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.autoencoder4j.ntk.convergence.WidthTable.Factor;
import org.autoencoder4j.ntk.convergence.WidthTable.Kind;
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
        assertEquals(
                8, rows.stream().filter(row -> row.factor() == Factor.UNKNOWN).count());
        double weakC = 1e5 * 256 * 3 / 0.0016;
        assertRow(rows.get(8), "Theorem 4.1 as printed, with a C that is enough", "W", 4, 1100 * weakC / 1e-2);
        assertRow(rows.get(9), "Theorem 4.2 as printed, with a C that is enough", "W", 4, 4400 * weakC / 1e-3);
        double both = 10 * 4 * 27 / (1e-4 * 1e-2);
        assertRow(rows.get(10), "Theorem 5.1 as printed, with a C that is enough", "W and A", 4, 12 * both);
        assertRow(rows.get(11), "Theorem 5.2 as printed, with a C that is enough", "W and A", 4, 210 * both);
        assertEquals("1100 n^5 d^4 lambda_n / (lambda_0^4 delta^2)", rows.get(8).formula());
        assertEquals(
                "210 max(1, d delta) n d lambda_n^3 / (lambda_H^4 delta^2)",
                rows.get(11).formula());
        assertEquals("2600 n d lambda_n^2 h / (lambda_H^4 delta)", rows.get(14).formula());
        assertEquals("12 n d lambda_n^3 / (lambda_H^4 delta^2)", rows.get(10).formula());
        assertRow(rows.get(12), "Theorem 4.1, its proof corrected", "W", 4, 512 * weakC / 1e-3);
        assertRow(rows.get(13), "Theorem 4.2, its proof corrected", "W", 4, 2048 * weakC / 1e-3);
        assertRow(
                rows.get(14), "Theorem 5.1, its proof corrected", "W and A", 4, 2600.0 * 10 * 4 * 9 * 3 / (1e-4 * 0.1));
        assertEquals(
                List.of(12L, 3L, 14L),
                List.of(count(rows, Kind.PRINTED), count(rows, Kind.CORRECTED), count(rows, Kind.PROVED)));
    }

    private static long count(List<WidthTable.Row> rows, Kind kind) {
        return rows.stream().filter(row -> row.kind() == kind).count();
    }

    /** One row for each proof, in the order of the theorems. */
    @Test
    void everyProofHasItsRow() {
        List<WidthTable.Row> rows = WidthTable.of(TOY, 0.5, 0.1).subList(15, 29);
        int next = 0;
        for (ConvergenceTheorem theorem : ConvergenceTheorem.values()) {
            for (ProvedWidth width : theorem.widths()) {
                String source = width.reference().item() + ", " + theorem.training();
                String trained = theorem.name().startsWith("WEAK") ? "W" : "W and A";
                assertEquals(width.formula(), rows.get(next).formula());
                if (width.width(TOY, 0.1) < Double.POSITIVE_INFINITY) {
                    assertRow(rows.get(next), source, trained, 4, width.width(TOY, 0.1));
                }
                assertEquals(Factor.EXPLICIT, rows.get(next++).factor());
            }
        }
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
