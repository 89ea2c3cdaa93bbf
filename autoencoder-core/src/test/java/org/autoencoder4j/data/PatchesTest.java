package org.autoencoder4j.data;

import static org.autoencoder4j.data.Messages.assertRejected;
import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class PatchesTest {
    private static final RandomStreams STREAMS = RandomStreams.of(1);

    /** Entry [i, j] is 100 i + j. */
    private static INDArray image(int height, int width) {
        double[][] values = new double[height][width];
        for (int i = 0; i < height; i++) {
            for (int j = 0; j < width; j++) {
                values[i][j] = 100 * i + j;
            }
        }
        return Nd4j.createFromArray(values);
    }

    @Test
    void allPatchesAreCutRowByRow() {
        INDArray expected = Nd4j.createFromArray(
                new double[][] {{0, 1, 100, 101}, {1, 2, 101, 102}, {100, 101, 200, 201}, {101, 102, 201, 202}});
        INDArray image = image(3, 3);
        for (INDArray layout : new INDArray[] {
            image, image.dup('f'), image(5, 6).get(NDArrayIndex.interval(0, 3), NDArrayIndex.interval(0, 3))
        }) {
            INDArray patches = Patches.all(layout, 2);
            assertIdentical(expected, patches);
            assertEquals('c', patches.ordering());
        }
        INDArray floats = image.castTo(DataType.FLOAT);
        assertIdentical(expected.castTo(DataType.FLOAT), Patches.all(floats, 2));
        assertIdentical(image.reshape('c', 1, 9), Patches.all(image, 3));
        assertIdentical(image.reshape('c', 9, 1), Patches.all(image, 1));
    }

    @Property(tries = 60)
    void randomPatchesArePartsOfTheImage(
            @ForAll @IntRange(min = 1, max = 20) int height,
            @ForAll @IntRange(min = 1, max = 20) int width,
            @ForAll @IntRange(min = 1, max = 20) int wanted,
            @ForAll @IntRange(min = 1, max = 300) int count,
            @ForAll long seed) {
        int size = Math.min(wanted, Math.min(height, width));
        INDArray image = image(height, width);
        double[][] patches =
                Patches.random(image, size, count, RandomStreams.of(seed)).toDoubleMatrix();
        assertEquals(count, patches.length);
        for (double[] patch : patches) {
            int top = (int) patch[0] / 100;
            int left = (int) patch[0] % 100;
            double[][] part = image.get(
                            NDArrayIndex.interval(top, top + size), NDArrayIndex.interval(left, left + size))
                    .toDoubleMatrix();
            assertTrue(Arrays.equals(
                    Arrays.stream(part).flatMapToDouble(Arrays::stream).toArray(), patch));
        }
    }

    @Test
    void aRandomPatchDoesNotDependOnTheirNumber() {
        INDArray many = Patches.random(image(20, 30), 4, 700, STREAMS);
        INDArray few = Patches.random(image(20, 30), 4, 300, STREAMS);
        assertIdentical(many.get(NDArrayIndex.interval(0, 300)), few);
        INDArray other = Patches.random(image(20, 30), 4, 300, RandomStreams.of(2));
        assertTrue(other.sub(few).amaxNumber().doubleValue() > 0);
    }

    /**
     * 24 places, 24000 patches: the chi-square statistic with 23 degrees of freedom exceeds 56 with probability 1.4e-4;
     * the seed is fixed.
     */
    @Test
    void everyPlaceIsEquallyLikely() {
        double[] corners =
                Patches.random(image(5, 7), 2, 24_000, STREAMS).getColumn(0).toDoubleVector();
        int[] counts = new int[24];
        for (double corner : corners) {
            counts[(int) corner / 100 * 6 + (int) corner % 100]++;
        }
        double statistic = IntStream.of(counts)
                .mapToDouble(c -> (c - 1000.0) * (c - 1000.0) / 1000)
                .sum();
        assertTrue(statistic < 56, "chi-square " + statistic);
    }

    @Test
    void timeSeriesAreCutIntoWindows() {
        INDArray series = Nd4j.createFromArray(0.0, 1, 2, 3, 4, 5, 6, 7);
        INDArray overlapping = Nd4j.createFromArray(new double[][] {{0, 1, 2}, {2, 3, 4}, {4, 5, 6}});
        INDArray apart = Nd4j.createFromArray(new double[][] {{0, 1}, {3, 4}, {6, 7}});
        assertIdentical(overlapping, Patches.windows(series, 3, 2));
        assertIdentical(overlapping, Patches.windows(series.reshape(8, 1), 3, 2));
        assertIdentical(apart, Patches.windows(series, 2, 3));
        assertIdentical(series.reshape(1, 8), Patches.windows(series, 8, 5));
        INDArray column = image(8, 3).get(NDArrayIndex.all(), NDArrayIndex.interval(1, 2));
        assertIdentical(
                Nd4j.createFromArray(new double[][] {{1, 101, 201}, {401, 501, 601}}), Patches.windows(column, 3, 4));
    }

    @Test
    void withoutMeansTakesTheMeanOfEachSample() {
        INDArray rows = Nd4j.createFromArray(new double[][] {{1, 2, 6}, {-1, 0, 1}});
        INDArray expected = Nd4j.createFromArray(new double[][] {{-2, -1, 3}, {-1, 0, 1}});
        assertClose(expected, Patches.withoutMeans(rows), 1e-15);
        INDArray floats = Patches.withoutMeans(rows.castTo(DataType.FLOAT).dup('f'));
        assertClose(expected.castTo(DataType.FLOAT), floats, 1e-6);
        assertEquals('c', floats.ordering());
        assertIdentical(Nd4j.create(DataType.DOUBLE, 2, 1), Patches.withoutMeans(rows.getColumn(0, true)));
    }

    @Test
    void sizesAreChecked() {
        assertRejected("size = 4 must lie between 1 and 3", () -> Patches.all(image(3, 5), 4));
        assertRejected("size = 0", () -> Patches.random(image(3, 5), 0, 1, STREAMS));
        assertRejected("count = 0", () -> Patches.random(image(3, 5), 2, 0, STREAMS));
        assertRejected("image has shape [3]", () -> Patches.all(Nd4j.createFromArray(1.0, 2, 3), 1));
        assertRejected("series has shape [3, 5]", () -> Patches.windows(image(3, 5), 2, 1));
        assertRejected("width = 4", () -> Patches.windows(image(3, 1), 4, 1));
        assertRejected("stride = 0", () -> Patches.windows(image(3, 1), 2, 0));
        assertRejected("observations", () -> Patches.withoutMeans(Nd4j.createFromArray(1.0, 2, 3)));
    }
}
