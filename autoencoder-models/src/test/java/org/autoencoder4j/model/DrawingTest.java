package org.autoencoder4j.model;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

class DrawingTest {
    private static final RandomStreams STREAMS = RandomStreams.of(42);
    private static final int SIZE = 1000;

    private static GenerativeModel model(DataType type) {
        INDArray dictionary = Dictionaries.gaussian(12, 20, type, STREAMS);
        return GenerativeModel.sparseCoding(dictionary, 3, ValueLaw.symmetricUniform(0.8, 1.2), 0.1);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void anyRangeOfABatchHasTheSameBits(DataType type) {
        Batches batches = model(type).batches(STREAMS, SIZE);
        INDArray whole = batches.reader().rows(3, 0, SIZE).dup();
        assertArrayEquals(new long[] {SIZE, 12}, whole.shape());
        assertEquals('c', whole.ordering());
        assertEquals(type, whole.dataType());
        Batches.Reader reader = batches.reader();
        for (int chunk : new int[] {1000, 777, 512, 256, 255, 100, 1}) {
            for (int from = 0; from < SIZE; from += Math.max(chunk, 90)) {
                int to = Math.min(SIZE, from + chunk);
                assertIdentical(rows(whole, from, to), reader.rows(3, from, to));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void anyNumberOfThreadsGivesTheSameBits(int threads) {
        GenerativeModel model = model(DataType.FLOAT);
        Draw expected = model.draw(STREAMS, 5, SIZE);
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            Draw draw = pool.submit(() -> model.draw(STREAMS, 5, SIZE)).join();
            assertIdentical(expected.observations(), draw.observations());
            assertIdentical(expected.codes(), draw.codes());
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void aDrawOfARangeIsPartOfTheWholeDraw() {
        GenerativeModel model = model(DataType.DOUBLE);
        Draw whole = model.draw(STREAMS, 0, SIZE);
        Draw part = model.draw(STREAMS, 0, 250, 530);
        assertEquals(280, part.size());
        assertIdentical(rows(whole.observations(), 250, 530), part.observations());
        assertIdentical(rows(whole.codes(), 250, 530), part.codes());
        for (int i = 0; i < 280; i++) {
            assertArrayEquals(whole.support(250 + i), part.support(i));
            assertArrayEquals(whole.values(250 + i), part.values(i));
        }
    }

    @Test
    void aBatchHoldsTheObservationsOfTheDraw() {
        GenerativeModel model = model(DataType.FLOAT);
        Batches batches = model.batches(STREAMS, 300);
        assertEquals(300, batches.size());
        assertEquals(12, batches.features());
        assertEquals(DataType.FLOAT, batches.dataType());
        assertIdentical(
                model.draw(STREAMS, 7, 300).observations(), batches.reader().rows(7, 0, 300));
    }

    @Test
    void batchesOfDifferentStepsAndSeedsDiffer() {
        GenerativeModel model = model(DataType.DOUBLE);
        INDArray first = model.draw(STREAMS, 0, 256).observations();
        INDArray nextStep = model.draw(STREAMS, 1, 256).observations();
        INDArray otherSeed = model.draw(RandomStreams.of(43), 0, 256).observations();
        INDArray nextBlock = model.draw(STREAMS, 0, 256, 512).observations();
        for (INDArray other : new INDArray[] {nextStep, otherSeed, nextBlock}) {
            assertEquals(0, first.eq(other).castTo(DataType.DOUBLE).sumNumber().intValue());
        }
    }

    @Test
    void readersAreIndependent() {
        Batches batches = model(DataType.DOUBLE).batches(STREAMS, SIZE);
        INDArray first = batches.reader().rows(0, 0, 10);
        INDArray before = first.dup();
        batches.reader().rows(1, 0, 10);
        assertIdentical(before, first);
    }

    @Test
    void aFloatModelRoundsTheSamplesOfTheDoubleModelWithItsAtoms() {
        GenerativeModel single = model(DataType.FLOAT);
        GenerativeModel twice =
                new GenerativeModel(single.dictionary().castTo(DataType.DOUBLE), single.codeLaw(), single.noise());
        Draw rounded = single.draw(STREAMS, 2, 300);
        Draw exact = twice.draw(STREAMS, 2, 300);
        assertIdentical(exact.observations().castTo(DataType.FLOAT), rounded.observations());
        assertIdentical(exact.codes().castTo(DataType.FLOAT), rounded.codes());
        assertArrayEquals(exact.values(299), rounded.values(299));
    }

    @Test
    void codesDoNotDependOnDictionaryOrNoise() {
        CodeLaw law = CodeLaw.sparse(20, 3, ValueLaw.rademacher());
        Draw first = new GenerativeModel(Dictionaries.gaussian(5, 20, DataType.DOUBLE, STREAMS), law, 0)
                .draw(STREAMS, 0, 300);
        Draw second = new GenerativeModel(Dictionaries.gaussian(9, 20, DataType.DOUBLE, STREAMS), law, 1)
                .draw(STREAMS, 0, 300);
        assertIdentical(first.codes(), second.codes());
        assertFalse(
                Arrays.equals(first.support(0), first.support(1)) && Arrays.equals(first.support(1), first.support(2)));
    }

    private static INDArray rows(INDArray array, long from, long to) {
        return array.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
    }
}
