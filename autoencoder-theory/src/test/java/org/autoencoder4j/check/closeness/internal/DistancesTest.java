package org.autoencoder4j.check.closeness.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.autoencoder4j.check.closeness.SignFlips;
import org.autoencoder4j.check.internal.HeapColumns;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DistancesTest {
    private static final INDArray MATRIX = Nd4j.createFromArray(new double[][] {{3, 0, 1}, {4, 0, -2}});

    @Test
    void squaredDistances() {
        HeapColumns columns = HeapColumns.of("matrix", MATRIX);
        double[][] straight = new Distances(columns, columns, SignFlips.FORBIDDEN).squared();
        assertArrayEquals(new double[] {0, 25, 40}, straight[0]);
        assertArrayEquals(new double[] {25, 0, 5}, straight[1]);
        double[][] flipped = new Distances(columns, columns, SignFlips.ALLOWED).squared();
        assertArrayEquals(new double[] {0, 25, 20}, flipped[0]);
        assertEquals(-1, new Distances(columns, columns, SignFlips.ALLOWED).sign(0, 2));
        assertEquals(1, new Distances(columns, columns, SignFlips.FORBIDDEN).sign(0, 2));
        assertEquals(1, new Distances(columns, columns, SignFlips.ALLOWED).sign(0, 1));
    }

    /** {@code a^2 - 2 ab + b^2} of these would keep no digit of 1e-18; the negative's sign counts in both ways. */
    @Test
    void smallDistancesKeepTheirDigits() {
        HeapColumns left = HeapColumns.of(new double[] {1, 1}, new double[] {-1, -1});
        HeapColumns right = HeapColumns.of(new double[] {1, 1 + 0x1p-30});
        double[][] distances = new Distances(left, right, SignFlips.ALLOWED).squared();
        assertEquals(0x1p-60, distances[0][0]);
        assertEquals(0x1p-60, distances[1][0]);
        assertEquals(
                0x1p-30,
                Distances.separation(
                        HeapColumns.of(new double[] {1, 1}, new double[] {1, 1 + 0x1p-30}), SignFlips.FORBIDDEN));
    }

    /** The least distance lies between columns of different blocks. */
    @Test
    void separationOverBlocks() {
        double[][] columns = new double[260][260];
        for (int i = 0; i < 260; i++) {
            columns[i][i] = 2;
        }
        columns[258][258] = 0;
        columns[258][3] = 1.5;
        HeapColumns all = HeapColumns.of(columns);
        assertEquals(0.5, Distances.separation(all, SignFlips.FORBIDDEN), 1e-12);
        columns[258][3] = -1.75;
        assertEquals(0.25, Distances.separation(HeapColumns.of(columns), SignFlips.ALLOWED), 1e-12);
        double forbidden = Distances.separation(HeapColumns.of(columns), SignFlips.FORBIDDEN);
        assertEquals(Math.sqrt(1.75 * 1.75 + 4), forbidden, 1e-12);
    }
}
