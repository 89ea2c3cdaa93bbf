package org.autoencoder4j.data;

import static org.autoencoder4j.data.Messages.assertRejected;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.gradient.Fingerprint;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.gradient.WatchedBatches;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

class RangeBatchesTest {
    private static final RandomStreams STREAMS = RandomStreams.of(1);

    private final INDArray samples = Fixtures.observations(1, 600, 3);
    private final Batches batches = Batches.of(samples);

    private static INDArray rows(INDArray matrix, long from, long to) {
        return matrix.get(NDArrayIndex.interval(from, to)).dup('c');
    }

    @Property(tries = 100)
    void hasTheSamplesOfTheRange(
            @ForAll @IntRange(max = 599) int one, @ForAll @IntRange(max = 599) int other, @ForAll boolean own) {
        int from = Math.min(one, other);
        int to = Math.max(one, other) + 1;
        // Batches that cannot copy single rows, as those of a user.
        Batches source = own ? new WatchedBatches(batches, end -> {}) : batches;
        Batches range = source.range(from, to);
        assertEquals(to - from, range.size());
        assertEquals(3, range.features());
        assertEquals(batches.dataType(), range.dataType());
        assertFalse(range.changeWithStep());
        assertIdentical(rows(samples, from, to), range.batch(0));
        assertIdentical(rows(samples, to - 1, to), range.reader().rows(4, to - from - 1, to - from));
    }

    @Test
    void aRangeOfARangeIsARange() {
        Batches inner = batches.range(100, 500).range(50, 350);
        assertIdentical(rows(samples, 150, 450), inner.batch(0));
        assertIdentical(rows(samples, 150, 450), inner.range(0, 300).batch(0));
        assertRejected("to = 301", () -> inner.range(0, 301));
    }

    /** The batches of a shuffled range are of its samples alone, each as often as any other. */
    @Test
    void isShuffledAsAnyOther() {
        Batches copied = Batches.of(rows(samples, 100, 500));
        Batches range = batches.range(100, 500);
        for (Batches source : List.of(range, new WatchedBatches(batches, end -> {}).range(100, 500))) {
            Batches shuffled = source.shuffled(150, STREAMS);
            assertTrue(shuffled.changeWithStep());
            for (long step = 0; step < 4; step++) {
                assertIdentical(copied.shuffled(150, STREAMS).batch(step), shuffled.batch(step));
            }
        }
    }

    @Test
    void aRangeOfShuffledBatchesIsThatOfEachStep() {
        Batches shuffled = batches.shuffled(300, STREAMS);
        Batches range = shuffled.range(40, 90);
        assertTrue(range.changeWithStep());
        for (long step = 0; step < 3; step++) {
            assertIdentical(rows(shuffled.batch(step), 40, 90), range.batch(step));
        }
        assertRejected("change", () -> range.shuffled(10, STREAMS));
    }

    /** What is not asked for is not read. */
    @Test
    void readsNothingBeside() {
        List<Long> ends = new ArrayList<>();
        Batches range = new WatchedBatches(batches, ends::add).range(200, 300);
        range.reader().rows(0, 10, 20);
        assertEquals(List.of(220L), ends);
    }

    @Test
    void isDescribedByItsOwnSamples() {
        Fingerprint fingerprint = Fingerprint.of(batches.range(100, 500));
        assertEquals(Fingerprint.of(Batches.of(rows(samples, 100, 500))), fingerprint);
        assertTrue(Fingerprint.of(batches.range(101, 501))
                .differenceTo(fingerprint)
                .isPresent());
        assertEquals(batches + ", samples 100 to 499", batches.range(100, 500).toString());
    }

    @Test
    void refusesWhatIsNoRange() {
        assertRejected("from = -1", () -> batches.range(-1, 5));
        assertRejected("from = 600", () -> batches.range(600, 601));
        assertRejected("to = 5", () -> batches.range(5, 5));
        assertRejected("to = 601", () -> batches.range(5, 601));
        Batches range = batches.range(5, 10);
        assertRejected("to = 6", () -> range.reader().rows(0, 0, 6));
        assertRejected("step = -1", () -> range.reader().rows(-1, 0, 5));
    }

    /** Beyond the range there are samples, which it must not give. */
    @Test
    void errorsNameTheRowOfTheSource(@TempDir Path folder) throws Exception {
        samples.putScalar(321, 2, Double.NaN);
        Npy.write(folder.resolve("y.npy"), samples);
        Batches range = Npy.map(folder.resolve("y.npy")).range(300, 400);
        range.reader().rows(0, 0, 21);
        assertRejected("at [321, 2]", () -> range.reader().rows(0, 20, 30));
        assertRejected("at [321, 2]", () -> range.range(20, 30).batch(0));
    }
}
