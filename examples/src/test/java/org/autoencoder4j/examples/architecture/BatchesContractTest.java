package org.autoencoder4j.examples.architecture;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.data.format.Shards;
import org.autoencoder4j.data.preprocessing.Centring;
import org.autoencoder4j.data.preprocessing.Outliers;
import org.autoencoder4j.data.preprocessing.Preprocessing;
import org.autoencoder4j.data.preprocessing.Scaling;
import org.autoencoder4j.data.preprocessing.Whitening;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What every implementation of {@link Batches}, of whichever module, promises. */
class BatchesContractTest {
    private static final RandomStreams STREAMS = RandomStreams.of(3);
    private static final int SAMPLES = 700;
    private static final int FEATURES = 5;

    @TempDir
    private static Path folder;

    private static List<Batches> all = List.of();
    private static Batches whitened = Batches.of(Nd4j.zeros(DataType.DOUBLE, 1, 1));

    @BeforeAll
    static void makeAll() throws IOException {
        INDArray dictionary = Dictionaries.gaussian(FEATURES, 4, DataType.DOUBLE, STREAMS);
        GenerativeModel model = GenerativeModel.mixtureOfGaussians(dictionary, 0.1);
        INDArray array = model.draw(STREAMS, 0, SAMPLES).observations();
        Npy.write(folder.resolve("c.npy"), array.dup('c'));
        Npy.write(folder.resolve("f.npy"), array.castTo(DataType.FLOAT).dup('f'));
        Path shards = Files.createDirectory(folder.resolve("shards"));
        Npy.write(
                shards.resolve("0.npy"),
                array.get(NDArrayIndex.interval(0, 310)).dup('f'));
        Npy.write(
                shards.resolve("1.npy"),
                array.get(NDArrayIndex.interval(310, SAMPLES)).dup('c'));
        Batches whole = Batches.of(array);
        INDArray withFarSample = array.dup('c');
        withFarSample.getRow(300).muli(1e6);
        Outliers outliers = Outliers.of(Batches.of(withFarSample));
        whitened = Whitening.of(whole, 0.01).apply(whole);
        all = List.of(
                whole,
                Batches.of(array.castTo(DataType.FLOAT)),
                Npy.map(folder.resolve("c.npy")),
                Npy.map(folder.resolve("f.npy")),
                Npy.map(folder.resolve("f.npy"), DataType.DOUBLE),
                Shards.of(shards, DataType.FLOAT),
                Shards.of(shards, DataType.FLOAT).shuffled(300, STREAMS),
                whole.shuffled(300, STREAMS),
                Npy.map(folder.resolve("f.npy")).shuffled(300, STREAMS),
                Centring.of(whole).apply(whole),
                Preprocessing.fit(whole, Centring::of, Scaling::of).apply(whole),
                whitened,
                outliers.dropped(),
                outliers.clipped(),
                model.batches(STREAMS, SAMPLES),
                whole.range(150, 650),
                whole.range(50, 690).range(9, 400),
                Npy.map(folder.resolve("f.npy")).range(1, 500),
                Shards.of(shards, DataType.FLOAT).range(290, SAMPLES),
                Outliers.of(Batches.of(withFarSample)).clipped().range(100, 500),
                whole.range(100, 600).shuffled(300, STREAMS),
                whole.shuffled(600, STREAMS).range(100, 500),
                model.batches(STREAMS, SAMPLES).range(256, 600));
    }

    static Stream<Batches> all() {
        return all.stream();
    }

    private static INDArray read(Batches batches, long step, long... cuts) {
        Batches.Reader reader = batches.reader();
        INDArray[] pieces = new INDArray[cuts.length - 1];
        for (int i = 0; i < pieces.length; i++) {
            pieces[i] = reader.rows(step, cuts[i], cuts[i + 1]).dup('c');
        }
        return Nd4j.vstack(pieces);
    }

    @ParameterizedTest
    @MethodSource("all")
    void rowsHaveTheStatedShapeTypeAndOrder(Batches batches) {
        INDArray rows = batches.reader().rows(0, 10, 30);
        assertArrayEquals(new long[] {20, batches.features()}, rows.shape());
        assertEquals(batches.dataType(), rows.dataType());
        assertEquals('c', rows.ordering());
        assertEquals(FEATURES, batches.features());
        assertTrue(batches.size() >= 300);
    }

    @ParameterizedTest
    @MethodSource("all")
    void piecesDoNotMatter(Batches batches) {
        long n = batches.size();
        INDArray whole = read(batches, 1, 0, n);
        assertSame(batches, whole, read(batches, 1, 0, 1, 17, 255, 256, 257, n - 1, n));
        assertSame(batches, whole, batches.batch(1));
    }

    @ParameterizedTest
    @MethodSource("all")
    void aBatchIsAFunctionOfItsStep(Batches batches) {
        Batches.Reader reader = batches.reader();
        INDArray second = reader.rows(2, 0, 50).dup('c');
        INDArray first = reader.rows(1, 0, 50).dup('c');
        assertIdentical(first, batches.reader().rows(1, 0, 50));
        assertIdentical(second, reader.rows(2, 0, 50));
    }

    @ParameterizedTest
    @MethodSource("all")
    void saysWhetherItsBatchesChangeWithTheStep(Batches batches) {
        INDArray first = batches.batch(0);
        assertEquals(!first.equals(batches.batch(1)), batches.changeWithStep());
        if (batches.changeWithStep()) {
            assertThrows(IllegalArgumentException.class, () -> batches.shuffled(10, STREAMS));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void readersOfSeveralThreadsDoNotDisturbEachOther(Batches batches) {
        INDArray expected = batches.batch(3);
        Stream.of(1, 2, 3, 4)
                .parallel()
                .forEach(i ->
                        assertSame(batches, expected, read(batches, 3, 0, 100L * (i % 3 + 1) - 50, batches.size())));
    }

    /** Bit for bit, except for whitened rows: a BLAS may add up a product of few rows in another order than one of many. */
    private static void assertSame(Batches batches, INDArray expected, INDArray actual) {
        if (batches == whitened) {
            assertClose(expected, actual, 1e-12);
        } else {
            assertIdentical(expected, actual);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void badRangesAreRefused(Batches batches) {
        Batches.Reader reader = batches.reader();
        long n = batches.size();
        assertThrows(IllegalArgumentException.class, () -> reader.rows(0, 0, n + 1));
        assertThrows(IllegalArgumentException.class, () -> reader.rows(0, -1, 5));
        assertThrows(IllegalArgumentException.class, () -> reader.rows(0, 5, 5));
        assertThrows(IllegalArgumentException.class, () -> reader.rows(-1, 0, 5));
    }
}
