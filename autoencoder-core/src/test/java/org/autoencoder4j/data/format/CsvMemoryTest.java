package org.autoencoder4j.data.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.autoencoder4j.backend.OtherJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Small compressed files that hold more than the heap, read in a program with little of it. */
class CsvMemoryTest {
    private static final int HEAP = 64 << 20;
    private static final int BOMB = 4 * HEAP;

    @TempDir
    private Path folder;

    /** Reads a file and prints its size, or why it is refused. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws IOException {
            try {
                INDArray numbers = Csv.read(
                                Path.of(arguments[0]), DataType.DOUBLE, ColumnSelection.all(), CsvHeader.AUTO)
                        .numbers();
                System.out.println(numbers.rows() + " x " + numbers.columns() + ", sum " + numbers.sumNumber());
            } catch (IllegalArgumentException e) {
                System.out.println(e.getMessage().substring(arguments[0].length()));
            }
        }
    }

    private String outcome(String head, String repeated, int bytes) throws IOException, InterruptedException {
        Path file = folder.resolve("table.csv.gz");
        byte[] piece = repeated.repeat((1 << 13) / repeated.length()).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(head.getBytes(StandardCharsets.UTF_8));
            for (int written = 0; written < bytes; written += piece.length) {
                out.write(piece);
            }
        }
        assertTrue(Files.size(file) < HEAP / 50, "a small file of " + Files.size(file));
        OtherJvm.Outcome outcome = OtherJvm.run(
                Program.class,
                OtherJvm.classPath().toList(),
                List.of("-Xmx" + HEAP, "-Dorg.bytedeco.javacpp.maxphysicalbytes=0"),
                List.of(file.toString()),
                Map.of());
        assertEquals(List.of(), outcome.errors());
        assertEquals(1, outcome.output().size(), () -> outcome.output().toString());
        return outcome.output().get(0);
    }

    private void assertRefused(String head, String repeated, String start, String parts) throws Exception {
        String told = outcome(head, repeated, BOMB);
        assertTrue(
                told.matches(start + ": reading up to here takes " + parts
                        + "; they may take at most 32 MiB, half of Java's heap\\. Give Java more \\(-Xmx\\), select"
                        + " fewer columns, or save the table as \\.npy, which can be mapped"),
                told);
    }

    @Test
    void moreNumbersThanTheHeapHoldsAreRefused() throws Exception {
        assertRefused(
                "1,2,3,5\n",
                "0,0,0,0\n",
                ", line 10\\d{5}",
                "3[12] MiB of memory for the numbers and 0 MiB for the longest line");
    }

    @Test
    void longerLinesThanTheHeapHoldsAreRefused() throws Exception {
        String line = "0 MiB of memory for the numbers and 3[23] MiB for the longest line";
        assertRefused("", "0,", ", line 1", line);
        assertRefused("name,\"", "x", ", line 1", line);
        assertRefused("1,2\n3,4\n", " ", ", line 3", line);
    }

    /** Two lines of 150000 columns take almost all that they may, the empty lines after them nothing, and a column fills it. */
    @Test
    void whatIsAllowedCanBeRead() throws Exception {
        String line = "0,".repeat(149_999) + "1\n";
        assertEquals("2 x 150000, sum 2.0", outcome(line + line, "\n", HEAP));
        assertEquals("4096000 x 1, sum 4096000.0", outcome("", "1\n", 1000 << 13));
    }
}
