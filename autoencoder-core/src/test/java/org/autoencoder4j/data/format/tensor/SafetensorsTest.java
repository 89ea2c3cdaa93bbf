package org.autoencoder4j.data.format.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.autoencoder4j.testsupport.Mutations;
import org.autoencoder4j.testsupport.PythonScript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SafetensorsTest {
    @TempDir
    private Path folder;

    private Path write(byte[] header, int data) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + data).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length).put(header);
        return Files.write(folder.resolve("some.safetensors"), bytes.array());
    }

    private Path write(String header, int data) throws IOException {
        return write(header.getBytes(StandardCharsets.UTF_8), data);
    }

    private static String tensor(String name, String type, String shape, long from, long to) {
        return "\"" + name + "\":{\"dtype\":\"" + type + "\",\"shape\":" + shape + ",\"data_offsets\":[" + from + ","
                + to + "]}";
    }

    private String refusal(String header, int data) throws IOException {
        return refusal(write(header, data));
    }

    private static String refusal(Path file) {
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> Safetensors.open(file))
                .getMessage());
        assertTrue(message.contains("some.safetensors"), message);
        return message;
    }

    /** The bit patterns and their numbers are those of IEEE 754 and of bfloat16, by hand; the last two of each are ends. */
    @ParameterizedTest
    @CsvSource({
        "F16, 003c00c00100ff7b007c, '1 -2 5.9604644775390625e-8 65504 Infinity'",
        "BF16, 803f00c00100807f, '1 -2 9.183549615799121e-41 Infinity'",
        "F32, 0000803f000000c0, '1 -2'",
        "F64, 000000000000f03f, '1'",
        "BOOL, 0001, '0 1'",
        "I8, 7f80, '127 -128'",
        "U8, 7fff, '127 255'",
        "I16, ff7f0080, '32767 -32768'",
        "U16, ff7fffff, '32767 65535'",
        "I32, ffffff7f00000080, '2147483647 -2147483648'",
        "U32, 00000080ffffffff, '2147483648 4294967295'",
        "I64, ffffffffffffffff0000000000000080, '-1 -9223372036854775808'",
        "U64, 01000000000000000108000000000080, '1 9223372036854777856'",
    })
    void numbersOfEachTypeAreRead(String type, String hex, String numbers) throws IOException {
        byte[] data = HexFormat.of().parseHex(hex);
        double[] expected = Arrays.stream(numbers.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        Path file = write("{" + tensor("a", type, "[" + expected.length + "]", 0, data.length) + "}", data.length);
        byte[] all = Files.readAllBytes(file);
        System.arraycopy(data, 0, all, all.length - data.length, data.length);
        Files.write(file, all);
        Safetensors tensors = Safetensors.open(file);
        assertEquals(TensorType.valueOf(type), tensors.entry("a").type());
        assertArrayEquals(expected, tensors.array("a", DataType.DOUBLE).toDoubleVector());
        INDArray floats = tensors.array("a", DataType.FLOAT);
        for (int i = 0; i < expected.length; i++) {
            assertEquals((float) expected[i], floats.getFloat(i));
        }
    }

    private Safetensors holding(String type, long bits) throws IOException {
        Path file = write("{" + tensor("a", type, "[1]", 0, 8) + "}", 8);
        byte[] all = Files.readAllBytes(file);
        ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN).putLong(all.length - 8, bits);
        Files.write(file, all);
        return Safetensors.open(file);
    }

    /**
     * 2^63 + 2^10 + 1 lies just above the middle of two doubles, 2^54 + 2^30 + 1 of two floats, and the double next to it in
     * the middle: rounded twice they would go down.
     */
    @Test
    void largeWholeNumbersAreRoundedOnce() throws IOException {
        Safetensors unsigned = holding("U64", (1L << 63) + (1L << 10) + 1);
        assertEquals(0x1p63 + 0x1p11, unsigned.array("a", DataType.DOUBLE).getDouble(0));
        Safetensors signed = holding("I64", (1L << 54) + (1L << 30) + 1);
        assertEquals(
                (float) ((1L << 54) + (1L << 30) + 1),
                signed.array("a", DataType.FLOAT).getFloat(0));
        assertEquals(0x1p54f + 0x1p31f, signed.array("a", DataType.FLOAT).getFloat(0));
    }

    @Test
    void numbersTooLargeForFloatAreNamed() throws IOException {
        Safetensors large = holding("F64", Double.doubleToLongBits(1e300));
        assertEquals(1e300, large.array("a", DataType.DOUBLE).getDouble(0));
        String message =
                String.valueOf(assertThrows(IllegalArgumentException.class, () -> large.array("a", DataType.FLOAT))
                        .getMessage());
        assertTrue(message.contains("tensor a has the number 1.0E300 at [0]"), message);
        assertTrue(message.contains("must be read as DOUBLE"), message);
        Safetensors infinite = holding("F64", Double.doubleToLongBits(Double.NEGATIVE_INFINITY));
        assertEquals(
                Float.NEGATIVE_INFINITY, infinite.array("a", DataType.FLOAT).getFloat(0));
    }

    @Test
    void allKindsAreWrittenAndReadBack() throws IOException {
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        tensors.put("single", Nd4j.createFromArray(new float[][] {{1, 2, 3}, {4, 5, 6}}));
        tensors.put(
                "aDouble",
                Nd4j.createFromArray(new double[][] {{1, 2, 3}, {4, 5, 6}}).dup('f'));
        tensors.put("scalar", Nd4j.scalar(0.1));
        tensors.put("empty", Nd4j.create(DataType.FLOAT, 0, 3));
        tensors.put("cube", Nd4j.arange(24).castTo(DataType.DOUBLE).reshape(2, 3, 4));
        tensors.put(
                "view",
                Nd4j.createFromArray(new float[][] {{1, 2, 3}, {4, 5, 6}}).getColumn(1));
        Path file = folder.resolve("some.safetensors");
        Safetensors.write(file, tensors, Map.of("who", "é\n"));
        Safetensors read = Safetensors.open(file);
        assertEquals(List.of("aDouble", "cube", "scalar", "empty", "single", "view"), List.copyOf(read.names()));
        assertEquals(Map.of("who", "é\n"), read.metadata());
        for (Map.Entry<String, INDArray> tensor : tensors.entrySet()) {
            INDArray expected = tensor.getValue();
            INDArray found = read.array(tensor.getKey(), expected.dataType());
            assertArrayEquals(expected.shape(), found.shape(), tensor.getKey());
            assertArrayEquals(flat(expected), flat(found), tensor.getKey());
        }
        byte[] bytes = Files.readAllBytes(file);
        assertEquals(0, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong() % 8);
        Safetensors.write(file, tensors, Map.of("who", "é\n"));
        assertArrayEquals(bytes, Files.readAllBytes(file));
    }

    @Test
    void largeTensorsAreReadPieceByPiece() throws IOException {
        INDArray many = Nd4j.arange((1 << 20) + 8195).castTo(DataType.FLOAT);
        Path file = folder.resolve("some.safetensors");
        Safetensors.write(file, Map.of("many", many), Map.of());
        INDArray read = Safetensors.open(file).array("many", DataType.DOUBLE);
        assertEquals(0, read.sub(many.castTo(DataType.DOUBLE)).amaxNumber().doubleValue());
    }

    @Test
    void numpyReadsAndWritesTheSame() throws IOException {
        PythonScript script = PythonScript.of(folder, "safetensors_numpy.py");
        Path file = folder.resolve("numpy.safetensors");
        JsonNode expected = script.run("write", file);
        Safetensors read = Safetensors.open(file);
        assertEquals("é", read.metadata().get("two\nlines"));
        assertEquals(16, read.names().size());
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        for (String name : read.names()) {
            INDArray array = read.array(name, DataType.DOUBLE);
            assertNumbers(expected.get(name), array, name);
            arrays.put(name, array);
            if (name.equals("F64")) {
                assertThrows(IllegalArgumentException.class, () -> read.array(name, DataType.FLOAT));
            } else {
                arrays.put(name + " as FLOAT", read.array(name, DataType.FLOAT));
            }
        }
        Path back = folder.resolve("back.safetensors");
        Safetensors.write(back, arrays, read.metadata());
        JsonNode found = script.run("read", back);
        assertEquals("é", found.get("metadata").get("two\nlines").asText());
        arrays.forEach((name, array) -> assertNumbers(found.get("tensors").get(name), array, name));
    }

    private static double[] flat(INDArray array) {
        return array.isEmpty()
                ? new double[0]
                : array.dup('c').reshape(array.length()).toDoubleVector();
    }

    private static void assertNumbers(JsonNode expected, INDArray array, String name) {
        long[] shape = new long[expected.get("shape").size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = expected.get("shape").get(i).asLong();
        }
        assertArrayEquals(shape, array.shape(), name);
        JsonNode numbers = expected.get("numbers");
        double[] found = flat(array);
        assertEquals(numbers.size(), found.length, name);
        for (int i = 0; i < found.length; i++) {
            String number = numbers.get(i).asText();
            double parsed = number.endsWith("inf")
                    ? number.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY
                    : Double.parseDouble(number);
            assertEquals(parsed, found[i], name + " " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{} \t\n ", "{\"__metadata__\":{\"a\":\"b\"}}"})
    void filesWithoutTensorsAreLegal(String header) throws IOException {
        assertTrue(Safetensors.open(write(header, 0)).names().isEmpty());
    }

    @Test
    void emptyTensorsLieAnywhere() throws IOException {
        String header = "{" + tensor("b", "F32", "[1]", 0, 4) + ","
                + tensor("a", "F32", "[0,4611686018427387904]", 0, 0) + "," + tensor("z", "I8", "[5,0]", 4, 4) + "}";
        // A size of 19 digits is refused, be the tensor empty or not.
        assertTrue(refusal(header, 4).contains("shape"));
        Safetensors read = Safetensors.open(write(header.replace("4611686018427387904", "999999999999999999"), 4));
        assertEquals(0, read.entry("a").length());
        assertEquals(0, read.array("a", DataType.FLOAT).length());
        assertArrayEquals(new long[] {5, 0}, read.array("z", DataType.FLOAT).shape());
    }

    @Test
    void hostileFilesAreRefused() throws IOException {
        String one = tensor("a", "F32", "[1]", 0, 4);
        assertTrue(refusal("{" + one + "," + one + "}", 4).contains("Duplicate"));
        assertTrue(
                refusal("{" + tensor("a", "F32", "[1000,1000]", 0, 4) + "}", 4).contains("4000000 bytes"));
        assertTrue(refusal("{" + tensor("a", "F32", "[1000,1000]", 0, 4000000) + "}", 4)
                .contains("cut off"));
        assertTrue(refusal("{" + one + "," + tensor("b", "F32", "[1]", 8, 12) + "}", 12)
                .contains("hole"));
        assertTrue(refusal("{" + tensor("a", "F32", "[1]", 4, 8) + "}", 8).contains("hole"));
        assertTrue(refusal("{" + one + "," + tensor("b", "F32", "[1]", 2, 6) + "}", 6)
                .contains("another"));
        assertTrue(refusal("{" + one + "," + tensor("b", "F32", "[1]", 0, 4) + "}", 4)
                .contains("another"));
        assertTrue(refusal("{" + one + "}", 5).contains("added to"));
        assertTrue(refusal("{" + tensor("a", "F8_E4M3", "[4]", 0, 4) + "}", 4).contains("F8_E4M3"));
        assertTrue(refusal("{" + tensor("a", "f32", "[1]", 0, 4) + "}", 4).contains("dtype"));
        assertTrue(refusal("{" + tensor("a", "F32", "[-1,-1]", 0, 4) + "}", 4).contains("shape"));
        assertTrue(refusal("{" + tensor("a", "F32", "[1.0]", 0, 4) + "}", 4).contains("shape"));
        assertTrue(refusal("{" + tensor("a", "F32", "[4294967296,4294967296]", 0, 0) + "}", 0)
                .contains("overflows"));
        assertTrue(refusal("{" + tensor("a", "F32", "[1]", 4, 0) + "}", 4).contains("data_offsets"));
        assertTrue(refusal("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4).contains("data_offsets"));
        assertTrue(refusal(one.replace("a\":{", "a\":{\"x\":1,").transform(t -> "{" + t + "}"), 4)
                .contains("field 'x'"));
        assertTrue(refusal("{\"__metadata__\":{\"a\":1}}", 0).contains("must be a text"));
        assertTrue(refusal("[1]", 0).contains("no JSON object"));
        assertTrue(refusal("{} {}", 0).contains("behind the end"));
        assertTrue(refusal("{\"a\":" + "[".repeat(100_000), 0).contains("object"));
        assertTrue(refusal("{" + tensor("a", "F32", "[".repeat(100_000), 0, 4) + "}", 4)
                .contains("shape"));
        assertTrue(refusal("", 0).contains("no JSON object"));
        assertTrue(refusal("{", 0).contains("no JSON"));
        assertTrue(refusal(write(new byte[] {'{', '"', (byte) 0xC3, '(', '"'}, 0))
                .contains("UTF-8"));
    }

    @Test
    void headersThatDoNotFitAreRefused() throws IOException {
        Path file = folder.resolve("some.safetensors");
        for (long length : new long[] {100, 100_000_001, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            ByteBuffer bytes = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
            Files.write(
                    file, bytes.putLong(length).put((byte) '{').put((byte) '}').array());
            assertTrue(refusal(file).contains(length == 100 ? "only 10" : "at most 100000000"), refusal(file));
        }
        Files.write(file, new byte[7]);
        assertTrue(refusal(file).contains("7 bytes"));
    }

    @Test
    void wrongArgumentsAreNamed() throws IOException {
        Path file = write("{" + tensor("a", "F32", "[1]", 0, 4) + "}", 4);
        Safetensors read = Safetensors.open(file);
        assertTrue(String.valueOf(assertThrows(IllegalArgumentException.class, () -> read.array("b", DataType.FLOAT))
                        .getMessage())
                .contains("it has a F32 [1]"));
        assertThrows(IllegalArgumentException.class, () -> read.array("a", DataType.INT32));
        Path other = folder.resolve("other");
        assertThrows(
                IllegalArgumentException.class,
                () -> Safetensors.write(other, Map.of("__metadata__", Nd4j.scalar(1.0)), Map.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> Safetensors.write(other, Map.of("a", Nd4j.createFromArray(1, 2)), Map.of()));
        assertTrue(Files.notExists(other));
        Files.write(file, new byte[1]);
        assertThrows(IOException.class, () -> read.array("a", DataType.FLOAT));
    }

    /** Damaged files are read or refused, by the documented exception, without more memory than the file gives reason for. */
    @Test
    void damagedFilesAreReadOrRefused() throws IOException {
        ByteArrayOutputStream original = new ByteArrayOutputStream();
        String header = "{\"__metadata__\":{\"a\":\"b\"}," + tensor("W", "F16", "[3,2]", 0, 12) + ","
                + tensor("b", "F64", "[2]", 12, 28) + "}";
        original.write(Files.readAllBytes(write(header, 28)));
        Path file = folder.resolve("some.safetensors");
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int read = 0;
        for (int number = 0; number < 1000; number++) {
            byte[] mutated = Mutations.of(3).mutate(original.toByteArray(), number);
            Files.write(file, mutated);
            long before = thread.getCurrentThreadAllocatedBytes();
            long numbers = 0;
            try {
                Safetensors tensors = Safetensors.open(file);
                for (String name : tensors.names()) {
                    numbers += tensors.array(name, DataType.FLOAT).length();
                }
                read++;
            } catch (IllegalArgumentException e) {
                String message = String.valueOf(e.getMessage());
                assertTrue(message.contains("some.safetensors") && message.length() < 1000, message);
                assertTrue(message.chars().noneMatch(Character::isISOControl), message);
            }
            long bytes = thread.getCurrentThreadAllocatedBytes() - before + numbers * Float.BYTES;
            assertTrue(bytes <= 4L * mutated.length + (64 << 20), number + " took " + bytes + " bytes");
        }
        assertTrue(read > 5 && read < 950, "read " + read);
    }
}
