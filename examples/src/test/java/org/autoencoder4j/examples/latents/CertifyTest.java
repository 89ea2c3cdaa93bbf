package org.autoencoder4j.examples.latents;

import static org.autoencoder4j.examples.latents.SmallAutoencoder.UNITS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.examples.CsvRows;
import org.autoencoder4j.examples.Execution;
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
    private static final String[] CODES = {"--k", "3", "--values", "0.8,1.2"};

    @TempDir
    private Path folder;

    private SmallAutoencoder small;

    @BeforeEach
    void save() throws IOException {
        small = SmallAutoencoder.in(folder);
    }

    private Execution certify(String... more) {
        String[] options = Arrays.copyOf(CODES, CODES.length + more.length);
        System.arraycopy(more, 0, options, CODES.length, more.length);
        return small.certify(options);
    }

    @Test
    void namesTheLatentsThatFailAndWhy() throws IOException {
        Execution execution = certify("--rho", "0.1").succeeded();
        JsonNode results = execution.results();
        assertEquals("FAILS", results.get("verdict").asText());
        JsonNode parts = results.get("report").get("parts");
        assertEquals(2, parts.size());
        // Latents 4 and 5 see each other's atom almost whole, and nothing else.
        assertEquals(
                UNITS - 2, parts.get(1).get("findings").get("certifiedUnits").asInt());
        assertEquals(1, parts.get(0).get("bounds").get(0).get("measured").asInt());
        assertTrue(parts.get(0).get("witness").asText().startsWith("atoms 4 and 5 with the cosine 0.99"));
        assertEquals(UNITS - 2, results.get("certifiedUnitsForAtMostK").get(2).asInt());
        CsvRows units = CsvRows.of(execution, "units.csv");
        assertEquals(UNITS, units.size());
        assertEquals("HOLDS", units.text(0, "verdict"));
        assertEquals("FAILS", units.text(5, "verdict"));
        assertEquals("", units.text(0, "missing"), "nobody asked for random codes");
        assertEquals(
                UNITS - 2 + " of " + UNITS
                        + " latents are certified to find their atom in every code of up to 3, 2 fail at a"
                        + " code that can be named, and of 0 it is not decided.",
                execution.meaning());
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

    /** The code of each latent gives the pre-activation that is said of it, and does no better than the margin. */
    @Test
    void worstCodesAreInATable() throws IOException {
        Execution execution = certify("--rho", "0.1").succeeded();
        CsvRows units = CsvRows.of(execution, "units.csv");
        CsvRows witnesses = CsvRows.of(execution, "witnesses.csv");
        assertEquals(UNITS, witnesses.size());
        INDArray gram = small.atoms().transpose().mmul(small.atoms());
        Set<Integer> seen = new HashSet<>();
        double before = Double.NEGATIVE_INFINITY;
        for (int row = 0; row < UNITS; row++) {
            int unit = (int) witnesses.number(row, "unit");
            seen.add(unit);
            boolean on = witnesses.text(row, "atom").equals("on");
            double z = (on ? -1 : 1) * witnesses.number(row, "noise");
            List<Integer> support = witnesses.integers(row, "support");
            List<Double> values = witnesses.numbers(row, "values");
            assertEquals(on, support.contains(unit));
            for (int j = 0; j < support.size(); j++) {
                z += gram.getDouble(unit, support.get(j)) * values.get(j);
            }
            assertEquals(z, witnesses.number(row, "preActivation"), 1e-5, "unit " + unit);
            assertEquals("", witnesses.text(row, "rival"));
            double margin = on ? z - 0.5 : 0.5 - z;
            assertEquals(units.number(unit, "marginLow"), margin, 1e-5, "unit " + unit);
            assertEquals(margin, witnesses.number(row, "margin"), 1e-5, "unit " + unit);
            assertTrue(margin >= before - 1e-5, "the least margin is first");
            before = margin;
        }
        assertEquals(UNITS, seen.size());
        assertEquals(UNITS, execution.result("worstCodesInTable"));
    }

    @Test
    void nearDuplicatesAreInATable() throws IOException {
        Execution execution = certify("--cosine", "0.9").succeeded();
        CsvRows pairs = CsvRows.of(execution, "pairs.csv");
        assertEquals(1, pairs.size());
        assertEquals(4, pairs.number(0, "first"));
        assertEquals(5, pairs.number(0, "second"));
        assertEquals(1 / Math.sqrt(1.01), pairs.number(0, "cosine"), 1e-6);
        assertEquals(1, execution.result("nearDuplicates"));
        assertEquals(
                0,
                CsvRows.of(certify("--cosine", "0.999").succeeded(), "pairs.csv")
                        .size());
    }

    /** Where worst cases fail random codes may hold: each latent has its own bounds and window. */
    @Test
    void randomCodesHaveNumbersForEachLatent() throws IOException {
        Execution execution = certify("--sigma", "0.02", "--random", "0.01").succeeded();
        JsonNode random = execution.results().get("report").get("parts").get(2);
        CsvRows units = CsvRows.of(execution, "units.csv");
        double misfires = 0;
        for (int i = 0; i < UNITS; i++) {
            misfires += units.number(i, "falseFiring") + units.number(i, "missing");
            boolean within = units.number(i, "randomLow") <= 0.5 && 0.5 <= units.number(i, "randomHigh");
            assertEquals(i != 4 && i != 5, within, "unit " + i);
        }
        assertEquals(random.get("bounds").get(0).get("measured").asDouble(), misfires, 1e-9);
        assertTrue(units.number(5, "falseFiring") > 0.1, "the atom of 4 fires 5, which 3 of 24 codes have");
        assertEquals(UNITS - 2, random.get("findings").get("certifiedUnits").asInt());
    }

    /** The same autoencoder in the forms of others; what it is it says itself. */
    @Test
    void formatsOfOthersGiveTheSameReport() throws IOException {
        JsonNode expected = certify("--rho", "0.1").succeeded().results().get("report");
        double[] thresholds = new double[UNITS];
        Arrays.fill(thresholds, 0.5);
        INDArray atoms = small.atoms();
        INDArray none = Nd4j.zeros(DataType.FLOAT, UNITS);
        INDArray offset = Nd4j.ones(DataType.FLOAT, 32).mul(SmallAutoencoder.OFFSET);
        for (boolean centred : new boolean[] {true, false}) {
            INDArray bias = centred
                    ? none
                    : atoms.transpose()
                            .mmul(offset.reshape(32, 1))
                            .reshape(UNITS)
                            .neg();
            SparseAutoencoder saved = new SparseAutoencoder(
                    atoms, bias, atoms, offset, centred, LatentActivation.JumpRelu.of(thresholds));
            Path sae = folder.resolve(centred ? "lens" : "params.npz");
            if (centred) {
                SaeLens.write(sae, saved);
            } else {
                GemmaScope.write(sae, saved);
            }
            JsonNode report = small.certify(sae, "--k", "3", "--values", "0.8,1.2", "--rho", "0.1")
                    .succeeded()
                    .results()
                    .get("report");
            assertEquals(expected.get("verdict"), report.get("verdict"));
            assertEquals(
                    expected.get("parts").get(1).get("findings").get("certifiedUnits"),
                    report.get("parts").get(1).get("findings").get("certifiedUnits"));
            small.certify(sae, "--k", "3", "--values", "1,1", "--top-k", "3").failed(2, "says it itself");
        }
    }

    @ParameterizedTest
    @CsvSource({"topk,HOLDS", "topk_relu,FAILS", "relu,FAILS"})
    void otherActivations(String activation, String verdict) throws IOException {
        small.saveTied(SmallAutoencoder.orthonormal());
        JsonNode results = certify("--activation", activation, "--sigma", "0.02")
                .succeeded()
                .results();
        JsonNode certificate = results.get("report").get("parts").get(1);
        // Without a bias noise alone fires a ReLU off the support; TopK needs no bias.
        assertEquals(verdict, certificate.get("verdict").asText());
    }

    /** A file that is not there is told before all others are read. */
    @Test
    void filesThatAreMissingAreNamed() throws IOException {
        Files.delete(small.sae().resolve("b_dec.npy"));
        certify().failed(1, "there is no file");
        assertFalse(Files.exists(folder.resolve("out/report.txt")));
    }

    /** More latents than worst codes are written for. */
    @Test
    void onlyTheLeastMarginsOfManyLatentsHaveCodes() throws IOException {
        int many = 300;
        INDArray identity = Nd4j.eye(many).castTo(DataType.FLOAT).dup('f');
        Path sae = small.sae();
        small.saveTied(identity);
        Npy.write(sae.resolve("b_enc.npy"), Nd4j.zeros(DataType.FLOAT, many));
        Npy.write(sae.resolve("b_dec.npy"), Nd4j.zeros(DataType.FLOAT, many));
        INDArray thresholds = Nd4j.linspace(DataType.FLOAT, 0.5, 0.001, many);
        Npy.write(sae.resolve("threshold.npy"), thresholds);
        CsvRows witnesses = CsvRows.of(certify().succeeded(), "witnesses.csv");
        assertEquals(256, witnesses.size());
        assertEquals(299, witnesses.number(0, "unit"));
        assertEquals(44, witnesses.number(255, "unit"));
    }
}
