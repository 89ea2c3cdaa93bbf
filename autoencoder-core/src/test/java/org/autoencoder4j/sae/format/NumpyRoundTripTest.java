package org.autoencoder4j.sae.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.sae.LatentActivation;
import org.autoencoder4j.sae.LatentActivation.HardThreshold;
import org.autoencoder4j.sae.LatentActivation.JumpRelu;
import org.autoencoder4j.sae.LatentActivation.Relu;
import org.autoencoder4j.sae.LatentActivation.TopK;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.autoencoder4j.testsupport.PythonScript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Both ways between the library and a NumPy program that was written from the descriptions of the formats. */
class NumpyRoundTripTest {
    private static final double TOLERANCE = 1e-6;
    /** Sums of so many terms of about this size squared keep six digits in FLOAT. */
    private static final double SIZE = 0.35;

    private static final int FEATURES = 4;
    private static final int UNITS = 9;

    @TempDir
    private Path folder;

    private PythonScript script() {
        return PythonScript.of(folder, "sae_numpy.py", "safetensors_numpy.py");
    }

    private static INDArray matrix(JsonNode rows, DataType type) {
        double[][] numbers = new ObjectMapper().convertValue(rows, double[][].class);
        return Nd4j.createFromArray(numbers).castTo(type);
    }

    private static void assertAgrees(JsonNode expected, INDArray found, String what) {
        INDArray numbers = matrix(expected, DataType.DOUBLE);
        assertArrayEquals(numbers.shape(), found.shape(), what);
        for (int i = 0; i < numbers.rows(); i++) {
            for (int j = 0; j < numbers.columns(); j++) {
                double number = numbers.getDouble(i, j);
                assertEquals(
                        number, found.getDouble(i, j), TOLERANCE * (1 + Math.abs(number)), what + " " + i + " " + j);
            }
        }
    }

    @Test
    void whatNumpyWroteIsReadAndComputesTheSame() throws IOException {
        JsonNode cases = script().run("write", folder.resolve("cases"));
        assertEquals(20, cases.size());
        for (JsonNode one : cases) {
            String name = one.get("name").asText();
            Path path = Path.of(one.get("path").asText());
            SparseAutoencoder sae = name.startsWith("scaled")
                    ? SparseAutoencoderFiles.read(path, 1.75)
                    : SparseAutoencoderFiles.read(path);
            assertEquals(name.endsWith("double") ? DataType.DOUBLE : DataType.FLOAT, sae.dataType(), name);
            INDArray inputs = matrix(one.get("inputs"), sae.dataType());
            assertAgrees(one.get("codes"), sae.encode(inputs), name + " codes");
            assertAgrees(one.get("reconstructions"), sae.reconstruct(inputs), name + " reconstructions");
        }
    }

    private static SparseAutoencoder random(boolean centred, LatentActivation activation, DataType type) {
        return new SparseAutoencoder(
                Fixtures.normal(1, "encoder", FEATURES, UNITS).mul(SIZE).castTo(type),
                Fixtures.normal(2, "b", 1, UNITS).reshape(UNITS).castTo(type),
                Fixtures.normal(3, "decoder", FEATURES, UNITS).mul(SIZE).castTo(type),
                Fixtures.normal(4, "c", 1, FEATURES).reshape(FEATURES).castTo(type),
                centred,
                activation);
    }

    @Test
    void whatIsWrittenIsReadByNumpyAndComputesTheSame() throws IOException {
        PythonScript script = script();
        double[] thetas = {0.1, 0.2, -1, 0, 0.5, 1, 0.7, 0.3, 2};
        List<SparseAutoencoder> saes = new ArrayList<>();
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            saes.add(random(true, new Relu(), type));
            saes.add(random(false, JumpRelu.of(thetas), type));
            saes.add(random(true, new HardThreshold(0.7), type));
            saes.add(random(false, new HardThreshold(0), type));
            saes.add(random(true, new TopK(3, true, false), type));
            saes.add(random(false, new TopK(3, true, true), type));
        }
        int number = 0;
        for (SparseAutoencoder sae : saes) {
            Path written = folder.resolve("saelens" + number++);
            SaeLens.write(written, sae);
            assertNumpyAgrees(script, sae, written);
            if (sae.activation() instanceof TopK top && !top.rescaled()) {
                Path sparsify = folder.resolve("sparsify" + number);
                Sparsify.write(sparsify, sae);
                assertNumpyAgrees(script, sae, sparsify);
            }
            if (!(sae.activation() instanceof TopK) && !sae.centresInput()) {
                Path gemma = folder.resolve("params" + number + ".npz");
                GemmaScope.write(gemma, sae);
                assertNumpyAgrees(script, sae, gemma);
            }
        }
    }

    private void assertNumpyAgrees(PythonScript script, SparseAutoencoder sae, Path written) throws IOException {
        INDArray inputs = Fixtures.observations(5, 12, FEATURES).castTo(sae.dataType());
        Path rows = folder.resolve("rows.json");
        Files.writeString(
                rows,
                new ObjectMapper()
                        .writeValueAsString(inputs.castTo(DataType.DOUBLE).toDoubleMatrix()));
        JsonNode found = script.run("forward", written, rows);
        assertAgrees(found.get("reconstructions"), sae.reconstruct(inputs), sae + " by NumPy");
        INDArray codes = sae.encode(inputs);
        if (sae.activation() instanceof HardThreshold) {
            INDArray both = matrix(found.get("codes"), DataType.DOUBLE);
            assertEquals(2 * UNITS, both.columns());
            for (int i = 0; i < codes.rows(); i++) {
                for (int j = 0; j < UNITS; j++) {
                    double sum = both.getDouble(i, j) - both.getDouble(i, j + UNITS);
                    assertEquals(sum, codes.getDouble(i, j), TOLERANCE * (1 + Math.abs(sum)));
                }
            }
        } else {
            assertAgrees(found.get("codes"), codes, sae + " codes by NumPy");
        }
        SparseAutoencoder back = SparseAutoencoderFiles.read(written);
        assertEquals(sae.dataType(), back.dataType());
        assertEquals(
                0,
                back.reconstruct(inputs)
                        .sub(sae.reconstruct(inputs))
                        .amaxNumber()
                        .doubleValue(),
                sae.dataType() == DataType.FLOAT ? 2e-6 : 1e-14);
        assertEquals(sae.centresInput(), back.centresInput());
    }
}
