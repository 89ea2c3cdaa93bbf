package org.autoencoder4j.data.format;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class NpyPropertyTest {
    enum Layout {
        C,
        F,
        VIEW_OF_C,
        VIEW_OF_F,
        TRANSPOSED;

        INDArray arrange(INDArray array) {
            return switch (this) {
                case C -> array.dup('c');
                case F -> array.dup('f');
                case VIEW_OF_C -> view(array, 'c');
                case VIEW_OF_F -> view(array, 'f');
                case TRANSPOSED -> array.transpose().dup('c').transpose();
            };
        }

        private static INDArray view(INDArray array, char order) {
            INDArray larger = Nd4j.create(array.dataType(), new long[] {array.rows() + 3, array.columns() + 2}, order);
            INDArray view = larger.get(
                    NDArrayIndex.interval(1, 1 + array.rows()), NDArrayIndex.interval(2, 2 + array.columns()));
            return view.assign(array);
        }
    }

    @Property(tries = 150)
    void whatIsWrittenIsReadAndMapped(
            @ForAll @IntRange(min = 1, max = 300) int rows,
            @ForAll @IntRange(min = 1, max = 20) int columns,
            @ForAll Layout layout,
            @ForAll boolean single,
            @ForAll long seed)
            throws IOException {
        RandomGenerator random = RandomStreams.of(seed).at("npy", 0, 0);
        INDArray values = Nd4j.createFromArray(
                        random.doubles((long) rows * columns, -1e3, 1e3).toArray())
                .castTo(single ? DataType.FLOAT : DataType.DOUBLE)
                .reshape('c', rows, columns);
        INDArray array = layout.arrange(values);
        Path file = Files.createTempFile("property", ".npy");
        try {
            assertUnchanged(() -> write(file, array), array);

            INDArray read = Npy.read(file);
            assertIdentical(values, read);
            // ND4J says 'a' of some views whose order is both.
            assertEquals(array.ordering() == 'f' ? 'f' : 'c', read.ordering());

            Batches mapped = Npy.map(file);
            int from = random.nextInt(rows);
            int to = random.nextInt(from, rows) + 1;
            Batches.Reader reader = mapped.reader();
            assertIdentical(values, reader.rows(0, 0, rows));
            INDArray part = reader.rows(3, from, to);
            assertIdentical(values.get(NDArrayIndex.interval(from, to)), part);
            assertIdentical(values, mapped.batch(0));
            assertIdentical(values, Batches.of(array).batch(5));
        } finally {
            Files.delete(file);
        }
    }

    private static Path write(Path file, INDArray array) {
        try {
            Npy.write(file, array);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
