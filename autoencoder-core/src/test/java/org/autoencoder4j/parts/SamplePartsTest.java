package org.autoencoder4j.parts;

import static org.autoencoder4j.data.Messages.assertRejected;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class SamplePartsTest {
    private static final long LARGEST = 1_000_000_000_000L;
    private static final long LEAST_TIMES_MOST = (long) SampleParts.LEAST * SampleParts.MOST;

    /** Also around the sizes at which parts become more, and longer. */
    @Provide
    Arbitrary<Long> sizes() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(1, LARGEST),
                Arbitraries.longs().between(1, 3L * SampleParts.LEAST),
                Arbitraries.longs().between(LEAST_TIMES_MOST - 300, LEAST_TIMES_MOST + 70_000),
                Arbitraries.of(1L, 16383L, 16384L, 16385L, LEAST_TIMES_MOST, LEAST_TIMES_MOST + 1, LARGEST));
    }

    @Property(tries = 500)
    void coverAllSamplesOnceInPartsOfTheStatedSizes(@ForAll("sizes") long samples) {
        SampleParts parts = SampleParts.of(samples);
        int count = parts.count();
        assertEquals(samples, parts.samples());
        assertTrue(count >= 1 && count <= SampleParts.MOST, parts.toString());
        assertEquals(0, parts.start(0));
        assertEquals(samples, parts.start(count));
        for (int part = 0; part < count; part++) {
            long length = parts.start(part + 1) - parts.start(part);
            if (part < count - 1) {
                assertEquals(parts.length(), length);
                assertEquals(0, length % RandomStreams.BLOCK_SIZE);
                assertTrue(length >= SampleParts.LEAST);
            }
            assertTrue(length >= 1 && length <= parts.length(), "part " + part + " has " + length);
        }
        // No longer than it has to be.
        assertTrue(parts.length() == SampleParts.LEAST
                || samples > (parts.length() - RandomStreams.BLOCK_SIZE) * SampleParts.MOST);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 16384, 1",
        "16384, 16384, 1",
        "16385, 16384, 2",
        "4194304, 16384, 256",
        "4194305, 16640, 253",
        "1000000000000, 3906250240, 256"
    })
    void byHand(long samples, long length, int count) {
        assertEquals(new SampleParts(samples, length), SampleParts.of(samples));
        assertEquals(count, SampleParts.of(samples).count());
    }

    @Property(tries = 300)
    void tasksShareAllPartsInTheirOrder(
            @ForAll("sizes") long samples, @ForAll @IntRange(min = 1, max = 1000) int tasks) {
        SampleParts parts = SampleParts.of(samples);
        int count = parts.count();
        assertEquals(0, parts.firstOfTask(0, tasks));
        assertEquals(count, parts.firstOfTask(tasks, tasks));
        for (int task = 0; task < tasks; task++) {
            int shared = parts.firstOfTask(task + 1, tasks) - parts.firstOfTask(task, tasks);
            assertTrue(shared == count / tasks || shared == count / tasks + 1, "task " + task + " has " + shared);
        }
    }

    @Property(tries = 300)
    void theFirstSamplesAreCutAtTheSamePlaces(@ForAll("sizes") long one, @ForAll("sizes") long other) {
        SampleParts all = SampleParts.of(Math.max(one, other));
        SampleParts first = all.first(Math.min(one, other));
        assertEquals(Math.min(one, other), first.samples());
        assertTrue(first.count() <= all.count());
        for (int part = 0; part < first.count(); part++) {
            assertEquals(all.start(part), first.start(part));
        }
        assertEquals(first.samples(), first.start(first.count()));
    }

    @Test
    void refusesWhatIsNoCut() {
        assertRejected("samples = 0", () -> SampleParts.of(0));
        assertRejected("samples = -1", () -> new SampleParts(-1, 256));
        assertRejected("length = 0", () -> new SampleParts(1, 0));
        assertRejected("length = -256", () -> new SampleParts(1, -256));
        assertRejected("length = 300 must be a positive multiple of 256", () -> new SampleParts(1, 300));
        SampleParts parts = SampleParts.of(40_000);
        assertRejected("first = 0", () -> parts.first(0));
        assertRejected("first = 40001", () -> parts.first(40_001));
        assertRejected("part = -1", () -> parts.start(-1));
        assertRejected("part = 4", () -> parts.start(4));
        assertRejected("tasks = 0", () -> parts.firstOfTask(0, 0));
        assertRejected("task = 3", () -> parts.firstOfTask(3, 2));
        assertRejected("task = -1", () -> parts.firstOfTask(-1, 2));
    }

    @Test
    void theLargestNumberOfSamplesDoesNotOverflow() {
        SampleParts parts = SampleParts.of(Long.MAX_VALUE);
        assertEquals(Long.MAX_VALUE, parts.start(parts.count()));
    }

    /** A sweep over some of the samples that stay ends within a part; batches that change are one row of any length. */
    @Test
    void samplesThatStayAreCutOnceForAll() {
        Batches batches = Batches.of(Nd4j.zeros(DataType.FLOAT, 5_000_000, 1));
        PartedSamples stay = PartedSamples.of(batches);
        assertEquals(new SampleParts(20_000, SampleParts.of(5_000_000).length()), stay.parts(20_000));
        assertRejected("first = 5000001", () -> stay.parts(5_000_001));
        PartedSamples change = PartedSamples.of(batches.shuffled(1000, RandomStreams.of(1)));
        assertEquals(SampleParts.of(20_000), change.parts(20_000));
        assertTrue(stay.parts(20_000).length() > change.parts(20_000).length());
    }
}
