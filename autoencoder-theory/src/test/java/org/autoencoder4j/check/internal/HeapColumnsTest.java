package org.autoencoder4j.check.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class HeapColumnsTest {
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
    void manyColumnsAreCopied() {
        for (int count : new int[] {255, 256, 257, 512}) {
            double[][] row = {IntStream.rangeClosed(1, count).asDoubleStream().toArray()};
            INDArray matrix = Nd4j.createFromArray(row);
            HeapColumns columns = HeapColumns.of("matrix", matrix);
            assertEquals(count, columns.count());
            assertEquals(count, columns.column(count - 1)[0]);
            assertEquals(1, columns.column(0)[0]);
        }
    }
}
