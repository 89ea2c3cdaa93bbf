package org.autoencoder4j.data.format;

import static org.autoencoder4j.data.Messages.assertRejected;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class IdxTest {
    private static final String PICTURES = "00000803" + "00000002" + "00000002" + "00000001" + "00ff8001";
    private static final INDArray GREY = Nd4j.createFromArray(new double[][] {{0, 255}, {128, 1}});

    @TempDir
    private Path folder;

    private Path idx(String hex) throws IOException {
        return Files.write(folder.resolve("a-ubyte"), HexFormat.of().parseHex(hex));
    }

    private static byte[] compressed(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({
        "0000080200000002000000020005ff80, 0, 5, 255, 128",
        "0000090200000002000000020005ff80, 0, 5, -1, -128",
        "00000b020000000200000002000000058000ffff, 0, 5, -32768, -1",
        "00000c0200000002000000020000000000000005 80000000ffffffff, 0, 5, -2147483648, -1",
        "00000d0200000002000000023f800000c000000000000000 40000000, 1, -2, 0, 2",
        "00000e0200000002000000023ff0000000000000c00000000000000000000000000000004000000000000000, 1, -2, 0, 2",
    })
    void everyTypeIsRead(String hex, double a, double b, double c, double d) throws IOException {
        Path file = idx(hex.replace(" ", ""));
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            INDArray expected =
                    Nd4j.createFromArray(new double[][] {{a, b}, {c, d}}).castTo(type);
            assertIdentical(expected, Idx.read(file, type));
            assertIdentical(expected, Idx.map(file, type).batch(0));
        }
    }

    @Test
    void picturesAreSamplesCompressedOrNot() throws IOException {
        Path file = idx(PICTURES);
        assertIdentical(GREY, Idx.read(file, DataType.DOUBLE));
        assertIdentical(GREY, Idx.map(file, DataType.DOUBLE).batch(0));
        Files.write(file, compressed(Files.readAllBytes(file)));
        assertIdentical(GREY, Idx.read(file, DataType.DOUBLE));
        assertIdentical(GREY, Idx.map(file, DataType.DOUBLE).batch(0));
        Path labels = idx("00000801000000030a0b0c");
        assertIdentical(Nd4j.createFromArray(10.0, 11, 12), Idx.read(labels, DataType.DOUBLE));
        Files.write(labels, compressed(Files.readAllBytes(labels)));
        assertIdentical(
                Nd4j.createFromArray(10.0, 11, 12).reshape(3, 1),
                Idx.map(labels, DataType.DOUBLE).batch(0));
    }

    @ParameterizedTest
    @CsvSource({
        "'', ends within its header",
        "000008, ends within its header",
        "0000080200000002, ends within its header",
        "01000801000000010a, does not begin with two bytes that are 0",
        "00000a01000000010a, 'the type, is 10'",
        "0000080000000001, the number of axes is 0",
        "000008ff00000001, 'the number of axes, is 255'",
        "00000801000000020a, 'asks for 10 bytes (uint8 (2,)) and it has 9'",
        "00000801000000010a0b, 'asks for 9 bytes'",
        "00000803ffffffffffffffffffffffff0a, its shape overflows",
        "00000802ffffffff7fffffff0a, and it has 13",
    })
    void hostileHeadersAreRefused(String hex, String message) throws IOException {
        Path file = idx(hex);
        String told = message.replace("axes is", "axes, is");
        assertRejected(told, () -> Idx.read(file, DataType.FLOAT));
        assertRejected("a-ubyte is no IDX file", () -> Idx.map(file, DataType.FLOAT));
        Files.write(file, compressed(HexFormat.of().parseHex(hex)));
        assertRejected(told, () -> Idx.read(file, DataType.FLOAT));
    }

    @Test
    void damageAndAbsenceAreTold() throws IOException {
        byte[] whole = compressed(HexFormat.of().parseHex(PICTURES));
        Path file = folder.resolve("a.gz");
        for (int length = 2; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRejected("a.gz is no whole .gz file: ", () -> Idx.read(file, DataType.FLOAT));
        }
        assertThrows(NoSuchFileException.class, () -> Idx.read(folder.resolve("none"), DataType.FLOAT));
        assertRejected("at least one row", () -> Idx.map(idx("0000080100000000"), DataType.FLOAT));
        assertRejected("INT", () -> Idx.read(file, DataType.INT32));
    }
}
