package org.autoencoder4j.data;

import static org.autoencoder4j.data.Messages.assertRejected;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class BatchesTest {
    /** Row i is (i, -i). */
    private static INDArray numbered(int rows, DataType type) {
        INDArray column = Nd4j.createFromArray(
                        IntStream.range(0, rows).asDoubleStream().toArray())
                .reshape(rows, 1);
        return Nd4j.hstack(column, column.neg()).castTo(type).dup('c');
    }

    /** The same samples without what makes arrays fast: any implementation of the interface will do. */
    private record Foreign(INDArray array) implements Batches {
        @Override
        public boolean changeWithStep() {
            return false;
        }

        @Override
        public long size() {
            return array.rows();
        }

        @Override
        public int features() {
            return array.columns();
        }

        @Override
        public DataType dataType() {
            return array.dataType();
        }

        @Override
        public Reader reader() {
            return (step, from, to) -> array.get(NDArrayIndex.interval(from, to));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void anArrayIsTheBatchOfEveryStep(DataType type) {
        INDArray array = numbered(10, type);
        for (INDArray observations :
                List.of(array, array.dup('f'), array.transpose().dup('c').transpose())) {
            Batches batches = Batches.of(observations);
            assertEquals(10, batches.size());
            assertEquals(2, batches.features());
            assertEquals(type, batches.dataType());
            INDArray rows = batches.reader().rows(9, 4, 7);
            assertEquals('c', rows.ordering());
            assertIdentical(array.get(NDArrayIndex.interval(4, 7)), rows);
            assertIdentical(array, batches.batch(1));
        }
    }

    @Test
    void onlyOtherThanContiguousRowsAreCopied() {
        INDArray array = numbered(10, DataType.DOUBLE);
        INDArray rows = array.get(NDArrayIndex.interval(2, 8));
        INDArray read = Batches.of(rows).reader().rows(0, 1, 2);
        array.putScalar(3, 1, 42);
        assertEquals(42, read.getDouble(0, 1));
        assertEquals(42, Batches.of(rows).batch(0).getDouble(1, 1));

        INDArray columns = array.get(NDArrayIndex.all(), NDArrayIndex.interval(1, 2));
        assertIdentical(columns, Batches.of(columns).batch(0));
    }

    @Test
    void aBatchIsTheCallersOwn() {
        INDArray array = numbered(600, DataType.FLOAT);
        Batches batches = Batches.of(array);
        batches.batch(0).assign(0);
        assertIdentical(numbered(600, DataType.FLOAT), batches.batch(0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void observationsMustBeFinite(double bad) {
        for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            INDArray array = numbered(5000, type);
            array.putScalar(4998, 1, bad);
            assertRejected("at [4998, 1]", () -> Batches.of(array));
            assertRejected("at [4998, 1]", () -> Batches.of(array.dup('f')));
            Batches fine = Batches.of(array.get(NDArrayIndex.interval(0, 4998)));
            assertEquals(4998, fine.size());
        }
    }

    @Test
    void theLargestFiniteNumbersAreFinite() {
        INDArray array = Nd4j.createFromArray(new double[][] {{Double.MAX_VALUE, -Double.MAX_VALUE}, {0.0, -0.0}});
        assertIdentical(array, Batches.of(array).batch(0));
        INDArray floats = Nd4j.createFromArray(new float[][] {{Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE}});
        assertIdentical(floats, Batches.of(floats).batch(0));
    }

    @Test
    void observationsMustBeAMatrixWithRows() {
        assertRejected("[0, 3]", () -> Batches.of(Nd4j.create(DataType.FLOAT, 0, 3)));
        assertRejected("[3]", () -> Batches.of(Nd4j.createFromArray(1.0, 2.0, 3.0)));
        assertRejected("INT", () -> Batches.of(Nd4j.createFromArray(new int[][] {{1, 2}})));
    }

    @Property(tries = 60)
    void anEpochTakesNoSampleTwice(
            @ForAll @IntRange(min = 1, max = 200) int samples,
            @ForAll @IntRange(min = 1, max = 200) int wanted,
            @ForAll @IntRange(max = 3) int epoch,
            @ForAll long seed) {
        int size = Math.min(wanted, samples);
        int perEpoch = samples / size;
        Batches shuffled = Batches.of(numbered(samples, DataType.DOUBLE)).shuffled(size, RandomStreams.of(seed));
        assertEquals(size, shuffled.size());
        List<Long> taken = new ArrayList<>();
        for (long step = (long) epoch * perEpoch; step < (epoch + 1L) * perEpoch; step++) {
            taken.addAll(samples(shuffled, step));
        }
        assertEquals(perEpoch * size, taken.size());
        assertEquals(taken.size(), taken.stream().distinct().count());
        assertTrue(taken.stream().allMatch(sample -> sample >= 0 && sample < samples));
    }

    @Test
    void theBatchOfAStepDependsOnStepAndSeedAlone(@TempDir Path folder) throws IOException {
        INDArray array = numbered(100, DataType.FLOAT);
        Path file = folder.resolve("a.npy");
        Npy.write(file, array.dup('f'));
        RandomStreams streams = RandomStreams.of(3);
        Batches shuffled = Batches.of(array).shuffled(16, streams);
        Batches.Reader reader = shuffled.reader();
        for (long step : new long[] {13, 0, 6, 5, 13, 1_000_000_007}) {
            INDArray whole = shuffled.batch(step);
            assertIdentical(whole.get(NDArrayIndex.interval(3, 9)), reader.rows(step, 3, 9));
            assertIdentical(whole, new Foreign(array).shuffled(16, streams).batch(step));
            assertIdentical(whole, Npy.map(file).shuffled(16, streams).batch(step));
            assertNotEquals(samples(shuffled, step), samples(shuffled, step + 6), "epochs have orders of their own");
        }
        assertNotEquals(samples(shuffled, 0), samples(Batches.of(array).shuffled(16, RandomStreams.of(4)), 0));
    }

    /** The order of samples is part of the format: a run that is resumed by a later version must see the same. */
    @Test
    void theOrderOfSamplesIsPinned() {
        Batches shuffled = Batches.of(numbered(10, DataType.DOUBLE)).shuffled(5, RandomStreams.of(1));
        assertEquals(List.of(3L, 1L, 5L, 7L, 4L), samples(shuffled, 0));
        assertEquals(List.of(0L, 6L, 9L, 8L, 2L), samples(shuffled, 1));
        assertEquals(List.of(7L, 4L, 3L, 0L, 1L), samples(shuffled, 2));
    }

    /**
     * Each of the 24 orders of 4 samples is equally likely. 2400 epochs; the chi-square statistic with 23 degrees of
     * freedom exceeds 56 with probability 1.4e-4; the seed is fixed.
     */
    @Test
    void everyOrderIsEquallyLikely() {
        Batches.Reader reader = Batches.of(numbered(4, DataType.DOUBLE))
                .shuffled(4, RandomStreams.of(5))
                .reader();
        int[] counts = new int[256];
        for (int epoch = 0; epoch < 2400; epoch++) {
            double[][] rows = reader.rows(epoch, 0, 4).toDoubleMatrix();
            counts[(int) (64 * rows[0][0] + 16 * rows[1][0] + 4 * rows[2][0] + rows[3][0])]++;
        }
        int[] seen = Arrays.stream(counts).filter(count -> count > 0).toArray();
        assertEquals(24, seen.length);
        double statistic = Arrays.stream(seen)
                .mapToDouble(c -> (c - 100) * (c - 100) / 100.0)
                .sum();
        assertTrue(statistic < 56, "chi-square " + statistic);
    }

    @Test
    void shuffledChecksItsSize() {
        Batches batches = Batches.of(numbered(10, DataType.DOUBLE));
        assertRejected("size = 0", () -> batches.shuffled(0, RandomStreams.of(1)));
        assertRejected("size = 11 must lie between 1 and 10", () -> batches.shuffled(11, RandomStreams.of(1)));
        assertRejected(
                "to = 4",
                () -> batches.shuffled(3, RandomStreams.of(1)).reader().rows(0, 0, 4));
        assertArrayEquals(
                new long[] {10, 2},
                batches.shuffled(10, RandomStreams.of(1)).batch(0).shape());
    }

    private static List<Long> samples(Batches batches, long step) {
        double[][] rows = batches.batch(step).toDoubleMatrix();
        Arrays.stream(rows).forEach(row -> assertEquals(row[0], -row[1]));
        return Arrays.stream(rows).map(row -> (long) row[0]).toList();
    }
}
