package org.autoencoder4j.examples.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.examples.Execution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** How the examples read files: the first line of a table, and what they say of files that cannot be used. */
class ReadingTest {
    @TempDir
    Path folder;

    private Execution run(String example, Path data, String... options) {
        List<String> arguments = new ArrayList<>(List.of(example, "--data", data.toString()));
        arguments.addAll(Arrays.asList(options));
        return Execution.in(folder.resolve(example), arguments.toArray(String[]::new));
    }

    private Path csv(String first, int rows, int columns) throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        String numbers = IntStream.range(0, rows)
                .mapToObj(row -> random.doubles(columns)
                        .mapToObj(x -> String.format(Locale.ROOT, "%.4f", x))
                        .collect(Collectors.joining(",")))
                .collect(Collectors.joining("\n"));
        return Files.writeString(folder.resolve("data.csv"), first + numbers + "\n");
    }

    @Test
    void theSummarySaysWhatTheFirstLineWasTakenFor() throws IOException {
        Path named = csv("a,\"b, c\",d,e\n", 40, 4);
        Execution run = run("recover", named).succeeded();
        assertEquals("header: a, b, c, d, e", run.results().path("firstLine").textValue());
        assertEquals("auto", run.summary().path("parameters").path("header").textValue());
        assertEquals(40, run.result("samples"));
        Execution none = run("recover", csv("", 40, 4)).succeeded();
        assertEquals("numbers", none.results().path("firstLine").textValue());

        Path numbered = csv("0,1,2,3\n", 40, 4);
        run("recover", numbered).failed(2, "data.csv, line 1 may be a header or not");
        Execution no = run("recover", numbered, "--header", "no").succeeded();
        assertEquals(41, no.result("samples"));
        Execution yes = run("recover", numbered, "--header", "yes").succeeded();
        assertEquals(40, yes.result("samples"));
        assertEquals("header: 0, 1, 2, 3", yes.results().path("firstLine").textValue());

        String model = yes.folder().toString();
        Execution encoded = run("encode", numbered, "--autoencoder", model).succeeded();
        assertEquals("yes", encoded.summary().path("parameters").path("header").textValue(), "as it was learned");
        assertEquals(40, encoded.result("samples"));
        assertEquals("header: 0, 1, 2, 3", encoded.results().path("firstLine").textValue());
        Execution other = run("encode", csv("", 30, 4), "--autoencoder", model, "--header", "no")
                .succeeded();
        assertEquals(30, other.result("samples"));
    }

    @Test
    void kernelReadsAFirstLineAsItIsTold() throws IOException {
        Path numbered = csv("1990,1991,1992\n", 12, 3);
        run("kernel", numbered).failed(2, "line 1 may be a header or not");
        Execution kernel = run("kernel", numbered, "--header", "yes", "--widths", "100,400");
        assertEquals(
                "header: 1990, 1991, 1992", kernel.results().path("firstLine").textValue());
    }

    @Test
    void samplesThatDoNotDifferAreNamed() throws IOException {
        Path row = folder.resolve("row.npy");
        Npy.write(row, Nd4j.rand(DataType.FLOAT, 1, 500));
        run("recover", row).failed(2, "row.npy gives one sample only, [1, 500]");
        run("recover", csv("", 1, 3)).failed(2, "data.csv gives one sample only, [1, 3]");
        run("recover", csv("", 32, 1)).failed(2, "data.csv gives one sample only, [1, 32]");
        Path black = folder.resolve("black.png");
        ImageIO.write(new BufferedImage(20, 20, BufferedImage.TYPE_INT_ARGB), "png", black.toFile());
        run("recover", black).failed(2, "the samples [169, 64] are all equal, beginning with 0.0");
        Path equal = Files.writeString(folder.resolve("equal.csv"), "0.1,0.7\n".repeat(3000));
        for (String type : new String[] {"float", "double"}) {
            run("recover", equal, "--dtype", type).failed(2, "the samples [3000, 2] are all equal");
        }
        Path last = Files.writeString(folder.resolve("last.csv"), "0.1,0.7\n".repeat(3000) + "0.1,0.8\n");
        assertFalse(run("recover", last).err().contains("all equal"));
    }

    @Test
    void filesThatAreTooSmallAreNamedWithTheOption() throws IOException {
        run("recover", csv("", 10, 1)).failed(2, "data.csv has 10 values; a window of 32 values (--window) must fit");
        Path small = folder.resolve("small.png");
        ImageIO.write(new BufferedImage(5, 9, BufferedImage.TYPE_INT_RGB), "png", small.toFile());
        run("recover", small).failed(2, "small.png has 9 x 5 pixels; a patch of 8 x 8 pixels (--shape) must fit");
    }

    @Test
    void numbersThatAreTooLargeForFloatAreNamed() throws IOException {
        Path file = folder.resolve("large.npy");
        Npy.write(file, Nd4j.createFromArray(new double[][] {{1, 2}, {-1e39, 3}, {2, 2}}));
        run("recover", file).failed(2, "large.npy has the number -1.0E39 at [1, 0], which is too large for FLOAT");
        Npy.write(file, Nd4j.createFromArray(new double[][] {{1, 2}, {Double.NaN, 3}, {2, 2}}));
        run("recover", file).failed(2, "large.npy has an entry that is NaN or infinite, at [1, 0]");
        run("recover", csv("", 5, 2), "--header", "no").succeeded();
        run("recover", file, "--header", "no").failed(2, "--header tells of a CSV file only");
    }

    /** A sparse file of 2^28 bytes and a few, zero but for its end. */
    @Test
    void aLongVectorIsASeriesAsAShortOneIs() throws IOException {
        Path file = folder.resolve("long.npy");
        long length = (1L << 26) + 1000;
        INDArray end = Nd4j.createFromArray(1f, 2f, 3f);
        Npy.write(file, end);
        byte[] header = Files.readAllBytes(file);
        String text = new String(header, 0, 128, StandardCharsets.ISO_8859_1)
                .replace("(3,), }       ", "(" + length + ",), }");
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)), 0);
            channel.write(ByteBuffer.wrap(header, 128, 12), 128 + 4 * (length - 3));
        }
        Batches windows =
                Sampling.ofTable(file, TableText.USUAL, 4, DataType.FLOAT).batches();
        assertEquals(4, windows.features());
        assertTrue(windows.size() >= 20_000, windows.toString());
    }
}
