package org.autoencoder4j.data.format;

import static org.autoencoder4j.data.Messages.assertRejected;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.autoencoder4j.gradient.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Arrays as bytes: those that a file would have. */
class NpyBytesTest {
    @TempDir
    private Path folder;

    private void check(INDArray array) throws IOException {
        byte[] bytes = Npy.toBytes(array);
        INDArray read = Npy.fromBytes(bytes);
        assertIdentical(array, read);
        assertEquals(array.dataType(), read.dataType());
        assertArrayEquals(array.shape(), read.shape());
        Path file = folder.resolve("a.npy");
        Npy.write(file, array);
        assertArrayEquals(Files.readAllBytes(file), bytes);
    }

    @ParameterizedTest
    @CsvSource({"FLOAT, c", "FLOAT, f", "DOUBLE, c", "DOUBLE, f"})
    void ofEachRankTypeAndOrder(DataType type, char order) throws IOException {
        INDArray matrix = Fixtures.normal(1, "matrix", 7, 5).castTo(type).dup(order);
        check(matrix);
        assertEquals(order, Npy.fromBytes(Npy.toBytes(matrix)).ordering());
        check(Fixtures.normal(1, "vector", 1, 9).castTo(type).reshape(9).dup(order));
        check(Nd4j.scalar(type, -0.3));
        check(Fixtures.normal(1, "row", 1, 4).castTo(type).dup(order));
        check(Fixtures.normal(1, "column", 4, 1).castTo(type).dup(order));
        check(Fixtures.normal(1, "one", 1, 1).castTo(type).dup(order));
        check(matrix.get(NDArrayIndex.interval(2, 6), NDArrayIndex.interval(1, 3)));
        check(matrix.getColumn(3));
        check(matrix.transpose());
    }

    @Test
    void theLastBitsOfWhatIsNoUsualNumber() {
        double[] numbers = {Double.NaN, Double.POSITIVE_INFINITY, -0.0, Double.MIN_VALUE, Double.MAX_VALUE};
        INDArray read = Npy.fromBytes(Npy.toBytes(Nd4j.createFromArray(numbers)));
        for (int i = 0; i < numbers.length; i++) {
            assertEquals(Double.doubleToRawLongBits(numbers[i]), Double.doubleToRawLongBits(read.getDouble(i)));
        }
    }

    @Test
    void refusesArraysThatHaveNoSuchForm() {
        assertRejected("array", () -> Npy.toBytes(Fixtures.normal(1, "a", 2, 4).reshape(2, 2, 2)));
        assertRejected("INT", () -> Npy.toBytes(Nd4j.createFromArray(1, 2)));
    }

    @Test
    void refusesOtherBytes() {
        byte[] bytes = Npy.toBytes(Fixtures.normal(1, "a", 3, 4));
        assertRejected("the bytes", () -> Npy.fromBytes(new byte[0]));
        assertRejected("the bytes", () -> Npy.fromBytes("no array".getBytes(StandardCharsets.UTF_8)));
        for (int length : new int[] {1, 9, 60, bytes.length - 1}) {
            assertRejected("the bytes", () -> Npy.fromBytes(Arrays.copyOf(bytes, length)));
        }
        assertRejected("the bytes", () -> Npy.fromBytes(Arrays.copyOf(bytes, bytes.length + 1)));
    }
}
