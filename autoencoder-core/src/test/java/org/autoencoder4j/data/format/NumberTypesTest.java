package org.autoencoder4j.data.format;

import static org.autoencoder4j.data.Messages.assertRejected;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The types of {@code .npy} files beside FLOAT and DOUBLE, and arrays of more than two axes. */
class NumberTypesTest {
    @TempDir
    private Path folder;

    private Path npy(String type, String fortran, String shape, byte[] numbers) throws IOException {
        String text = "{'descr': '" + type + "', 'fortran_order': " + fortran + ", 'shape': " + shape + ", }";
        byte[] header = header(text);
        byte[] all = Arrays.copyOf(header, header.length + numbers.length);
        System.arraycopy(numbers, 0, all, header.length, numbers.length);
        return Files.write(folder.resolve("array.npy"), all);
    }

    private static byte[] header(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(10 + text.length()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) text.length());
        return bytes.put(text.getBytes(StandardCharsets.US_ASCII)).array();
    }

    private Path npy(String type, String numbers) throws IOException {
        return npy(type, "False", "(2, 2)", HexFormat.of().parseHex(numbers));
    }

    private static void assertRead(double[] expected, DataType usual, Path file) throws IOException {
        for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            INDArray matrix = Nd4j.createFromArray(expected).reshape(2, 2).castTo(type);
            assertIdentical(matrix, Npy.read(file, type));
            assertIdentical(matrix, Npy.map(file, type).batch(0));
            assertEquals(type, Npy.map(file, type).dataType());
        }
        assertEquals(usual, Npy.read(file).dataType());
        assertEquals(usual, Npy.map(file).dataType());
        assertIdentical(Nd4j.createFromArray(expected).reshape(2, 2).castTo(usual), Npy.read(file));
    }

    /** The bytes are two's complement and IEEE 754 by hand. */
    @ParameterizedTest
    @CsvSource({
        "|u1, FLOAT, 0080ff7f, 0, 128, 255, 127",
        "|b1, FLOAT, 0001ff00, 0, 1, 1, 0",
        "|i1, FLOAT, 0080ff7f, 0, -128, -1, 127",
        "<u2, FLOAT, 00000080ffff0100, 0, 32768, 65535, 1",
        ">u2, FLOAT, 00008000ffff0001, 0, 32768, 65535, 1",
        "<i2, FLOAT, 00000080ffff0100, 0, -32768, -1, 1",
        ">i2, FLOAT, 00008000ffff0001, 0, -32768, -1, 1",
        "<u4, DOUBLE, 00000000000000800000ffff01000000, 0, 2147483648, 4294901760, 1",
        ">u4, DOUBLE, 0000000080000000ffff000000000001, 0, 2147483648, 4294901760, 1",
        "<i4, DOUBLE, 00000000000000800000ffff01000000, 0, -2147483648, -65536, 1",
        ">i4, DOUBLE, 0000000080000000ffff000000000001, 0, -2147483648, -65536, 1",
        "<u8, DOUBLE, 00000000000000000000000000000080000000000000ffff0100000000000000, 0, 9223372036854775808,"
                + " 18446462598732840960, 1",
        ">i8, DOUBLE, 00000000000000008000000000000000ffff0000000000000000000000000001, 0, -9223372036854775808,"
                + " -281474976710656, 1",
        // The least subnormal number, the greatest finite one, -1.5 and 1/3 to nearest.
        "<f2, FLOAT, 0100ff7b00be5535, 5.9604644775390625e-8, 65504, -1.5, 0.333251953125",
        ">f2, FLOAT, 00017bffbe003555, 5.9604644775390625e-8, 65504, -1.5, 0.333251953125",
        "<f4, FLOAT, 0000803f000000c00000000000000040, 1, -2, 0, 2",
        ">f8, DOUBLE, 3ff0000000000000c00000000000000000000000000000004000000000000000, 1, -2, 0, 2",
    })
    void everyTypeIsRead(String type, DataType usual, String bytes, double a, double b, double c, double d)
            throws IOException {
        assertRead(new double[] {a, b, c, d}, usual, npy(type, bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "'<d', f8",
        "'d', f8",
        "'=f8', f8",
        "'|f8', f8",
        "'float64', f8",
        "'<f', f4",
        "'float32', f4",
        "'<e', f2",
        "'<h', i2",
        "'<H', u2",
        "'<i', i4",
        "'<I', u4",
        "'<q', i8",
        "'<Q', u8",
        "'b', i1",
        "'B', u1",
        "'?', b1",
        "'bool', b1",
        "'uint8', u1",
        "'<i1', i1",
        "'int64', i8"
    })
    void typesHaveOtherNamesToo(String name, String type) throws IOException {
        assertEquals(ByteOrder.LITTLE_ENDIAN, ByteOrder.nativeOrder(), "names without a byte order");
        byte[] numbers = new byte[4 * Integer.parseInt(type.substring(1))];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (byte) (i % 5);
        }
        INDArray expected = Npy.read(npy((type.endsWith("1") ? "|" : "<") + type, "False", "(2, 2)", numbers));
        assertIdentical(expected, Npy.read(npy(name, "False", "(2, 2)", numbers)));
    }

    /** All numbers of 16 bits, by the definition of the format. */
    @Test
    void everyHalfIsExact() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(1 << 17).order(ByteOrder.LITTLE_ENDIAN);
        IntStream.range(0, 1 << 16).forEach(bits -> bytes.putShort((short) bits));
        float[] read = Npy.read(npy("<f2", "False", "(65536,)", bytes.array())).toFloatVector();
        for (int bits = 0; bits < 1 << 16; bits++) {
            int exponent = (bits >> 10) & 31;
            double mantissa = (bits & 1023) / 1024.0;
            double magnitude = exponent == 0
                    ? Math.scalb(mantissa, -14)
                    : exponent < 31
                            ? Math.scalb(1 + mantissa, exponent - 15)
                            : mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            assertEquals((float) (bits >= 1 << 15 ? -magnitude : magnitude), read[bits], "bits " + bits);
        }
    }

    /** Against the JDK's own exact arithmetic, on numbers near the middle between two that the type holds. */
    @ParameterizedTest
    @ValueSource(strings = {"<i8", "<u8"})
    void longNumbersAreRoundedOnceToTheNearest(String type) throws IOException {
        RandomGenerator random = RandomStreams.of(4).at("long", 0, 0);
        long[] bits = new long[2000];
        for (int i = 0; i < bits.length; i++) {
            int digits = random.nextInt(24, 65);
            int kept = random.nextBoolean() ? Math.min(24, digits) : Math.min(53, digits);
            long middle = (((1L << (kept - 1)) + random.nextLong(1L << (kept - 1))) << (digits - kept))
                    + (digits == kept ? 0 : 1L << (digits - kept - 1));
            bits[i] = middle + random.nextInt(-1, 2);
        }
        ByteBuffer bytes = ByteBuffer.allocate(8 * bits.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(bits);
        Path file = npy(type, "False", "(" + bits.length + ",)", bytes.array());
        float[] floats = Npy.read(file, DataType.FLOAT).toFloatVector();
        double[] doubles = Npy.read(file, DataType.DOUBLE).toDoubleVector();
        for (int i = 0; i < bits.length; i++) {
            BigDecimal exact = new BigDecimal(
                    type.equals("<i8") ? BigInteger.valueOf(bits[i]) : new BigInteger(Long.toUnsignedString(bits[i])));
            assertEquals(nearest(exact, (float) exact.doubleValue()), floats[i], exact.toString());
            assertEquals(exact.doubleValue(), doubles[i], exact.toString());
        }
    }

    /** The nearest FLOAT, and of two the one whose last bit is 0. */
    private static float nearest(BigDecimal exact, float near) {
        float best = near;
        for (float other : new float[] {Math.nextDown(near), Math.nextUp(near)}) {
            int order = distance(exact, other).compareTo(distance(exact, best));
            if (order < 0 || (order == 0 && (Float.floatToIntBits(other) & 1) == 0)) {
                best = other;
            }
        }
        return best;
    }

    private static BigDecimal distance(BigDecimal exact, float value) {
        return exact.subtract(new BigDecimal(value)).abs();
    }

    @Test
    void numbersThatAreTooLargeForFloatAreNamed() throws IOException {
        double[][] values = {{1, 2, Double.NaN}, {3, 1e300, Double.POSITIVE_INFINITY}};
        for (char order : new char[] {'c', 'f'}) {
            Path file = folder.resolve("large.npy");
            Npy.write(file, Nd4j.createFromArray(values).dup(order));
            String told = "large.npy has the number 1.0E300 at [1, 1], which is too large for FLOAT; it must be read as"
                    + " DOUBLE";
            assertRejected(told, () -> Npy.read(file, DataType.FLOAT));
            Batches mapped = Npy.map(file, DataType.FLOAT);
            assertRejected(told, () -> mapped.reader().rows(0, 1, 2));
            assertRejected("NaN or infinite, at [0, 2]", () -> mapped.reader().rows(0, 0, 1));
        }
        assertRejected("INT", () -> Npy.read(folder.resolve("large.npy"), DataType.INT32));
        assertRejected("INT", () -> Npy.map(folder.resolve("large.npy"), DataType.INT32));
    }

    /** As array.reshape(len(array), -1) does in NumPy; the bytes of the Fortran order are made by the definition. */
    @ParameterizedTest
    @ValueSource(strings = {"False", "True"})
    void arraysOfManyAxesAreMatrices(String fortran) throws IOException {
        int[] shape = {6, 2, 3, 4};
        byte[] numbers = new byte[144];
        for (int place = 0; place < numbers.length; place++) {
            int rest = place;
            int[] index = new int[4];
            for (int i = 0; i < 4; i++) {
                int axis = fortran.equals("True") ? i : 3 - i;
                index[axis] = rest % shape[axis];
                rest /= shape[axis];
            }
            numbers[place] = (byte) (((index[0] * 2 + index[1]) * 3 + index[2]) * 4 + index[3]);
        }
        INDArray expected = Nd4j.createFromArray(IntStream.range(0, 144)
                        .mapToDouble(i -> (byte) i & 0xFF)
                        .toArray())
                .reshape('c', 6, 24)
                .castTo(DataType.FLOAT);
        Path file = npy("|u1", fortran, "(6L, 2L, 3L, 4L)", numbers);
        INDArray read = Npy.read(file);
        assertIdentical(expected, read);
        assertEquals('c', read.ordering());
        Batches mapped = Npy.map(file);
        assertIdentical(expected, mapped.batch(0));
        assertIdentical(
                expected.get(NDArrayIndex.interval(2, 5)), mapped.reader().rows(0, 2, 5));
        assertTrue(mapped.toString().endsWith("6 x 24, FLOAT, of (6, 2, 3, 4)]"), mapped.toString());
        INDArray shuffled = mapped.shuffled(6, RandomStreams.of(1)).batch(0);
        assertEquals(expected.sumNumber().doubleValue(), shuffled.sumNumber().doubleValue());
    }

    @Test
    void emptyArraysOfManyAxesStayEmpty() throws IOException {
        Path file = npy("|u1", "True", "(0, 3, 2)", new byte[0]);
        assertArrayEquals(new long[] {0, 6}, Npy.read(file).shape());
        assertRejected("at least one row", () -> Npy.map(file));
        Path overflow = npy("|u1", "True", "(0, 9999999999, 9999999999)", new byte[0]);
        assertRejected("its shape overflows", () -> Npy.read(overflow));
    }

    /** A sparse file of 3 GB, zero but for rows at the borders of what is mapped at once and at the end. */
    @Test
    void aLargeFileOfBytesStaysSmallInMemory() throws IOException {
        long rows = 3_000_000;
        int columns = 1000;
        byte[] header = header("{'descr': '|u1', 'fortran_order': False, 'shape': (" + rows + ", 1000)}");
        Path file = folder.resolve("large.npy");
        long[] filled = {0, (1L << 30) / columns, (1L << 31) / columns, rows - 1};
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.write(ByteBuffer.wrap(header));
            for (long row : filled) {
                byte[] numbers = new byte[columns];
                IntStream.range(0, columns).forEach(i -> numbers[i] = (byte) (i + row));
                channel.write(ByteBuffer.wrap(numbers), header.length + row * columns);
            }
        }
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        long before = threads.getCurrentThreadAllocatedBytes();
        Batches.Reader reader = Npy.map(file, DataType.DOUBLE).reader();
        for (long row : filled) {
            double[] read = reader.rows(0, row, row + 1).toDoubleMatrix()[0];
            for (int column = 0; column < columns; column++) {
                assertEquals((byte) (column + row) & 0xFF, read[column]);
            }
        }
        assertTrue(threads.getCurrentThreadAllocatedBytes() - before < 1 << 22, "a few rows and buffers");
    }
}
