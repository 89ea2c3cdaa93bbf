package org.autoencoder4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.sae.LatentActivation;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.autoencoder4j.sae.format.GemmaScope;
import org.autoencoder4j.sae.format.SaeLens;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CertifyTest {
    private static final int UNITS = 24;

    @TempDir
    private Path folder;

    private Path sae;
    private INDArray atoms;

    /** An orthonormal dictionary but for latent 5, whose atom is nearly that of latent 4. */
    @BeforeEach
    void save() throws IOException {
        sae = Files.createDirectory(folder.resolve("sae"));
        atoms = Dictionaries.orthonormal(32, UNITS, DataType.FLOAT, RandomStreams.of(1))
                .dup('f');
        INDArray near = atoms.getColumn(4).add(atoms.getColumn(5).mul(0.1));
        atoms.putColumn(5, near.div(near.norm2Number().doubleValue()));
        Npy.write(sae.resolve("W_enc.npy"), atoms);
        Npy.write(sae.resolve("W_dec.npy"), atoms);
        Npy.write(sae.resolve("b_enc.npy"), Nd4j.zeros(DataType.FLOAT, UNITS));
        Npy.write(sae.resolve("b_dec.npy"), Nd4j.ones(DataType.FLOAT, 32).mul(0.2));
        Npy.write(sae.resolve("threshold.npy"), Nd4j.ones(DataType.FLOAT, UNITS).mul(0.5));
    }

    private Execution certify(String... options) {
        List<String> all = new ArrayList<>(List.of("certify", "--sae", sae.toString()));
        all.addAll(Arrays.asList(options));
        return Execution.in(folder.resolve("out"), all.toArray(String[]::new));
    }

    @Test
    void namesTheLatentsThatFailAndWhy() throws IOException {
        Execution execution = certify("--k", "3", "--values", "0.8,1.2", "--rho", "0.1", "--random", "0.01")
                .succeeded();
        JsonNode results = execution.results();
        assertEquals("FAILS", results.get("verdict").asText());
        JsonNode parts = results.get("report").get("parts");
        assertEquals(3, parts.size());
        // Latents 4 and 5 see each other's atom almost whole, and nothing else.
        assertEquals(
                UNITS - 2, parts.get(1).get("findings").get("certifiedUnits").asInt());
        assertEquals(1, parts.get(0).get("bounds").get(0).get("measured").asInt());
        assertTrue(parts.get(0).get("witness").asText().startsWith("atoms 4 and 5 with the cosine 0.99"));
        assertEquals(UNITS - 2, results.get("certifiedUnitsForAtMostK").get(2).asInt());
        List<String> rows = execution.csv("units.csv");
        assertEquals(UNITS + 1, rows.size());
        assertTrue(rows.get(1).startsWith("0,HOLDS,"), rows.get(1));
        assertTrue(rows.get(6).startsWith("5,FAILS,"), rows.get(6));
        assertEquals(
                results.get("report"),
                new ObjectMapper().readTree(folder.resolve("out/report.json").toFile()));
        assertTrue(execution.out().contains(Files.readString(folder.resolve("out/report.txt"))));
        assertEquals(
                "jumprelu",
                execution.summary().get("parameters").get("activation").asText());
        execution.assertPicture("certify.png");
        execution.assertTidy();
    }

    /** The same autoencoder in the forms of others; what it is it says itself. */
    @Test
    void formatsOfOthersGiveTheSameReport() throws IOException {
        String[] options = {"--k", "3", "--values", "0.8,1.2", "--rho", "0.1"};
        JsonNode expected = certify(options).succeeded().results().get("report");
        double[] thresholds = new double[UNITS];
        Arrays.fill(thresholds, 0.5);
        INDArray none = Nd4j.zeros(DataType.FLOAT, UNITS);
        INDArray offset = Nd4j.ones(DataType.FLOAT, 32).mul(0.2);
        for (boolean centred : new boolean[] {true, false}) {
            INDArray bias = centred
                    ? none
                    : atoms.transpose()
                            .mmul(offset.reshape(32, 1))
                            .reshape(UNITS)
                            .neg();
            SparseAutoencoder saved = new SparseAutoencoder(
                    atoms, bias, atoms, offset, centred, LatentActivation.JumpRelu.of(thresholds));
            sae = folder.resolve(centred ? "lens" : "params.npz");
            if (centred) {
                SaeLens.write(sae, saved);
            } else {
                GemmaScope.write(sae, saved);
            }
            JsonNode report = certify(options).succeeded().results().get("report");
            assertEquals(expected.get("verdict"), report.get("verdict"));
            assertEquals(
                    expected.get("parts").get(1).get("findings").get("certifiedUnits"),
                    report.get("parts").get(1).get("findings").get("certifiedUnits"));
            certify("--k", "3", "--values", "1,1", "--top-k", "3").failed(2, "says it itself");
        }
    }

    /** Exactly two atoms in each sample: latents of both fire, and 4 with 5. */
    @Test
    void countsHowOftenLatentsFire() throws IOException {
        INDArray samples = Nd4j.create(DataType.FLOAT, 40, 32);
        for (int i = 0; i < 40; i++) {
            int first = i % 4;
            samples.putRow(i, atoms.getColumn(first).add(atoms.getColumn(4)).add(0.2));
        }
        Path file = folder.resolve("samples.npy");
        Npy.write(file, samples.dup('c'));
        Execution execution = certify("--k", "2", "--values", "1,1", "--data", file.toString())
                .succeeded();
        assertEquals(3, execution.result("meanActiveLatents"), 1e-9);
        assertEquals(UNITS - 6, execution.result("latentsThatNeverFire"));
        assertTrue(execution.csv("units.csv").get(1).endsWith(",0.25"));
        assertTrue(execution.csv("units.csv").get(6).endsWith(",1.0"));
        execution.assertPicture("certify.png");
    }

    /** Two atoms each with values 1 and 1.5, and one row a hundred times as long as the others. */
    @Test
    void dataSayOfWhichCodes() throws IOException {
        INDArray samples = Nd4j.create(DataType.FLOAT, 61, 32);
        for (int i = 0; i < 61; i++) {
            INDArray sample =
                    atoms.getColumn(6 + i % 3).add(atoms.getColumn(9 + i % 2).mul(1.5));
            samples.putRow(i, sample.muli(i == 17 ? 1000 : 1).add(0.2));
        }
        Path file = folder.resolve("samples.npy");
        Npy.write(file, samples.dup('c'));
        Execution execution = certify("--data", file.toString()).succeeded();
        JsonNode parameters = execution.summary().get("parameters");
        assertEquals(2, parameters.get("k").intValue());
        assertEquals(1, parameters.get("a1").doubleValue(), 1e-5);
        assertEquals(1000, parameters.get("a2").doubleValue(), 1e-2, "the outlier is not left out, but named");
        assertEquals(17, execution.results().get("outliers").get(0).intValue());
        assertTrue(execution.out().contains("Estimated from 61 samples: k = 2"), execution.out());
        assertTrue(execution.out().contains("the first in row 17"), execution.out());
        Execution asked =
                certify("--data", file.toString(), "--values", "1,1.5").succeeded();
        assertEquals(1.5, asked.summary().get("parameters").get("a2").doubleValue());
        certify("--k", "2").failed(2, "--data FILE");
        INDArray none = Nd4j.valueArrayOf(new long[] {5, 32}, 0.2, DataType.FLOAT);
        none.putScalar(0, 0, 0.21);
        Npy.write(file, none);
        certify("--data", file.toString()).failed(2, "no latent fires in any of the 5 samples");
    }

    @ParameterizedTest
    @CsvSource({"topk,HOLDS", "topk_relu,FAILS", "relu,FAILS"})
    void otherActivations(String activation, String verdict) throws IOException {
        INDArray orthonormal = Dictionaries.orthonormal(32, UNITS, DataType.FLOAT, RandomStreams.of(1))
                .dup('f');
        Npy.write(sae.resolve("W_enc.npy"), orthonormal);
        Npy.write(sae.resolve("W_dec.npy"), orthonormal);
        JsonNode results = certify("--k", "2", "--values", "1,1", "--activation", activation, "--sigma", "0.02")
                .succeeded()
                .results();
        JsonNode certificate = results.get("report").get("parts").get(1);
        // Without a bias noise alone fires a ReLU off the support; TopK needs no bias.
        assertEquals(verdict, certificate.get("verdict").asText());
    }

    @Test
    void badOptionsAreToldInOneLine() throws IOException {
        certify("--k", "2", "--values", "1").failed(2, "--values has 1 numbers");
        certify("--k", "2", "--values", "1,2", "--rho", "1", "--sigma", "1").failed(2, "--rho and --sigma");
        certify("--k", "24", "--values", "1,2").failed(2, "sparsity = 24");
        certify("--k", "2", "--values", "1,2", "--activation", "hard").failed(2, "--lambda");
        Files.delete(sae.resolve("b_dec.npy"));
        certify("--k", "2", "--values", "1,2").failed(1, "there is no file");
    }
}
