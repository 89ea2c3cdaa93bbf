package org.autoencoder4j.data.format;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Files that NumPy writes are read bit for bit as NumPy converts them, and the other way round; where there is NumPy. */
class NumPyFilesTest {
    private static final List<DataType> TYPES = List.of(DataType.FLOAT, DataType.DOUBLE);

    @TempDir
    private static Path folder;

    @FunctionalInterface
    private interface FileReader {
        INDArray read(Path file, DataType type) throws IOException;
    }

    @BeforeAll
    static void writeWithNumPy() throws Exception {
        assumeTrue(
                python("-c", "import numpy").status() == 0,
                "skipped: there is no python3 with NumPy on the PATH, which writes the files that are read");
        Outcome outcome = python(script(), "write", folder.toString());
        assertEquals(0, outcome.status(), outcome.output());
    }

    private record Outcome(int status, String output) {}

    private static Outcome python(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3"));
        command.addAll(Arrays.asList(arguments));
        Path output = folder.resolve("python.txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            assertTrue(process.waitFor(2, TimeUnit.MINUTES), "Python must end");
            return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return new Outcome(-1, String.valueOf(e.getMessage()));
        }
    }

    private static String script() throws URISyntaxException {
        URL script = Objects.requireNonNull(NumPyFilesTest.class.getResource("/numpy/files.py"));
        return Path.of(script.toURI()).toString();
    }

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    /** What NumPy makes of a file's numbers. */
    private static INDArray expected(String name, DataType type) throws IOException {
        return Npy.read(folder.resolve(name + (type == DataType.FLOAT ? ".f4" : ".f8")));
    }

    private static void assertRead(Path file, FileReader reader) throws IOException {
        for (DataType type : TYPES) {
            assertIdentical(expected(file.getFileName().toString(), type), reader.read(file, type));
        }
    }

    @Test
    void everyTypeOrderAndShapeIsRead() throws IOException {
        List<Path> files = files(".npy");
        assertEquals(21 * 6 * 2 + 3, files.size());
        for (Path file : files) {
            assertRead(file, Npy::read);
            if (!file.toString().contains("scalar")) {
                assertRead(file, (path, type) -> {
                    INDArray matrix = Npy.map(path, type).batch(0);
                    return path.toString().contains("vector") ? matrix.reshape(matrix.length()) : matrix;
                });
            }
        }
    }

    @Test
    void archivesAreRead() throws IOException {
        List<Path> files = files(".npz");
        assertEquals(4, files.size());
        for (Path file : files) {
            List<String> names = Npz.names(file);
            assertEquals(21, names.size());
            for (String name : names) {
                for (DataType type : TYPES) {
                    assertIdentical(expected(name, type), Npz.read(file, name, type));
                }
            }
        }
    }

    @Test
    void idxFilesAreRead() throws IOException {
        assertEquals(18, files(".idx").size());
        assertEquals(18, files(".idx.gz").size());
        for (String ending : List.of(".idx", ".idx.gz")) {
            for (Path file : files(ending)) {
                assertRead(file, Idx::read);
            }
        }
    }

    /** Single files of every eighth array, as each is forced to the disk, and all arrays in one archive. */
    @Test
    void numPyReadsWhatIsWrittenAndWritesTheSameBytes() throws Exception {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        Path written = Files.createDirectory(folder.resolve("written"));
        int single = 0;
        for (String ending : List.of(".f4", ".f8")) {
            for (Path file : files(".npy" + ending)) {
                INDArray array = Npy.read(file);
                String name = file.getFileName().toString();
                Files.copy(file, written.resolve(name));
                if (arrays.size() % 8 == 0) {
                    Path copy = written.resolve(name + ".java.npy");
                    Npy.write(copy, array);
                    assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(copy));
                    single++;
                }
                arrays.put(name, array);
            }
        }
        Npz.write(written.resolve("java.npz"), arrays);
        Outcome outcome = python(script(), "check", written.toString());
        assertEquals(0, outcome.status(), outcome.output());
        assertEquals("compared " + (arrays.size() + single), outcome.output().strip());
        assertEquals(2 * (21 * 6 * 2 + 3), arrays.size());
    }
}
