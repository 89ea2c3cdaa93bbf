package org.autoencoder4j.sae.format;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.autoencoder4j.data.format.Npz;
import org.autoencoder4j.data.format.tensor.Safetensors;
import org.autoencoder4j.sae.LatentActivation.HardThreshold;
import org.autoencoder4j.sae.LatentActivation.JumpRelu;
import org.autoencoder4j.sae.LatentActivation.Relu;
import org.autoencoder4j.sae.LatentActivation.TopK;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.autoencoder4j.testsupport.Mutations;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Small files that the NumPy script wrote ({@code sae_numpy.py golden}), whose numbers were computed by hand. */
class SparseAutoencoderFilesTest {
    @TempDir
    private Path folder;

    private Path standard;
    private Path weights;
    private String configuration;

    @BeforeEach
    void copyStandard() throws IOException {
        standard = copy("standard", "cfg.json", "sae_weights.safetensors");
        weights = standard.resolve("sae_weights.safetensors");
        configuration = Files.readString(standard.resolve("cfg.json"));
    }

    private Path copy(String name, String... files) throws IOException {
        Path to = Files.createDirectories(folder.resolve(name));
        for (String file : files) {
            try (InputStream in = SparseAutoencoderFilesTest.class.getResourceAsStream("/sae/" + name + "/" + file)) {
                Files.write(to.resolve(file), in.readAllBytes());
            }
        }
        return to;
    }

