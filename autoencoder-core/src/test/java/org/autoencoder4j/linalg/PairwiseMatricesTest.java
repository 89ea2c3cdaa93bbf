package org.autoencoder4j.linalg;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.autoencoder4j.linalg.PairwiseMatrices.Entries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class PairwiseMatricesTest {
    private static final int FEATURES = 5;

    /** The product itself, and a function of product and place that is symmetric in the places. */
    private static final Entries PRODUCT_AND_PLACE = (row, column, products, entries) -> {
        for (int i = 0; i < products.length; i++) {
            entries[0][i] = products[i];
            entries[1][i] = products[i] * products[i] + (row + i) * column + row + i + column;
        }
    };

    /** Sizes at the edges of tiles of 128 and panels of 512 x 256. */
    @ParameterizedTest
    @CsvSource({"1,1", "3,200", "128,129", "129,128", "300,7", "513,257", "511,256", "600,1"})
    void fillsEveryPlaceOfTheMatricesBetween(int rows, int columns) {
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            INDArray left = samples(rows, type, 1);
            INDArray right = samples(columns, type, 2);
            List<INDArray> found =
                    assertUnchanged(() -> PairwiseMatrices.between(left, right, 2, PRODUCT_AND_PLACE), left, right);
            assertEntries(left, right, found);
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "127", "128", "129", "256", "257", "385", "512", "640", "700"})
    void fillsSymmetricMatrices(int count) {
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            INDArray samples = samples(count, type, 3);
            List<INDArray> found = assertUnchanged(() -> PairwiseMatrices.of(samples, 2, PRODUCT_AND_PLACE), samples);
            assertEntries(samples, samples, found);
            for (INDArray matrix : found) {
                assertIdentical(matrix, matrix.transpose().dup('f'));
            }
        }
    }

    private static void assertEntries(INDArray left, INDArray right, List<INDArray> found) {
        INDArray products =
                left.castTo(DataType.DOUBLE).mmul(right.castTo(DataType.DOUBLE).transpose());
        double tolerance = left.dataType() == DataType.DOUBLE ? 1e-14 : 1e-5;
        assertEquals(2, found.size());
        for (INDArray matrix : found) {
            assertEquals(left.dataType(), matrix.dataType());
            assertEquals(left.rows(), matrix.rows());
            assertEquals(right.rows(), matrix.columns());
            assertEquals('f', matrix.ordering());
        }
        for (int i = 0; i < left.rows(); i++) {
            for (int j = 0; j < right.rows(); j++) {
                double product = products.getDouble(i, j);
                double second = product * product + i * j + i + j;
                assertEquals(product, found.get(0).getDouble(i, j), tolerance, () -> "first");
                assertEquals(second, found.get(1).getDouble(i, j), tolerance * (2 + second), () -> "second");
            }
        }
    }

    /** Both sides may be one array without the functions being symmetric. */
    @Test
    void betweenAssumesNoSymmetry() {
        INDArray samples = samples(140, DataType.DOUBLE, 8);
        INDArray rows = PairwiseMatrices.between(samples, samples, 1, (row, column, products, entries) -> {
                    for (int i = 0; i < products.length; i++) {
                        entries[0][i] = row + i;
                    }
                })
                .get(0);
        assertEquals(130, rows.getDouble(130, 17));
        assertEquals(17, rows.getDouble(17, 130));
    }

    @Test
    void takesAnyOrderAndViews() {
        INDArray samples = samples(140, DataType.DOUBLE, 4);
        INDArray expected = PairwiseMatrices.of(samples, 2, PRODUCT_AND_PLACE).get(0);
        INDArray wide = Nd4j.zeros(DataType.DOUBLE, 150, 9);
        INDArray view = wide.get(NDArrayIndex.interval(3, 143), NDArrayIndex.interval(2, 7));
        view.assign(samples);
        assertIdentical(
                expected,
                PairwiseMatrices.of(samples.dup('f'), 2, PRODUCT_AND_PLACE).get(0));
        assertIdentical(
                expected, PairwiseMatrices.of(view, 2, PRODUCT_AND_PLACE).get(0));
        INDArray all = PairwiseMatrices.between(samples, samples.dup(), 2, PRODUCT_AND_PLACE)
                .get(0);
        assertEquals(expected.getDouble(130, 17), all.getDouble(130, 17));
    }

    @Test
    void aFailingFunctionIsTold() {
        INDArray samples = samples(700, DataType.DOUBLE, 5);
        IllegalStateException failure = assertThrows(
                IllegalStateException.class,
                () -> PairwiseMatrices.of(samples, 1, (row, column, products, entries) -> {
                    throw new IllegalStateException("no entry");
                }));
        assertEquals("no entry", failure.getMessage());
    }

    @Test
    void rejectsBadInput() {
        INDArray samples = samples(4, DataType.DOUBLE, 6);
        assertMessage("matrices = 0", () -> PairwiseMatrices.of(samples, 0, PRODUCT_AND_PLACE));
        assertMessage("samples has shape [5]", () -> PairwiseMatrices.of(samples.getRow(0), 1, PRODUCT_AND_PLACE));
        assertMessage(
                "left has shape [5]", () -> PairwiseMatrices.between(samples.getRow(0), samples, 1, PRODUCT_AND_PLACE));
        assertMessage(
                "right has shape [5, 4]",
                () -> PairwiseMatrices.between(samples, samples.transpose(), 1, PRODUCT_AND_PLACE));
        assertMessage(
                "right is FLOAT",
                () -> PairwiseMatrices.between(samples, samples.castTo(DataType.FLOAT), 1, PRODUCT_AND_PLACE));
    }

    private static void assertMessage(String beginning, Runnable call) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, call::run).getMessage());
        assertTrue(message.startsWith(beginning), message);
    }

    private static INDArray samples(int count, DataType type, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] rows = new double[count][FEATURES];
        for (double[] row : rows) {
            for (int k = 0; k < FEATURES; k++) {
                row[k] = random.nextDouble() - 0.3;
            }
        }
        return Nd4j.createFromArray(rows).castTo(type);
    }
}
