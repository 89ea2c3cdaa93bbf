package org.autoencoder4j.examples.dictionary;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.data.format.Npz;
import org.autoencoder4j.data.format.tensor.Safetensors;
import org.autoencoder4j.examples.Execution;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** {@code recover}, {@code encode} and {@code kernel} with files of other formats than tables of text. */
class OwnFormatsTest {
    @TempDir
    private Path folder;

    private final RandomGenerator random = RandomStreams.of(8).at("test", 0, 0);

    private Execution run(String example, Path data, String... options) {
        List<String> arguments = new ArrayList<>(List.of(example, "--data", data.toString()));
        arguments.addAll(Arrays.asList(options));
        return Execution.in(folder.resolve(example), arguments.toArray(String[]::new));
    }

    /** Whole numbers from 0 to 255, whose features have very different sizes. */
    private INDArray bytes(int rows, int columns) {
        INDArray array = Nd4j.create(rows, columns);
        for (int i = 0; i < rows * columns; i++) {
            int most = 255 >> (i % columns);
            array.putScalar(i / columns, i % columns, random.nextInt(most + 1));
        }
        return array;
    }

    private Path idx(INDArray array) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(16 + (int) array.length());
        bytes.putInt(0x803).putInt(array.rows()).putInt(array.columns() / 2).putInt(2);
        for (double value : array.ravel().toDoubleVector()) {
            bytes.put((byte) (int) value);
        }
        return Files.write(folder.resolve("digits"), bytes.array());
    }

    @Test
    void everyFormatGivesTheSameDictionary() throws IOException {
        INDArray array = bytes(300, 6);
        Path npy = folder.resolve("a.npy");
        Npy.write(npy, array);
        Path npz = folder.resolve("a.npz");
        Npz.write(npz, Map.of("x", array, "labels", Nd4j.createFromArray(1.0, 2)));
        Execution first = run("recover", npy).succeeded();
        INDArray weights = Npy.read(first.folder().resolve("W.npy"));
        assertEquals("float32 (300, 6)", first.results().path("read").textValue());
        Execution archive = run("recover", npz).succeeded();
        assertIdentical(weights, Npy.read(archive.folder().resolve("W.npy")));
        assertEquals("x float32 (300, 6)", archive.results().path("read").textValue());
        Path idx = idx(array);
        Execution pictures = run("recover", idx).succeeded();
        assertIdentical(weights, Npy.read(pictures.folder().resolve("W.npy")));
        String told = "uint8 (300, 3, 2), read as 300 x 6: the first axis are the samples";
        assertEquals(told, pictures.results().path("read").textValue());
        assertTrue(pictures.out().contains(told), pictures.out());
        Execution encoded = run(
                        "encode", npz, "--autoencoder", pictures.folder().toString())
                .succeeded();
        assertEquals(first.result("r2"), encoded.result("r2"), 1e-6);
    }

    @Test
    void theArrayOfAnArchiveIsRemembered() throws IOException {
        Path npz = folder.resolve("a.npz");
        Npz.write(npz, Map.of("x", bytes(60, 4), "y", bytes(60, 5)));
        run("recover", npz).failed(2, "a.npz has several arrays that may be meant: name one of them");
        Execution learned = run("recover", npz, "--array", "y").succeeded();
        assertEquals(5, learned.result("features"));
        Execution encoded =
                run("encode", npz, "--autoencoder", learned.folder().toString()).succeeded();
        assertEquals("y float32 (60, 5)", encoded.results().path("read").textValue());
        run("recover", npz, "--array", "z").failed(2, "a.npz has no array of the name \"z\"");
        Path idx = idx(bytes(20, 4));
        run("recover", idx, "--array", "y").failed(2, "--array y selects from an .npz or .safetensors file only");
        run("recover", idx, "--columns", "1").failed(2, "--columns 1 selects from a CSV file only");
        run("kernel", npz, "--array", "x", "--widths", "100,400", "--ladder-samples", "2");
        run("kernel", npz).failed(2, "a.npz has several arrays");
    }

    /** What told of one file has no meaning for the next, and what is needed for that can be said. */
    @Test
    void codesAreOfFilesOfAnyFormat() throws IOException {
        INDArray array = bytes(60, 4);
        Path tensors = folder.resolve("a.safetensors");
        Safetensors.write(tensors, Map.of("layer.0", array, "layer.1", bytes(60, 5)), Map.of());
        run("recover", tensors).failed(2, "name one of them; it has layer.0 F32 [60, 4], layer.1 F32 [60, 5]");
        Execution learned = run("recover", tensors, "--array", "layer.0").succeeded();
        String saved = learned.folder().toString();
        Path npy = folder.resolve("b.npy");
        Npy.write(npy, array);
        Path npz = folder.resolve("c.npz");
        Npz.write(npz, Map.of("x", array, "y", array));
        Path shards = Files.createDirectory(folder.resolve("shards"));
        Npy.write(shards.resolve("0.npy"), array);
        Path text = Files.writeString(
                folder.resolve("d.csv"),
                Arrays.stream(array.toDoubleMatrix())
                        .map(row -> Arrays.stream(row).mapToObj(x -> x + "").collect(Collectors.joining(",")))
                        .collect(Collectors.joining("\n")));
        for (Path other : List.of(tensors, npy, shards, text)) {
            Execution encoded = run("encode", other, "--autoencoder", saved).succeeded();
            assertEquals(learned.result("r2"), encoded.result("r2"), 1e-6);
        }
        run("encode", npz, "--autoencoder", saved)
                .failed(2, "c.npz has several arrays that may be meant: name one of them");
        run("encode", npz, "--autoencoder", saved, "--array", "y").succeeded();
        Path single = folder.resolve("single.npz");
        Npz.write(single, Map.of("other", array));
        run("encode", single, "--autoencoder", saved).succeeded();
        run("encode", npy, "--autoencoder", saved, "--columns", "1-4").failed(2, "--columns 1-4 selects");
        run("kernel", npy, "--synthetic", "--header", "no").failed(2, "exclude each other");
        Execution.in(folder.resolve("none"), "kernel", "--decimal", "comma")
                .failed(2, "--decimal COMMA has a meaning for a table or an array in a file (--data) only");
    }

    @Test
    void howATextIsReadIsRemembered() throws IOException {
        StringBuilder text = new StringBuilder("sep=;\nid;width;height;depth\n");
        for (int i = 0; i < 80; i++) {
            text.append("n").append(i);
            for (int j = 0; j < 3; j++) {
                text.append(";").append(random.nextInt(10)).append(",").append(random.nextInt(1000));
            }
            text.append("\n");
        }
        Path file = Files.writeString(folder.resolve("a.csv"), text);
        Execution run = run("recover", file, "--columns", "height,width,4", "--decimal", "comma")
                .succeeded();
        assertEquals(
                "header: height, width, depth", run.results().path("firstLine").textValue());
        assertEquals("a table of 80 x 3", run.results().path("read").textValue());
        Execution encoded =
                run("encode", file, "--autoencoder", run.folder().toString()).succeeded();
        assertEquals(run.result("r2"), encoded.result("r2"), 1e-6);
        run("recover", file, "--columns", "length").failed(2, "a.csv has no column of the name \"length\"");
        Path npy = folder.resolve("a.npy");
        Npy.write(npy, bytes(20, 4));
        run("recover", npy, "--decimal", "comma").failed(2, "--decimal tells of a CSV file only");
    }

    /** What centring does not change, and standardising and whitening do. */
    @Test
    void samplesAreDoneToWhatIsAskedFor() throws IOException {
        Path npy = folder.resolve("a.npy");
        Npy.write(npy, bytes(150, 6));
        INDArray usual = weights(run("recover", npy));
        assertIdentical(usual, weights(run("recover", npy, "--preprocess", "centre")));
        for (String other : List.of("none", "standardise", "whiten")) {
            Execution run = run("recover", npy, "--preprocess", other).succeeded();
            INDArray weights = weights(run);
            assertTrue(weights.distance2(usual) > 1e-3, other);
            assertTrue(run.result("r2") > 0, other + run.out());
            assertEquals(
                    other, run.summary().path("parameters").path("preprocess").textValue());
            // The feature of the smallest numbers counts as much as the others only if all have the same variance.
            assertEquals(!other.equals("none"), greatestOfSmallest(weights) > 0.3, other + weights);
        }
        assertTrue(greatestOfSmallest(usual) < 0.15, "measured 0.064; " + usual);
        run("recover", npy, "--preprocess", "scale").failed(2, "--preprocess");
    }

    private static INDArray weights(Execution run) throws IOException {
        return Npy.read(run.succeeded().folder().resolve("W.npy"));
    }

    private static double greatestOfSmallest(INDArray weights) {
        return weights.getRow(5).amaxNumber().doubleValue();
    }
}
