package org.autoencoder4j.data.format;

import static org.autoencoder4j.data.Messages.assertRejected;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.autoencoder4j.data.Batches;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class NpyTest {
    private static final INDArray MATRIX = Nd4j.createFromArray(new double[][] {{1.5, -2, 3e-5}, {0.1, 5, -6.25}});

    /** The numbers of MATRIX as NumPy 2.4.6 saved them. */
    private static final String FLOATS_C = "0000c03f000000c082a8fb37cdcccc3d0000a0400000c8c0";

    private static final String FLOATS_F = "0000c03fcdcccc3d000000c00000a04082a8fb370000c8c0";
    private static final String BIG_DOUBLES_C =
            "3ff8000000000000c0000000000000003eff75104d551d693fb999999999999a4014000000000000c019000000000000";
    private static final String BIG_FLOATS_F = "3fc000003dcccccdc000000040a0000037fba882c0c80000";

    @TempDir
    private Path folder;

    /** A file of version 1.0 with NumPy's padding. */
    private static byte[] npy(String dictionary, String numbers) {
        String header = dictionary + " ".repeat(63 - (10 + dictionary.length()) % 64) + "\n";
        return bytes("934e554d50590100", 2, header.length(), header, numbers);
    }

    private static byte[] bytes(String magic, int lengthBytes, long length, String header, String numbers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(HexFormat.of().parseHex(magic));
        byte[] little = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array();
        out.write(little, 0, lengthBytes);
        out.writeBytes(header.getBytes(StandardCharsets.UTF_8));
        out.writeBytes(HexFormat.of().parseHex(numbers));
        return out.toByteArray();
    }

    private static String dictionary(String type, String order, String shape) {
        return "{'descr': '" + type + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }";
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("array.npy"), content);
    }

    @ParameterizedTest
    @CsvSource({
        "<f4, False, " + FLOATS_C,
        "<f4, True, " + FLOATS_F,
        ">f8, False, " + BIG_DOUBLES_C,
        ">f4, True, " + BIG_FLOATS_F
    })
    void readsWhatNumPyWrote(String type, String fortran, String numbers) throws IOException {
        Path file = file(npy(dictionary(type, fortran, "(2, 3)"), numbers));
        INDArray expected = MATRIX.castTo(type.endsWith("4") ? DataType.FLOAT : DataType.DOUBLE);

        INDArray read = Npy.read(file);
        assertIdentical(expected, read);
        assertEquals(fortran.equals("True") ? 'f' : 'c', read.ordering());

        Batches mapped = Npy.map(file);
        assertEquals(2, mapped.size());
        assertEquals(3, mapped.features());
        assertEquals(expected.dataType(), mapped.dataType());
        assertIdentical(expected, mapped.reader().rows(0, 0, 2));
        assertIdentical(
                expected.get(NDArrayIndex.interval(1, 2)), mapped.reader().rows(7, 1, 2));
    }

    @Test
    void readsVectorsAndScalars() throws IOException {
        String numbers = "000000000000f83f00000000000000c0691d554d1075ff3e";
        INDArray vector = Npy.read(file(npy(dictionary("<f8", "False", "(3,)"), numbers)));
        assertArrayEquals(new long[] {3}, vector.shape());
        assertArrayEquals(new double[] {1.5, -2, 3e-5}, vector.toDoubleVector());

        INDArray scalar = Npy.read(file(npy(dictionary("<f8", "False", "()"), "0000000000000440")));
        assertArrayEquals(new long[0], scalar.shape());
        assertEquals(2.5, scalar.getDouble());
    }

    @Test
    void readsHeadersOfEveryVersion() throws IOException {
        String header = dictionary("<f4", "False", "(2, 3)");
        for (String magic : new String[] {"934e554d50590200", "934e554d50590300"}) {
            Path file = file(bytes(magic, 4, header.length(), header, FLOATS_C));
            assertIdentical(MATRIX.castTo(DataType.FLOAT), Npy.read(file));
        }
        String oddlyWritten = "{\"shape\":(2,3), 'fortran_order' : False,'descr': \"<f4\"}";
        assertIdentical(MATRIX.castTo(DataType.FLOAT), Npy.read(file(npy(oddlyWritten, FLOATS_C))));
    }

    @Test
    void writesTheBytesThatNumPyWrites() throws IOException {
        Path file = folder.resolve("written.npy");
        INDArray floats = MATRIX.castTo(DataType.FLOAT);
        Npy.write(file, floats.dup('c'));
        assertArrayEquals(npy(dictionary("<f4", "False", "(2, 3)"), FLOATS_C), Files.readAllBytes(file));
        Npy.write(file, floats.dup('f'));
        assertArrayEquals(npy(dictionary("<f4", "True", "(2, 3)"), FLOATS_F), Files.readAllBytes(file));
        Npy.write(file, Nd4j.createFromArray(1.5, -2, 3e-5));
        assertArrayEquals(
                npy(dictionary("<f8", "False", "(3,)"), "000000000000f83f00000000000000c0691d554d1075ff3e"),
                Files.readAllBytes(file));
        Npy.write(file, Nd4j.scalar(2.5));
        assertArrayEquals(npy(dictionary("<f8", "False", "()"), "0000000000000440"), Files.readAllBytes(file));
        Npy.write(file, Nd4j.create(DataType.FLOAT, 0, 3));
        assertArrayEquals(npy(dictionary("<f4", "False", "(0, 3)"), ""), Files.readAllBytes(file));
        assertArrayEquals(new long[] {0, 3}, Npy.read(file).shape());
    }

    @Test
    void leavesNothingBehindButTheFile() throws IOException {
        Npy.write(folder.resolve("a.npy"), MATRIX);
        assertThrows(IOException.class, () -> Npy.write(folder.resolve("missing/a.npy"), MATRIX));
        Path occupied =
                Files.createDirectories(folder.resolve("occupied.npy/inside")).getParent();
        assertThrows(IOException.class, () -> Npy.write(occupied, MATRIX));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(2, files.count());
        }
    }

    @Test
    void rejectsWhatItCannotWrite() {
        Path file = folder.resolve("a.npy");
        assertRejected("INT", () -> Npy.write(file, Nd4j.createFromArray(1, 2)));
        assertRejected("[1, 1, 1]", () -> Npy.write(file, Nd4j.create(DataType.FLOAT, 1, 1, 1)));
    }

    @Test
    void missingFileIsNamed() {
        Path file = folder.resolve("nowhere.npy");
        assertTrue(assertThrows(NoSuchFileException.class, () -> Npy.read(file))
                .getMessage()
                .contains("nowhere.npy"));
        assertThrows(NoSuchFileException.class, () -> Npy.map(file));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "'|O';False;(1, 3);descr",
                "'<c8';False;(1, 3);descr",
                "'<f3';False;(1, 3);descr",
                "'<l';False;(1, 3);4 or 8 bytes",
                "[('a', '<f8')];False;(1, 3);record",
                "__import__('os').system('true');False;(1, 3);not understood",
                "'<f8';0;(1, 3);fortran_order",
                "'<f8';'True';(1, 3);fortran_order",
                "'<i2';False;(1, 3);asks for 134 bytes (int16 (1, 3)) and it has 152",
                "'|u1';False;(2, 2, 7);asks for 156 bytes",
                "'<f8';False;(0, 3037000500, 3037000500);asks for 128 bytes",
                "'<f8';False;(3L, 1.0L);shape",
                "'<f8';False;(3l,);shape",
                "'<f8';False;(3);shape",
                "'<f8';False;3;shape",
                "'<f8';False;(-1, -3);sizes",
                "'<f8';False;(1.0, 3);shape",
                "'<f8';False;(,);shape",
                "'<f8';False;(1,, 3);shape",
                "'<f8';False;(1, 3;not understood",
                "'<f8';False;(1, 4);asks for 160 bytes",
                "'<f8';False;(1, 2);asks for 144 bytes",
                "'<f8';False;(4294967296, 4294967296);overflows",
                "'<f8';False;(2305843009213693952, 1);sizes",
                "'<f8';False;(999999999999999999, 9);overflows",
                "'<f8';False;(99999999999999999999999999, 1);sizes",
                "'<f8';False;(0, 3);asks for 128 bytes",
                "'<f8';False;(0, 999999999999999999);asks for 128 bytes",
            })
    void rejectsHostileHeaders(String type, String fortran, String shape, String message) throws IOException {
        String header = "{'descr': " + type + ", 'fortran_order': " + fortran + ", 'shape': " + shape + ", }";
        Path file = file(npy(header, "00".repeat(24)));
        assertRejected(message, () -> Npy.read(file));
        assertRejected(message, () -> Npy.map(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{'descr': '<f8', 'fortran_order': False}",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), 'shape': (3,)}",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (3,)",
                "{'descr': '<f8' 'fortran_order': False, 'shape': (3,)}",
                "['descr', '<f8', 'fortran_order', False, 'shape', (3,)]"
            })
    void rejectsOtherDictionaries(String header) throws IOException {
        Path file = file(npy(header, "00".repeat(24)));
        assertRejected("array.npy is no .npy file", () -> Npy.read(file));
    }

    @Test
    void rejectsForeignAndTruncatedFiles() throws IOException {
        byte[] whole = npy(dictionary("<f4", "False", "(2, 3)"), FLOATS_C);
        for (int length = 0; length < whole.length; length++) {
            Path file = file(Arrays.copyOf(whole, length));
            assertRejected("array.npy is no .npy file", () -> Npy.read(file));
        }
        Path longer = file(Arrays.copyOf(whole, whole.length + 1));
        assertRejected("it has 153", () -> Npy.read(longer));

        byte[] foreign = "PK\u0003\u0004 this is a .npz file, not a .npy file".getBytes(StandardCharsets.UTF_8);
        Path zip = file(foreign);
        assertRejected("NUMPY", () -> Npy.read(zip));
        for (String magic :
                new String[] {"934e554d50590000", "934e554d50590400", "934e554d5059ff00", "934e554d50590101"}) {
            Path other = file(bytes(magic, 2, 10, "x".repeat(10), ""));
            assertRejected("version", () -> Npy.read(other));
        }
    }

    @Test
    void rejectsHeaderLengthsBeyondTheFile() throws IOException {
        String header = dictionary("<f4", "False", "(2, 3)");
        Path first = file(bytes("934e554d50590100", 2, 0xFFFF, header, FLOATS_C));
        assertRejected("ends within its header", () -> Npy.read(first));
        for (long length : new long[] {1 << 20, 0x7FFFFFFFL, 0xFFFFFFFFL}) {
            Path second = file(bytes("934e554d50590200", 4, length, header, FLOATS_C));
            assertRejected("header has " + length + " bytes", () -> Npy.read(second));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"()|8", "(0, 3)|0", "(3, 0)|0", "(0,)|0"})
    void mapsOnlyMatricesWithRowsAndColumns(String shape, int bytes) throws IOException {
        Path file = file(npy(dictionary("<f8", "False", shape), "00".repeat(bytes)));
        assertRejected("at least one row", () -> Npy.map(file));
    }

    @Test
    void mapsAVectorAsOneColumn() throws IOException {
        INDArray vector = Nd4j.createFromArray(1.5, -2, 3e-5);
        Path file = folder.resolve("vector.npy");
        Npy.write(file, vector);
        assertIdentical(vector.reshape(3, 1), Npy.map(file).batch(0));
    }

    /** Regular expressions with a repeated group overflow the stack; they would run as deep as the shape is long. */
    @ParameterizedTest
    @ValueSource(ints = {33, 2000, 21_000})
    void shapesOfManySizesAreRejected(int sizes) throws IOException {
        Path file = file(npy(dictionary("<f8", "False", "(" + "1, ".repeat(sizes) + ")"), ""));
        for (Executable reader : List.<Executable>of(() -> Npy.read(file), () -> Npy.map(file))) {
            assertRejected("rank " + sizes, reader);
            String message =
                    assertThrows(IllegalArgumentException.class, reader).getMessage();
            assertTrue(message.length() < 500, message);
        }
        Path digits = file(npy(dictionary("<f8", "False", "(" + "1".repeat(3 * sizes) + ",)"), ""));
        assertRejected("array.npy is no .npy file", () -> Npy.read(digits));
    }

    /** What is advised was tried in NumPy 2.4.6: astype loses the imaginary part of '<c8' and fails for '|V2'. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "<c8;array.real and array.imag",
                "<c16;array.real and array.imag",
                "<V2;it is bfloat16 if ml_dtypes, JAX or PyTorch wrote it",
                "<V2;(array.view('<u2').astype('<u4') << 16).view('<f4')",
                ">V2;(array.view('>u2').astype('<u4') << 16).view('<f4')",
                "|V4;convert them where they were made",
                "|O;np.array(array.tolist(), dtype='<f8')",
                "<f16;array.astype('<f8'), which is the most exact type",
                "<U5;array.astype('<f8') if they are numbers",
                "<M8[ns];array.astype('<i8'), whose unit is the array's",
                "<m8[s];array.astype('<i8'), whose unit is the array's",
                "<l;has 4 or 8 bytes, as the machine has it",
                "5;array.astype('<f8')"
            })
    void theAdviceFitsTheType(String type, String advice) throws IOException {
        Path file = file(npy(dictionary(type, "False", "(1, 2)"), "00".repeat(16)));
        assertRejected(advice, () -> Npy.read(file));
    }

    @Test
    void aNumberInParenthesesIsToldToBeNoTuple() throws IOException {
        Path file = file(npy(dictionary("<f8", "False", "(184)"), "00".repeat(8)));
        assertRejected("its shape is (184), a number in parentheses; a tuple of one size", () -> Npy.read(file));
    }

    @Test
    void controlCharactersAreNeverPrinted() throws IOException {
        for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            String header = dictionary("<f4", "False", "(2, 3)");
            byte[] wide = ("{'descr': '<f4'}" + header).getBytes(charset);
            byte[] magic = bytes("934e554d50590100", 2, wide.length + 2, "{}", "");
            byte[] all = Arrays.copyOf(magic, magic.length + wide.length);
            System.arraycopy(wide, 0, all, magic.length - 1, wide.length);
            all[all.length - 1] = '}';
            Path file = file(all);
            String message = assertThrows(IllegalArgumentException.class, () -> Npy.read(file))
                    .getMessage();
            assertTrue(message.chars().noneMatch(Character::isISOControl), message);
            assertTrue(message.contains("\\u0000"), message);
        }
    }

    @Test
    void tellsWhereAMappedFileHasNoNumber() throws IOException {
        INDArray array = Nd4j.create(DataType.FLOAT, 300, 4);
        array.putScalar(299, 2, Float.NaN);
        Path file = folder.resolve("nan.npy");
        Npy.write(file, array);
        Batches.Reader reader = Npy.map(file).reader();
        reader.rows(0, 0, 299);
        assertRejected("nan.npy has an entry that is NaN or infinite, at [299, 2]", () -> reader.rows(0, 290, 300));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "0, 1, 1", "0, -1, 1", "0, 2, 4", "0, 3, 4", "-1, 0, 1"})
    void readersRejectRangesBeyondTheBatch(long step, long from, long to) throws IOException {
        Path file = folder.resolve("a.npy");
        INDArray array = Nd4j.ones(DataType.DOUBLE, 3, 2);
        Npy.write(file, array);
        Batches.Reader mapped = Npy.map(file).reader();
        Batches.Reader wrapped = Batches.of(array).reader();
        assertThrows(IllegalArgumentException.class, () -> mapped.rows(step, from, to));
        assertThrows(IllegalArgumentException.class, () -> wrapped.rows(step, from, to));
    }

    /** Sparse files of 2.4 GB, zero but for the rows next to a segment's border and at the end. */
    @ParameterizedTest
    @ValueSource(strings = {"False", "True"})
    void mapsFilesLargerThanTwoGigabytes(String fortran) throws IOException {
        int rows = 300_000;
        int columns = 1000;
        byte[] header = npy(dictionary(">f8", fortran, "(" + rows + ", " + columns + ")"), "");
        Path file = folder.resolve("large.npy");
        long straddling = (1L << 30) / 8 / columns;
        long[] filled = {0, straddling, straddling + 1, rows - 1};
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.write(ByteBuffer.wrap(header));
            for (long row : filled) {
                for (int column = 0; column < columns; column++) {
                    long place = fortran.equals("True") ? column * (long) rows + row : row * columns + column;
                    ByteBuffer number = ByteBuffer.allocate(8).putDouble(0, row + column / 1024.0);
                    channel.write(number, header.length + 8 * place);
                }
            }
        }
        assertTrue(Files.size(file) > 2_400_000_000L);

        Batches.Reader reader = Npy.map(file).reader();
        for (long row : filled) {
            double[] read = reader.rows(0, row, row + 1).toDoubleMatrix()[0];
            for (int column = 0; column < columns; column++) {
                assertEquals(row + column / 1024.0, read[column]);
            }
        }
        double[][] around = reader.rows(0, straddling - 1, straddling + 3).toDoubleMatrix();
        assertEquals(0, around[0][999]);
        assertEquals(straddling + 999 / 1024.0, around[1][999]);
        assertEquals((double) straddling + 1, around[2][0]);
        assertEquals(0, around[3][0]);
    }
}
