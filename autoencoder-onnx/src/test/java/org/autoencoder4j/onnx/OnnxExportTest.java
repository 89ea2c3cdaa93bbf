package org.autoencoder4j.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.sae.LatentActivation;
import org.autoencoder4j.sae.LatentActivation.HardThreshold;
import org.autoencoder4j.sae.LatentActivation.JumpRelu;
import org.autoencoder4j.sae.LatentActivation.Relu;
import org.autoencoder4j.sae.LatentActivation.TopK;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Exported models, run by ONNX Runtime, which shares no code with the library. */
class OnnxExportTest {
    private static final int FEATURES = 5;
    private static final int UNITS = 8;
    private static final double TOLERANCE = 1e-6;

    @TempDir
    private Path folder;

    private static INDArray normal(String purpose, int rows, int columns, DataType type) {
        INDArray numbers = Nd4j.create(DataType.DOUBLE, rows, columns);
        var stream = RandomStreams.of(11).at(purpose, 0, 0);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                numbers.putScalar(i, j, 0.5 * stream.nextGaussian());
            }
        }
        return numbers.castTo(type);
    }

    private static INDArray vector(String purpose, int length, DataType type) {
        return normal(purpose, 1, length, type).reshape(length);
    }

    private static SparseAutoencoder sparse(boolean centred, LatentActivation activation, DataType type) {
        return new SparseAutoencoder(
                normal("encoder", FEATURES, UNITS, type),
                vector("encoder bias", UNITS, type),
                normal("decoder", FEATURES, UNITS, type),
                vector("decoder bias", FEATURES, type),
                centred,
                activation);
    }

    private static float[][][] run(Path file, INDArray inputs) throws OrtException {
        float[][] rows = inputs.castTo(DataType.FLOAT).toFloatMatrix();
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(file.toString());
                OnnxTensor tensor = OnnxTensor.createTensor(environment, rows)) {
            assertEquals(Set.of("observations"), session.getInputNames());
            try (OrtSession.Result result = session.run(Map.of("observations", tensor))) {
                return new float[][][] {
                    (float[][]) result.get("codes").orElseThrow().getValue(),
                    (float[][]) result.get("reconstructions").orElseThrow().getValue()
                };
            }
        }
    }

    private static void assertAgrees(INDArray expected, float[][] found, String what) {
        assertEquals(expected.rows(), found.length, what);
        for (int i = 0; i < found.length; i++) {
            assertEquals(expected.columns(), found[i].length, what);
            for (int j = 0; j < found[i].length; j++) {
                double number = expected.getDouble(i, j);
                assertEquals(number, found[i][j], TOLERANCE * (1 + Math.abs(number)), what + " " + i + " " + j);
            }
        }
    }

    @Test
    void sparseOnesComputeTheSame() throws IOException, OrtException {
        double[] thetas = {0.1, 0.2, -1, 0, 0.5, 1, 0.7, 0.3};
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            INDArray inputs = normal("inputs", 30, FEATURES, DataType.FLOAT).castTo(type);
            for (LatentActivation activation : List.of(
                    new Relu(),
                    JumpRelu.of(thetas),
                    new HardThreshold(0.7),
                    new TopK(3, false, false),
                    new TopK(5, true, false),
                    new TopK(2, true, true))) {
                for (boolean centred : new boolean[] {true, false}) {
                    SparseAutoencoder sae = sparse(centred, activation, type);
                    Path file = folder.resolve("sparse.onnx");
                    OnnxExport.write(file, sae);
                    float[][][] found = run(file, inputs);
                    assertAgrees(sae.encode(inputs), found[0], sae + " codes");
                    assertAgrees(sae.reconstruct(inputs), found[1], sae + " reconstructions");
                }
            }
        }
    }

    @Test
    void tiedOnesComputeTheSame() throws IOException, OrtException {
        INDArray inputs = normal("inputs", 30, FEATURES, DataType.FLOAT);
        for (Activation activation : List.of(Activation.relu(), Activation.hardThreshold(0.4))) {
            TiedAutoencoder tied = new TiedAutoencoder(
                    normal("weights", FEATURES, UNITS, DataType.FLOAT), vector("b", UNITS, DataType.FLOAT), activation);
            Path file = folder.resolve("tied.onnx");
            OnnxExport.write(file, tied);
            float[][][] found = run(file, inputs);
            assertAgrees(tied.encode(inputs), found[0], tied + " codes");
            assertAgrees(tied.reconstruct(inputs), found[1], tied + " reconstructions");
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count(), "nothing but the model is left");
        }
    }

    /** Products are the inputs themselves here, so they meet the thresholds to the bit. */
    @Test
    void thresholdsAreMetToTheBit() throws IOException, OrtException {
        INDArray one = Nd4j.createFromArray(new float[][] {{1}});
        INDArray none = Nd4j.createFromArray(0f);
        for (double at : new double[] {0.7, 0.7f, 0.1, 0}) {
            float near = (float) at;
            INDArray inputs = Nd4j.createFromArray(
                    new float[][] {{near}, {Math.nextDown(near)}, {Math.nextUp(near)}, {-near}, {-Math.nextUp(near)}});
            for (LatentActivation activation : List.of(new HardThreshold(at), JumpRelu.of(at))) {
                SparseAutoencoder sae = new SparseAutoencoder(one, none, one, none, false, activation);
                Path file = folder.resolve("threshold.onnx");
                OnnxExport.write(file, sae);
                float[][] codes = run(file, inputs)[0];
                for (int i = 0; i < codes.length; i++) {
                    assertEquals(sae.encode(inputs).getFloat(i, 0), codes[i][0], activation + " at " + at + ", " + i);
                }
            }
        }
    }

    /** Of equal products the lower latents stay; what is NaN is not taken for 0. */
    @Test
    void equalProductsAndNaN() throws IOException, OrtException {
        INDArray equal = Nd4j.ones(DataType.FLOAT, 1, 5);
        SparseAutoencoder sae = new SparseAutoencoder(
                equal,
                Nd4j.zeros(DataType.FLOAT, 5),
                equal,
                Nd4j.zeros(DataType.FLOAT, 1),
                false,
                new TopK(2, true, false));
        Path file = folder.resolve("equal.onnx");
        OnnxExport.write(file, sae);
        assertAgrees(
                Nd4j.createFromArray(new float[][] {{3, 3, 0, 0, 0}}),
                run(file, Nd4j.createFromArray(new float[][] {{3}}))[0],
                "");
        INDArray none = Nd4j.createFromArray(new float[][] {{Float.NaN}});
        for (LatentActivation activation : List.of(new Relu(), new HardThreshold(1))) {
            OnnxExport.write(
                    file,
                    new SparseAutoencoder(
                            equal,
                            Nd4j.zeros(DataType.FLOAT, 5),
                            equal,
                            Nd4j.zeros(DataType.FLOAT, 1),
                            false,
                            activation));
            assertTrue(Float.isNaN(run(file, none)[0][0][0]), activation + "");
        }
    }

    /** Others may read what is exported, as they may read any file. */
    @Test
    void aModelHasTheUsualPermissions() throws IOException {
        Path file = folder.resolve("model.onnx");
        Path plain = Files.writeString(folder.resolve("plain"), "text");
        OnnxExport.write(file, sparse(true, new Relu(), DataType.FLOAT));
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            assertEquals(Files.getPosixFilePermissions(plain), Files.getPosixFilePermissions(file));
        }
    }

    @Test
    void otherActivationsAreRefused() {
        Path file = folder.resolve("none.onnx");
        TiedAutoencoder soft = TiedAutoencoder.withoutBias(
                normal("weights", FEATURES, UNITS, DataType.FLOAT), Activation.softThreshold(0.1));
        assertThrows(IllegalArgumentException.class, () -> OnnxExport.write(file, soft));
        assertTrue(Files.notExists(file));
    }
}