    private static String refusal(Executable action) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, action).getMessage());
    }

    private String refusalOf(String from, String to) throws IOException {
        assertTrue(configuration.contains(from), configuration);
        Files.writeString(standard.resolve("cfg.json"), configuration.replace(from, to));
        String message = refusal(() -> SparseAutoencoderFiles.read(standard));
        assertTrue(message.contains("cfg.json"), message);
        return message;
    }

    /**
     * W_enc = [[1, 0, -1], [0, 2, 1]], b_enc = [0, -1, .5], rows of W_dec [1, 0], [0, .5], [2, -1], b_dec = [1, -1], theta =
     * [.5, 0, 1]. At x = [3, 2] the products are [2, 5, 1.5] centred and [3, 3, -.5] not.
     */
    @ParameterizedTest
    @CsvSource({
        "standard, 3, 2, '2 5 1.5', 6, 0",
        "standard, -1, 0, '0 1 3.5', 8, -4",
        "sparsify, 3, 2, '0 5 0', 1, 1.5",
        "sparsify, -1, 0, '0 0 3.5', 8, -4.5",
        "topk, 3, 2, '0 0 3.354101966249685', 4, -2.5",
        "gemma, 3, 2, '3 3 0', 4, .5",
        "gemma, -1, 0, '0 0 1.5', 4, -2.5",
        "gemma, .5, .75, '0 .5 0', 1, -.75",
        "jumprelu, 3, 2, '3 3 0', 4, .5",
        "jumprelu, .5, .75, '0 .5 0', 1, -.75",
    })
    void goldenFilesComputeWhatHandsDid(String name, float a, float b, String codes, double y1, double y2)
            throws IOException {
        Path path = name.equals("gemma")
                ? copy(name, "params.npz")
                : copy(name, "cfg.json", name.equals("sparsify") ? Sparsify.WEIGHTS : SaeLens.WEIGHTS);
        SparseAutoencoder sae = SparseAutoencoderFiles.read(path);
        INDArray x = Nd4j.createFromArray(new float[][] {{a, b}});
        double[] expected =
                Arrays.stream(codes.split(" ")).mapToDouble(Double::parseDouble).toArray();
        assertArrayEquals(expected, sae.encode(x).getRow(0).toDoubleVector(), 1e-6);
        assertArrayEquals(new double[] {y1, y2}, sae.reconstruct(x).getRow(0).toDoubleVector(), 1e-6);
    }

    @Test
    void filesAreToldByTheirContent() throws IOException {
        assertEquals(new Relu(), SparseAutoencoderFiles.read(weights).activation());
        Path sparsify = copy("sparsify", "cfg.json", "sae.safetensors");
        assertEquals(
                new TopK(1, true, false),
                SparseAutoencoderFiles.read(sparsify.resolve("sae.safetensors")).activation());
        Path gemma = copy("gemma", "params.npz").resolve("params.npz");
        Path renamed = Files.move(gemma, folder.resolve("anything"));
        assertEquals(
                JumpRelu.of(0.5, 0, 1), SparseAutoencoderFiles.read(renamed).activation());
        Path other = Files.move(weights, folder.resolve("other"));
        assertTrue(refusal(() -> SparseAutoencoderFiles.read(other)).contains("must have the name sae_weights"));
        assertTrue(refusal(() -> SparseAutoencoderFiles.read(standard)).contains("holds no sparse autoencoder"));
        assertThrows(NoSuchFileException.class, () -> SparseAutoencoderFiles.read(folder.resolve("none")));
    }

    @Test
    void picklesAreRefusedWithTheReason() throws IOException {
        Path plain = Files.write(
                Files.createDirectory(folder.resolve("old")).resolve("ae.pt"), new byte[] {(byte) 0x80, 2, '}'});
        assertTrue(refusal(() -> SparseAutoencoderFiles.read(plain)).contains("may run any program"));
        assertTrue(refusal(() -> SparseAutoencoderFiles.read(plain.resolveSibling("")))
                .contains("may run any program"));
        Path zipped = folder.resolve("ae.pt");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(zipped))) {
            zip.putNextEntry(new ZipEntry("ae/data.pkl"));
            zip.closeEntry();
        }
        assertTrue(refusal(() -> SparseAutoencoderFiles.read(zipped)).contains("may run any program"));
    }

    @Test
    void whatIsNoSparseAutoencoderIsRefusedWithItsName() throws IOException {
        for (String name : new String[] {"gated", "matching_pursuit", "transcoder", "skip_transcoder"}) {
            assertTrue(refusalOf("\"standard\"", "\"" + name + "\"").contains("architecture = " + name));
        }
        assertTrue(refusalOf("\"none\", \"resh", "\"layer_norm\", \"resh").contains("layer_norm"));
        assertTrue(refusalOf("\"none\", \"resh", "\"expected_average_only_in\", \"resh")
                .contains("factor"));
        assertTrue(refusal(() -> SaeLens.read(standard, -1)).contains("factor = -1"));
    }

    @Test
    void sizesAndArraysMustFit() throws IOException {
        Files.writeString(standard.resolve("cfg.json"), configuration.replace("\"d_sae\": 3", "\"d_sae\": 4"));
        assertTrue(refusal(() -> SaeLens.read(standard)).contains("[2, 4]"));
        Files.writeString(standard.resolve("cfg.json"), configuration);
        assertTrue(refusal(() -> SaeLens.read(standard, 2)).contains("without the factor"));
        Map<String, INDArray> arrays = new LinkedHashMap<>(SaeLens.arrays(SaeLens.read(standard)));
        arrays.put("W_skip", Nd4j.createFromArray(1f));
        Safetensors.write(weights, arrays, Map.of());
        assertTrue(refusal(() -> SaeLens.read(standard)).contains("unknown are [W_skip]"));
        arrays.remove("W_skip");
        arrays.remove("b_enc");
        Safetensors.write(weights, arrays, Map.of());
        assertTrue(refusal(() -> SaeLens.read(standard)).contains("missing are [b_enc]"));
        arrays.put("b_enc", Nd4j.createFromArray(1f, Float.NaN, 2));
        Safetensors.write(weights, arrays, Map.of());
        assertTrue(refusal(() -> SaeLens.read(standard)).contains("encoderBias"));
        arrays.put("b_enc", Nd4j.createFromArray(1f, 0, 2));
        arrays.put("scaling_factor", Nd4j.createFromArray(1f, 0.5f, 1));
        Safetensors.write(weights, arrays, Map.of());
        assertTrue(refusal(() -> SaeLens.read(standard)).contains("scaling_factor has an entry 0.5"));
    }

    @Test
    void configurationsAreReadStrictly() throws IOException {
        assertTrue(refusalOf("\"d_in\": 2", "\"d_in\": 2, \"d_in\": 2").contains("Duplicate"));
        assertTrue(refusalOf("\"d_in\": 2", "\"d_in\": \"2\"").contains("d_in"));
        assertTrue(refusalOf("\"d_in\": 2", "\"d_in\": 2e9").contains("d_in"));
        assertTrue(refusalOf("\"d_in\": 2", "\"d\": 2").contains("d_in"));
        assertTrue(refusalOf("\"6.18.0\"", "\"six\"").contains("version"));
        assertTrue(refusalOf("\"standard\"", "[".repeat(2000)).contains("nesting"));
        assertTrue(refusalOf("\"d_sae\": 3}", "\"d_sae\": 3} {}").contains("goes on"));
        assertTrue(refusalOf("\"standard\"", "\"topk\"").contains("k"));
        assertTrue(refusalOf("\"standard\"", "\"topk\", \"k\": 4").contains("d_sae = 3"));
        assertTrue(refusalOf("\"6.18.0\"", "\"5.0\", \"x\": 1}, \"activation_fn\": \"tanh-relu\", \"y\": {\"z\": 1")
                .contains("tanh-relu"));
    }

    @Test
    void sparsifyIsReadStrictly() throws IOException {
        Path sparsify = copy("sparsify", "cfg.json", "sae.safetensors");
        Path file = sparsify.resolve("cfg.json");
        String text = Files.readString(file);
        for (String[] change : new String[][] {
            {"\"num_latents\": 3", "\"num_latents\": 0, \"expansion_factor\": 2", "there are 4 latents"},
            {"\"k\": 1", "\"k\": 4", "from 1 to 3"},
            {"\"k\": 1", "\"k\": 1, \"transcode\": true", "transcode"},
            {"\"k\": 1", "\"k\": 1, \"skip_connection\": true", "skip_connection"},
            {"\"k\": 1", "\"k\": 1, \"activation\": \"groupmax\"", "groupmax"}
        }) {
            Files.writeString(file, text.replace(change[0], change[1]));
            String message = refusal(() -> Sparsify.read(sparsify));
            assertTrue(message.contains(change[2]), message);
        }
        // With num_latents 0 the number is that of the features times the factor: half of the encoder here.
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        arrays.put("encoder.weight", Nd4j.ones(DataType.FLOAT, 4, 2));
        arrays.put("W_dec", Nd4j.ones(DataType.FLOAT, 4, 2));
        arrays.put("encoder.bias", Nd4j.zeros(DataType.FLOAT, 4));
        arrays.put("b_dec", Nd4j.zeros(DataType.FLOAT, 2));
        Safetensors.write(sparsify.resolve("sae.safetensors"), arrays, Map.of());
        Files.writeString(file, text.replace("\"num_latents\": 3", "\"num_latents\": 0, \"expansion_factor\": 2"));
        assertEquals(4, Sparsify.read(sparsify).units());
    }

    @Test
    void whatAFormatDoesNotHaveIsNotWritten() throws IOException {
        SparseAutoencoder sae = SaeLens.read(standard);
        SparseAutoencoder signed = new SparseAutoencoder(
                sae.encoder(), sae.encoderBias(), sae.decoder(), sae.decoderBias(), true, new TopK(2, false, false));
        Path to = folder.resolve("to");
        assertTrue(refusal(() -> SaeLens.write(to, signed)).contains("TopK with ReLU"));
        assertTrue(refusal(() -> Sparsify.write(to, signed)).contains("none of sparsify"));
        assertTrue(refusal(() -> Sparsify.write(to, sae)).contains("none of sparsify"));
        assertTrue(refusal(() -> GemmaScope.write(to, sae)).contains("none of Gemma Scope"));
        assertTrue(Files.notExists(to));
        assertThrows(FileAlreadyExistsException.class, () -> SaeLens.write(standard, sae));
    }

    /** The JDK does not check the sums of what is stored: one bit of one weight, as a disk may lose it. */
    @Test
    void aFlippedBitOfAStoredArrayIsNoticed() throws IOException {
        SparseAutoencoder sae = SparseAutoencoderFiles.read(copy("gemma", "params.npz"));
        Path file = folder.resolve("stored.npz");
        Path deflated = folder.resolve("deflated.npz");
        GemmaScope.write(deflated, sae);
        store(deflated, file);
        assertEquals(sae.encoder(), GemmaScope.read(file).encoder());
        byte[] bytes = Files.readAllBytes(file);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("NUMPY") - 1 + 128;
        bytes[at + 3] ^= (byte) 0x80;
        Files.write(file, bytes);
        assertTrue(refusal(() -> GemmaScope.read(file)).contains("checksum"));
    }

    /** What np.savez does: the members without compression. */
    private static void store(Path from, Path to) throws IOException {
        try (ZipFile zip = new ZipFile(from.toFile());
                ZipOutputStream stored = new ZipOutputStream(Files.newOutputStream(to))) {
            for (ZipEntry entry : zip.stream().toList()) {
                ZipEntry plain = new ZipEntry(entry.getName());
                plain.setMethod(ZipEntry.STORED);
                plain.setSize(entry.getSize());
                plain.setCrc(entry.getCrc());
                stored.putNextEntry(plain);
                try (InputStream content = zip.getInputStream(entry)) {
                    content.transferTo(stored);
                }
            }
        }
    }

    @Test
    void ofGemmaScopeNamesComeBeforeNumbers() throws IOException {
        Path file = folder.resolve("params.npz");
        Map<String, INDArray> arrays =
                new LinkedHashMap<>(SaeLens.arrays(SparseAutoencoderFiles.read(copy("gemma", "params.npz"))));
        arrays.put("W_skip", Nd4j.ones(DataType.FLOAT, 1000, 1000));
        Npz.write(file, arrays);
        assertTrue(refusal(() -> GemmaScope.read(file)).contains("unknown are [W_skip]"));
        arrays.remove("W_skip");
        arrays.put("b_dec", Nd4j.ones(DataType.FLOAT, 3));
        Npz.write(file, arrays);
        assertTrue(refusal(() -> GemmaScope.read(file)).contains("b_dec has shape [3]; it must be [2]"));
        Path again = folder.resolve("again.npz");
        SparseAutoencoder sae = SparseAutoencoderFiles.read(folder.resolve("gemma"));
        GemmaScope.write(file, sae);
        GemmaScope.write(again, sae);
        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(again));
    }

    @Test
    void theFactorOfInputsIsForSaeLensOnly() throws IOException {
        Path sparsify = copy("sparsify", "cfg.json", "sae.safetensors");
        assertTrue(refusal(() -> SparseAutoencoderFiles.read(sparsify, 2)).contains("no autoencoder of SAELens"));
        assertTrue(refusal(() -> SparseAutoencoderFiles.read(weights, 2)).contains("without the factor 2.0"));
        Path other = Files.copy(weights, weights.resolveSibling("other.safetensors"));
        assertTrue(refusal(() -> SparseAutoencoderFiles.read(other, 2)).contains("no autoencoder of SAELens"));
        assertThrows(NoSuchFileException.class, () -> SparseAutoencoderFiles.read(folder.resolve("none"), 2));
        assertTrue(refusal(() -> SparseAutoencoderFiles.read(sparsify.resolve("cfg.json")))
                .contains("give the folder"));
    }

    /** At the threshold itself, to the bit: products of 0.7f are kept where lambda is 0.7f, and the next below are not. */
    @Test
    void hardThresholdsOfBothSignsAreWrittenExactly() throws IOException {
        for (double lambda : new double[] {0.7f, 0.7, 0.1, 0, 3e38, 1e300}) {
            float at = (float) Math.min(lambda, Float.MAX_VALUE);
            INDArray x = Nd4j.createFromArray(new float[][] {
                {at}, {Math.nextDown(at)}, {Math.min(Math.nextUp(at), Float.MAX_VALUE)}, {-at}, {-Math.nextDown(at)}
            });
            INDArray one = Nd4j.createFromArray(new float[][] {{1}});
            INDArray none = Nd4j.createFromArray(0f);
            SparseAutoencoder sae = new SparseAutoencoder(one, none, one, none, true, new HardThreshold(lambda));
            Path to = folder.resolve("exact" + lambda);
            SaeLens.write(to, sae);
            SparseAutoencoder back = SaeLens.read(to);
            assertEquals(2, back.units());
            assertClose(sae.reconstruct(x), back.reconstruct(x), 0);
        }
        // Also thresholds that are no numbers of the type: 0.7 lies between two, and 0.7f is the lower one.
        float below = (float) 0.7;
        assertTrue(below < 0.7);
        assertArrayEquals(
                new double[] {below, Math.nextDown(0.1f), 0.5},
                PositiveLatents.thresholds(JumpRelu.of(0.7, 0.1, 0.5), 3, DataType.FLOAT)
                        .toDoubleVector());
    }

    /** Damaged folders are read or refused, by the documented exceptions. */
    @Test
    void damagedFilesAreReadOrRefused() throws IOException {
        Path gemma = copy("gemma", "params.npz").resolve("params.npz");
        byte[] npz = Files.readAllBytes(gemma);
        byte[] text = configuration.getBytes(StandardCharsets.UTF_8);
        int read = 0;
        for (int number = 0; number < 600; number++) {
            Path file = number % 3 == 0 ? gemma : standard.resolve("cfg.json");
            Files.write(file, Mutations.of(4).mutate(number % 3 == 0 ? npz : text, number));
            try {
                SparseAutoencoderFiles.read(number % 3 == 0 ? gemma : standard);
                read++;
            } catch (IllegalArgumentException e) {
                String message = String.valueOf(e.getMessage());
                assertTrue(message.length() < 1000 && !message.endsWith("null"), message);
                assertTrue(message.contains(folder.toString()), message);
                assertTrue(message.chars().noneMatch(Character::isISOControl), message);
            }
        }
        assertTrue(read > 5 && read < 500, "read " + read);
    }
}
