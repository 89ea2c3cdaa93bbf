package org.autoencoder4j.data.format;

import static org.autoencoder4j.data.Messages.assertRejected;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.format.tensor.Safetensors;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class ShardsTest {
    private static final INDArray ALL =
            Nd4j.linspace(DataType.DOUBLE, 0, 0.5, 1200).reshape('c', 300, 4);

    @TempDir
    private Path folder;

    private static INDArray rows(int from, int to) {
        return ALL.get(NDArrayIndex.interval(from, to));
    }

    private void write(String name, INDArray array) throws IOException {
        Npy.write(folder.resolve(name), array);
    }

    @Test
    void filesAreReadInTheOrderOfTheirNames() throws IOException {
        write("part-2.npy", rows(171, 300).castTo(DataType.FLOAT));
        write("part-0.npy", rows(0, 1).dup('c'));
        write("part-1.npy", rows(170, 171).dup('c'));
        write("part-00.npy", rows(1, 170).dup('f'));
        Files.writeString(folder.resolve("part-1.txt"), "no array");
        Files.createDirectory(folder.resolve("folder.npy"));
        Batches shards = Shards.of(folder, DataType.DOUBLE);
        assertEquals(300, shards.size());
        assertEquals(4, shards.features());
        // '.' comes before '0', so part-0.npy is the first, and part-00.npy the second.
        assertIdentical(ALL, shards.batch(0));
        Batches.Reader reader = shards.reader();
        for (int[] range : List.of(new int[] {0, 300}, new int[] {0, 2}, new int[] {169, 172}, new int[] {299, 300})) {
            assertIdentical(rows(range[0], range[1]).dup('c'), reader.rows(5, range[0], range[1]));
        }
        assertThrows(IllegalArgumentException.class, () -> reader.rows(0, 299, 301));
        Batches inMemory = Batches.of(ALL);
        assertIdentical(
                inMemory.shuffled(50, RandomStreams.of(3)).batch(2),
                shards.shuffled(50, RandomStreams.of(3)).batch(2));
    }

    @Test
    void errorsNameTheFileAndTheRowInIt() throws IOException {
        write("a.npy", rows(0, 10).dup('c'));
        INDArray bad = rows(10, 30).dup('c');
        bad.putScalar(7, 3, Double.NaN);
        bad.putScalar(9, 2, 1e300);
        write("b.npy", bad);
        Batches.Reader reader = Shards.of(folder, DataType.DOUBLE).reader();
        assertRejected("b.npy has an entry that is NaN or infinite, at [7, 3]", () -> reader.rows(0, 5, 30));
        Batches.Reader floats = Shards.of(folder, DataType.FLOAT).reader();
        assertRejected("b.npy has the number 1.0E300 at [9, 2]", () -> floats.rows(0, 18, 20));
        write("c.npy", Nd4j.create(DataType.FLOAT, 2, 5));
        assertRejected("c.npy has 5 features and ", () -> Shards.of(folder, DataType.FLOAT));
        Files.writeString(folder.resolve("b.npy"), "no array");
        assertRejected("b.npy is no .npy file", () -> Shards.of(folder, DataType.FLOAT));
    }

    /** A tensor that is not the first in its file, of one file in singles, of three axes in another, and none of a third. */
    @Test
    void aTensorOfEachSafetensorsFile() throws IOException {
        INDArray other = Nd4j.ones(DataType.FLOAT, 3);
        tensors("0", Map.of("acts", rows(0, 100).dup('c'), "a", other));
        tensors("1", Map.of("acts", rows(100, 180).dup('c').reshape('c', 80, 2, 2)));
        tensors("2", Map.of("acts", Nd4j.create(DataType.DOUBLE, 0, 4), "a", other));
        tensors("3", Map.of("acts", rows(180, 300).castTo(DataType.FLOAT).dup('c')));
        for (DataType type : List.of(DataType.DOUBLE, DataType.FLOAT)) {
            Batches shards = Shards.ofSafetensors(folder, "acts", type);
            assertEquals(300, shards.size());
            assertIdentical(ALL.castTo(type), shards.batch(0));
            assertIdentical(
                    ALL.castTo(type).get(NDArrayIndex.interval(99, 181)).dup('c'),
                    shards.reader().rows(0, 99, 181));
        }
        INDArray bad = rows(0, 7).dup('c');
        bad.putScalar(5, 2, Double.POSITIVE_INFINITY);
        tensors("1", Map.of("acts", bad));
        Batches.Reader reader =
                Shards.ofSafetensors(folder, "acts", DataType.DOUBLE).reader();
        assertRejected("1.safetensors has an entry that is NaN or infinite, at [5, 2]", () -> reader.rows(0, 90, 110));
        assertRejected("2.safetensors has no tensor b; it has", () -> {
            tensors("0", Map.of("b", other));
            tensors("1", Map.of("b", other));
            Shards.ofSafetensors(folder, "b", DataType.DOUBLE);
        });
        assertRejected("has no file whose name ends with .npy", () -> Shards.of(folder, DataType.DOUBLE));
    }

    private void tensors(String name, Map<String, INDArray> tensors) throws IOException {
        Path file = folder.resolve(name + ".safetensors");
        Files.deleteIfExists(file);
        Safetensors.write(file, tensors, Map.of());
    }

    @Test
    void aFolderWithShardsIsNeeded() throws IOException {
        assertRejected("has no file whose name ends with .npy", () -> Shards.of(folder, DataType.FLOAT));
        Path file = Files.writeString(folder.resolve("a.txt"), "");
        assertThrows(NotDirectoryException.class, () -> Shards.of(file, DataType.FLOAT));
        assertRejected("INT", () -> Shards.of(folder, DataType.INT32));
    }

    @Test
    void filesWithoutRowsAddNone() throws IOException {
        write("0.npy", Nd4j.create(DataType.DOUBLE, 0, 4));
        assertRejected("none has a row", () -> Shards.of(folder, DataType.DOUBLE));
        write("1.npy", rows(0, 2).dup('c'));
        assertIdentical(rows(0, 2).dup('c'), Shards.of(folder, DataType.DOUBLE).batch(0));
        write("2.npy", Nd4j.create(DataType.DOUBLE, 2, 3));
        assertRejected(folder.resolve("1.npy") + " has 4; all must", () -> Shards.of(folder, DataType.DOUBLE));
    }

    @Test
    void aNumberThatIsNotFiniteIsNamedWhereItStandsThoughShuffled() throws IOException {
        INDArray broken = rows(0, 300).dup('c').putScalar(217, 2, Double.NaN);
        write("all.npy", broken);
        Batches shuffled = Shards.of(folder, DataType.DOUBLE).shuffled(300, RandomStreams.of(1));
        assertRejected("at [217, 2], met in the shuffled batch of step 0", () -> shuffled.batch(0));
    }
}
