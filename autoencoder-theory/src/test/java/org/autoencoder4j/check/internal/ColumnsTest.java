package org.autoencoder4j.check.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.check.Samples;
import org.autoencoder4j.check.closeness.Distances;
import org.autoencoder4j.check.closeness.SignFlips;
import org.autoencoder4j.check.consistency.LargestTerms;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Columns, LargestTerms and Distances. */
class ColumnsTest {
    private static final INDArray MATRIX = Nd4j.createFromArray(new double[][] {{3, 0, 1}, {4, 0, -2}});

    @Test
    void numbersOfColumns() {
        HeapColumns columns = HeapColumns.of("matrix", MATRIX);
        assertEquals(3, columns.count());
        assertEquals(2, columns.length());
        assertArrayEquals(new double[] {1, -2}, columns.column(2));
        assertNotSame(columns.column(2), columns.column(2));
        columns.column(2)[0] = 7;
        assertArrayEquals(new double[] {1, -2}, columns.column(2));
        assertEquals(5, columns.norm(0));
        assertEquals(25, columns.squaredNorm(0));
        assertEquals(4, columns.normDeviation());
        assertEquals(1, HeapColumns.of(new double[] {0, 0}).normDeviation());
        assertEquals(-5, columns.product(0, columns, 2));
        assertEquals(Math.sqrt(4 + 36), columns.distance(0, columns, 2, 1));
        assertEquals(Math.sqrt(16 + 4), columns.distance(0, columns, 2, -1));
        HeapColumns normalised = columns.normalised();
        assertArrayEquals(new double[] {0.6, 0.8}, normalised.column(0), 1e-15);
        assertArrayEquals(new double[] {0, 0}, normalised.column(1));
    }

    /** A part of the products, by the block's own rows and columns. */
    @Test
    void productsOfABlock() {
        HeapColumns columns = HeapColumns.of("matrix", MATRIX);
        double[][] products = columns.products(1, 3, columns, 1);
        assertEquals(2, products.length);
        assertArrayEquals(new double[] {0, 0}, products[0]);
        assertArrayEquals(new double[] {0, 5}, products[1]);
        assertArrayEquals(new double[] {25, 0, -5}, columns.products(0, 1, columns, 0)[0]);
    }

    @Test
    void manyColumnsAreCopiedBlockByBlock() {
        for (int count : new int[] {255, 256, 257, 512}) {
            double[][] row = {IntStream.rangeClosed(1, count).asDoubleStream().toArray()};
            INDArray matrix = Nd4j.createFromArray(row);
            HeapColumns columns = HeapColumns.of("matrix", matrix);
            assertEquals(count, columns.count());
            assertEquals(count, columns.column(count - 1)[0]);
            assertEquals(1, columns.column(0)[0]);
        }
    }

    @Property(tries = 200)
    void largestTermsAreThoseOfASort(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int size, @ForAll @IntRange(max = 32) int count) {
        RandomGenerator random = Samples.random(seed);
        // A few values only, so that there are ties; the sum does not depend on which of equal terms are taken.
        double[] terms = random.ints(size, -3, 4).mapToDouble(i -> i).toArray();
        int skipped = random.nextInt(size + 1) - 1;
        int[] largest = LargestTerms.of(terms, count, skipped);
        double[] sorted = IntStream.range(0, size)
                .filter(j -> j != skipped)
                .mapToDouble(j -> -terms[j])
                .sorted()
                .limit(count)
                .toArray();
        assertEquals(sorted.length, largest.length);
        assertEquals(
                0,
                Arrays.stream(sorted).sum()
                        + Arrays.stream(largest).mapToDouble(j -> terms[j]).sum());
        for (int j = 0; j < largest.length; j++) {
            assertTrue(largest[j] != skipped && (j == 0 || largest[j - 1] < largest[j]), "ascending");
        }
    }

    /** Of equal terms the first ones are taken. */
    @Test
    void tiesAreBrokenByOrder() {
        assertArrayEquals(new int[] {0, 1}, LargestTerms.of(new double[] {2, 2, 2, 2}, 2, -1));
        assertArrayEquals(new int[] {1, 3}, LargestTerms.of(new double[] {9, 5, 1, 4, 4}, 2, 0));
        assertArrayEquals(new int[] {}, LargestTerms.of(new double[] {9, 5}, 0, 0));
        assertArrayEquals(new int[] {1}, LargestTerms.of(new double[] {9, 5}, 3, 0));
    }

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
