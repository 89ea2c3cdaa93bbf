package org.autoencoder4j.data.format;

import static org.autoencoder4j.data.Messages.assertRejected;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NpzTest {
    private static final INDArray MATRIX =
            Nd4j.linspace(DataType.DOUBLE, -3, 0.25, 600).reshape('c', 60, 10);
    private static final INDArray VECTOR = Nd4j.createFromArray(1.5f, 2, -3);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("a.npz");
    }

    private byte[] npy(INDArray array) throws IOException {
        Path single = folder.resolve("single.npy");
        Npy.write(single, array);
        return Files.readAllBytes(single);
    }

    private Path zip(boolean stored, Map<String, byte[]> members) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> member : members.entrySet()) {
                ZipEntry entry = new ZipEntry(member.getKey());
                if (stored) {
                    CRC32 checksum = new CRC32();
                    checksum.update(member.getValue());
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(member.getValue().length);
                    entry.setCrc(checksum.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(member.getValue());
                zip.closeEntry();
            }
        }
        return file;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void membersAreReadByNameOrAsTheOnlyMatrix(boolean stored) throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("bias.npy", npy(VECTOR));
        members.put("W_enc.npy", npy(MATRIX));
        members.put("note.txt", "no array".getBytes(StandardCharsets.UTF_8));
        zip(stored, members);
        assertEquals(List.of("bias", "W_enc", "note.txt"), Npz.names(file));
        assertIdentical(MATRIX, Npz.read(file, DataType.DOUBLE));
        assertIdentical(MATRIX.castTo(DataType.FLOAT), Npz.read(file, "W_enc", DataType.FLOAT));
        assertIdentical(VECTOR.castTo(DataType.DOUBLE), Npz.read(file, "bias", DataType.DOUBLE));
        assertRejected(
                "a.npz has no array of the name \"w\"; it has bias float32 (3,), W_enc float64 (60, 10), note.txt (cannot"
                        + " be read)",
                () -> Npz.read(file, "w", DataType.FLOAT));
        assertRejected(
                "a.npz, member \"note.txt\" is no .npy file that can be read: it does not begin with \\x93NUMPY",
                () -> Npz.read(file, "note.txt", DataType.FLOAT));
    }

    @Test
    void whichMatrixIsMeantMustBeClear() throws IOException {
        Npz.write(file, Map.of("v", VECTOR));
        assertIdentical(VECTOR, Npz.read(file, DataType.FLOAT));
        Npz.write(file, sorted("a", MATRIX, "b", MATRIX));
        assertRejected(
                "a.npz has several arrays that may be meant: name one of them; it has a float64 (60, 10), b float64",
                () -> Npz.read(file, DataType.FLOAT));
        Npz.write(file, Map.of("scalar", Nd4j.scalar(2.0)));
        assertRejected("a.npz has no matrix; it has scalar float64 ()", () -> Npz.read(file, DataType.FLOAT));
        Map<String, INDArray> many = new LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            many.put("m" + i, VECTOR);
        }
        Npz.write(file, many);
        assertRejected("m11 float32 (3,) and 8 more", () -> Npz.read(file, DataType.FLOAT));
    }

    private static Map<String, INDArray> sorted(String a, INDArray first, String b, INDArray second) {
        Map<String, INDArray> map = new LinkedHashMap<>();
        map.put(a, first);
        map.put(b, second);
        return map;
    }

    @Test
    void whatIsWrittenIsReadAndIsTheSameEachTime() throws IOException {
        Map<String, INDArray> arrays = sorted("one", MATRIX.dup('f'), "two", VECTOR);
        Npz.write(file, arrays);
        byte[] first = Files.readAllBytes(file);
        Npz.write(file, arrays);
        assertArrayEquals(first, Files.readAllBytes(file));
        INDArray read = Npz.read(file, "one", DataType.DOUBLE);
        assertIdentical(MATRIX, read);
        assertEquals('f', read.ordering());
        assertRejected("number of arrays = 0", () -> Npz.write(file, Map.of()));
        assertRejected("name of an array is empty", () -> Npz.write(file, Map.of(" ", VECTOR)));
        assertRejected(
                "x has shape [1, 1, 1]", () -> Npz.write(file, Map.of("x", Nd4j.create(DataType.FLOAT, 1, 1, 1))));
        assertRejected("x is INT", () -> Npz.write(file, Map.of("x", Nd4j.createFromArray(1))));
        assertArrayEquals(first, Files.readAllBytes(file), "what was refused changes nothing");
    }

    @Test
    void filesThatAreNoneAreToldByName() throws IOException {
        assertThrows(NoSuchFileException.class, () -> Npz.names(folder.resolve("none.npz")));
        Files.writeString(file, "no zip");
        assertRejected("a.npz is no .npz file that can be read: ", () -> Npz.read(file, DataType.FLOAT));
        Npz.write(file, Map.of("a", MATRIX));
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRejected("a.npz is no .npz file that can be read: ", () -> Npz.read(file, DataType.FLOAT));
        }
        zip(true, Map.of());
        assertRejected("a.npz", () -> Npz.read(file, DataType.FLOAT));
    }

    /** The JDK's reader gives the changed number without a word. */
    @Test
    void changedNumbersAreNoticedByTheChecksum() throws IOException {
        zip(true, Map.of("a.npy", npy(MATRIX)));
        byte[] bytes = Files.readAllBytes(file);
        bytes[1000] ^= 1;
        Files.write(file, bytes);
        assertRejected(
                "a.npz is damaged: member \"a.npy\": its size or its checksum is not the one",
                () -> Npz.read(file, DataType.DOUBLE));
    }

    /** A directory that claims 2^40 bytes: nothing is allocated for them. */
    @Test
    void declaredSizesAreNotBelieved() throws IOException {
        String text = "{'descr': '|u1', 'fortran_order': False, 'shape': (1000000000, 2), }";
        ByteBuffer header = ByteBuffer.allocate(10 + text.length()).order(ByteOrder.LITTLE_ENDIAN);
        header.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) text.length());
        header.put(text.getBytes(StandardCharsets.US_ASCII));
        zip(false, Map.of("a.npy", header.array()));
        assertRejected("a.npz has no matrix; it has a (cannot be read)", () -> Npz.read(file, DataType.FLOAT));
        assertRejected("its header asks for 2000000078 bytes", () -> Npz.read(file, "a", DataType.FLOAT));
        ByteBuffer zip = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int directory = zip.getInt(zip.capacity() - 6);
        assertEquals(0x02014B50, zip.getInt(directory));
        zip.putInt(directory + 24, 2_000_000_078);
        Files.write(file, zip.array());
        assertRejected("its size or its checksum is not the one", () -> Npz.read(file, DataType.FLOAT));
    }

    @Test
    void namesOccurOnce() throws IOException {
        byte[] array = npy(VECTOR);
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("a.npy", array);
        members.put("b.npy", array);
        byte[] bytes = Files.readAllBytes(zip(true, members));
        String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("b.npy", "a.npy");
        Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
        assertRejected("it has two members of the name \"a.npy\"", () -> Npz.names(file));
        assertTrue(Files.exists(file));
    }
}
