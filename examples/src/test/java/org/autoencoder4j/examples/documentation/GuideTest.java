package org.autoencoder4j.examples.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.learn.DictionaryLearning;
import org.autoencoder4j.learn.Learned;
import org.autoencoder4j.learn.Sparsity;
import org.autoencoder4j.learn.SparsityPath;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.sae.LatentActivation;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Runs the code of docs/GUIDE.md on samples of two of 24 atoms, where it has to come out right. */
class GuideTest {
    @TempDir
    private Path folder;

    /** 2000 samples of 16 features. */
    static INDArray samples() {
        RandomStreams streams = RandomStreams.of(1);
        INDArray dictionary = Dictionaries.gaussian(16, 24, DataType.DOUBLE, streams);
        return GenerativeModel.sparseCoding(dictionary, 2, ValueLaw.symmetricUniform(1, 2), 0.02)
                .draw(streams, 0, 2000)
                .observations();
    }

    static Path csv(Path folder) throws IOException {
        String text = Arrays.stream(samples().toDoubleMatrix())
                .map(row -> Arrays.stream(row)
                        .mapToObj(x -> String.format(Locale.ROOT, "%.6f", x))
                        .collect(Collectors.joining(",")))
                .collect(Collectors.joining("\n", "", "\n"));
        return Files.writeString(folder.resolve("samples.csv"), text);
    }

    private static INDArray some(INDArray all, int from, int to) {
        return all.get(NDArrayIndex.interval(from, to), NDArrayIndex.all()).dup();
    }

    @Test
    void aLargeFileIsReadInPieces() throws IOException {
        Path file = folder.resolve("samples.npy");
        Npy.write(file, samples());
        assertNotNull(Guide.fromFile(file));
        assertEquals(Npy.map(file).size(), Guide.anyFile(file).size());
    }

    /** 1.6 units in the mean, the default, are too few for two atoms each. */
    @Test
    void judging() throws IOException {
        INDArray all = samples();
        String printed = DocumentationTest.printed(() -> assertTrue(
                Guide.judge(some(all, 0, 1500), some(all, 1500, 2000)).r2() > 0.85));
        assertTrue(printed.contains("R^2 0.9") && printed.contains("dead units: ["), printed);
    }

    /** One unit cannot tell two atoms, and two leave only noise. */
    @Test
    void aTarget() {
        SparsityPath path = Guide.target(samples());
        assertEquals(2, path.chosen().mostActive());
    }

    @Test
    void options() throws IOException {
        String printed = DocumentationTest.printed(() -> {
            Learned learned = Guide.options(samples());
            assertEquals(24, learned.coder().units());
            assertTrue(learned.r2() > 0.98, learned.toString());
        });
        assertTrue(printed.contains("phase=FINDING") && printed.contains("phase=SETTLED"), printed);
    }

    @Test
    void outliers() {
        INDArray samples = samples();
        samples.getRow(77).muli(100);
        assertEquals(
                77, Guide.outliers(samples).stream().findFirst().orElseThrow().row());
    }

    @Test
    void goingOn() throws IOException {
        Learned before = DictionaryLearning.withDefaults()
                .withUnits(24)
                .withSparsity(Sparsity.most(2))
                .fit(some(samples(), 0, 1000));
        before.save(folder.resolve("before"));
        Learned after = Guide.goOn(folder.resolve("before"), Batches.of(some(samples(), 1000, 2000)));
        assertEquals(1000, after.fit().samples());
        assertTrue(after.r2() > 0.98, after.toString());
    }

    /** An orthonormal dictionary, whose atoms are told apart by their products; its columns are half as long as they could be. */
    private static SparseAutoencoder known() {
        INDArray dictionary = Dictionaries.orthonormal(16, 12, DataType.DOUBLE, RandomStreams.of(3));
        return new SparseAutoencoder(
                dictionary.mul(2),
                Nd4j.zeros(DataType.DOUBLE, 12),
                dictionary.div(2),
                Nd4j.zeros(DataType.DOUBLE, 16),
                true,
                LatentActivation.JumpRelu.of(
                        DoubleStream.generate(() -> 1).limit(12).toArray()));
    }

    @Test
    void anAutoencoderOfOthers() throws IOException {
        SparseAutoencoder sae = known();
        INDArray codes = Nd4j.eye(12).castTo(DataType.DOUBLE).mul(3);
        INDArray samples = codes.mmul(sae.decoder().transpose());
        Guide.export(sae, folder);
        assertTrue(Files.size(folder.resolve("model.onnx")) > 2 * 16 * 12 * Float.BYTES);
        String printed = DocumentationTest.printed(() -> Guide.measure(folder.resolve("saelens"), Batches.of(samples)));
        assertEquals(
                List.of("L0 1.00, R^2 1.000", "dead units: 0"), printed.lines().toList());
        assertTrue(
                DocumentationTest.printed(() -> Guide.match(sae, sae.decoder().neg()))
                        .contains("MMCS"));
    }
}
