package org.autoencoder4j.examples.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.autoencoder4j.check.contraction.MixtureInduction;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.examples.Examples;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine;

class TheoryExamplesTest {
    @TempDir
    private Path folder;

    private final StringWriter errors = new StringWriter();
    private final StringWriter printed = new StringWriter();

    private int execute(String... arguments) {
        CommandLine line =
                Examples.commandLine().setOut(new PrintWriter(printed)).setErr(new PrintWriter(errors, true));
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--out";
        all[arguments.length + 1] = folder.toString();
        return line.execute(all);
    }

    private JsonNode results(String... arguments) throws IOException {
        assertEquals(0, execute(arguments), errors::toString);
        return new ObjectMapper()
                .readTree(folder.resolve("summary.json").toFile())
                .get("results");
    }

    private String file(String name, INDArray array) throws IOException {
        Path file = folder.resolve(name);
        Npy.write(file, array);
        return file.toString();
    }

    /** Weights near the atoms but in another order recover the codes; without a bias they do not. Both are answers. */
    @Test
    void certificateMatchesUnitsWithAtoms() throws IOException {
        INDArray atoms = Dictionaries.orthonormal(16, 4, DataType.FLOAT, RandomStreams.of(1));
        INDArray near = Initialiser.near(atoms, 0.05).weights(4, RandomStreams.of(2));
        String a = file("A.npy", atoms);
        String w = file("W.npy", near.getColumns(2, 0, 3, 1).dup('f'));
        String b = file("b.npy", Nd4j.createFromArray(-0.31, -0.32, -0.33, -0.34));
        String[] arguments = {"certificate", "--weights", w, "--dictionary", a, "--k", "2", "--values", "1,1.2"};

        assertEquals("FAILS", results(arguments).get("recovers").textValue());
        assertTrue(
                printed.toString().contains("Meaning: There is a code of 2 values of magnitude 1.0 to 1.2 whose atoms"),
                printed::toString);
        assertTrue(printed.toString().contains("Next: --bias FILE with numbers between -0.9691 and -0.04051"), printed::toString);
        JsonNode values = new ObjectMapper()
                .readTree(folder.resolve("summary.json").toFile())
                .get("parameters")
                .get("values");
        assertEquals("[1.0,1.2]", values.toString());

        String[] withBias = Arrays.copyOf(arguments, arguments.length + 2);
        withBias[arguments.length] = "--bias";
        withBias[arguments.length + 1] = b;
        JsonNode results = results(withBias);
        assertEquals("HOLDS", results.get("recovers").textValue());
        assertTrue(
                printed.toString().contains("Meaning: These weights find the atoms of every code of 2 values"),
                printed::toString);
        int table = printed.toString().lastIndexOf(" statement\n");
        int reports = printed.toString().lastIndexOf("\nHOLDS: every code of exactly 2 values");
        assertTrue(0 < table && table < reports, "a summary, then the reports");
        JsonNode window = results.get("biasWindows").get(0);
        double fromLow = -0.32 - window.get("low").doubleValue();
        double fromHigh = window.get("high").doubleValue() + 0.32;
        assertEquals(Math.min(fromLow, fromHigh), window.get("margin").doubleValue(), 1e-6, "atom 0 has unit 1");
        assertTrue(results.get("alignedFirst").booleanValue());
        assertEquals("FAILS", results.get("recoversAsGiven").textValue());
        assertEquals(12, results.get("reports").size());
        for (JsonNode report : results.get("reports")) {
            assertTrue(report.get("verdict").isTextual());
        }
    }

    /** On the support z = x + 0.3: values from 0.5 on pass a threshold of 0.6, and -0.5 does not. */
    @Test
    void aHardThresholdMayHaveNonNegativeCodes() throws IOException {
        String a = file("A.npy", Nd4j.eye(3).castTo(DataType.DOUBLE));
        String w = file("W.npy", Nd4j.eye(3).castTo(DataType.DOUBLE));
        String b = file("b.npy", Nd4j.createFromArray(0.3, 0.3, 0.3));
        String[] arguments = {
            "certificate",
            "--weights",
            w,
            "--dictionary",
            a,
            "--k",
            "1",
            "--values",
            "0.5,1",
            "--threshold",
            "0.6",
            "--bias",
            b
        };
        assertEquals("FAILS", results(arguments).get("recovers").textValue());
        String[] nonNegative = Arrays.copyOf(arguments, arguments.length + 1);
        nonNegative[arguments.length] = "--non-negative";
        JsonNode results = results(nonNegative);
        assertEquals("HOLDS", results.get("recovers").textValue());
        JsonNode window = results.get("biasWindows").get(0);
        assertEquals(0.1, window.get("low").doubleValue(), 1e-12);
        assertEquals(0.6, window.get("high").doubleValue(), 1e-12);
    }

    private String[] wholeRuns(String... more) throws IOException {
        INDArray atoms = Dictionaries.orthonormal(64, 4, DataType.FLOAT, RandomStreams.of(1));
        INDArray near = Initialiser.near(atoms, 0.3).weights(4, RandomStreams.of(2));
        List<String> arguments = new ArrayList<>(List.of(
                "certificate",
                "--weights",
                file("W.npy", near.getColumns(2, 0, 3, 1).dup('f')),
                "--dictionary",
                file("A.npy", atoms)));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    /** What the library's own certificate says, at the error of the weights; a sentence ends the output. */
    @Test
    void certificateOfWholeRunsOfAMixture() throws IOException {
        String bias = file("b.npy", Nd4j.valueArrayOf(new long[] {4}, -0.6, DataType.DOUBLE));
        JsonNode results = results(wholeRuns(
                "--k", "1", "--values", "1,1", "--sigma", "0.01", "--bias", bias, "--steps", "6", "--samples", "4000"));
        JsonNode steps = results.get("steps");
        assertEquals(6, steps.get("certified").intValue());
        GenerativeModel model = GenerativeModel.mixtureOfGaussians(
                Dictionaries.orthonormal(64, 4, DataType.DOUBLE, RandomStreams.of(1)), 0.01);
        MixtureInduction induction = MixtureInduction.of(
                model, Nd4j.valueArrayOf(new long[] {4}, -0.6, DataType.DOUBLE), Activation.relu(), 4);
        double[] deltas = induction.steps(0.3, 6).deltas();
        for (int s = 0; s <= 6; s++) {
            assertEquals(deltas[s], steps.get("errors").get(s).doubleValue(), 1e-6);
        }
        JsonNode fresh = results.get("samples").get("fresh");
        assertEquals(6, fresh.get("certified").intValue());
        assertEquals(5e-4, fresh.get("failure").doubleValue(), 1e-6);
        assertTrue(fresh.get("errors").get(6).doubleValue() > deltas[6]);
        assertEquals(6, results.get("samples").get("same").get("certified").intValue());
        assertEquals(16, results.get("reports").size());
        assertEquals("HOLDS", results.get("reports").get(12).get("verdict").textValue());
        String meaning = results.get("wholeRuns").textValue();
        assertTrue(
                meaning.startsWith(
                        "Of all starts within 0.300 of the dictionary, not of these weights alone, it is certified:"
                                + " 6 steps of the expected update, with all misfires of the encoder, leave errors of at most 0.0"),
                meaning);
        assertTrue(meaning.contains("; 6 steps on 4000 fresh samples each leave errors of at most 0.0"), meaning);
        assertTrue(meaning.endsWith(" fresh samples or more brings each nearer."), meaning);
        assertTrue(printed.toString().stripTrailing().contains(meaning));
    }

    /** Noise that makes every unit misfire, and too few samples: both are told, and are no failure of the example. */
    @Test
    void whatIsNotCertifiedIsTold() throws IOException {
        JsonNode results =
                results(wholeRuns("--k", "1", "--values", "1,1", "--sigma", "0.5", "--steps", "3", "--samples", "10"));
        assertEquals(0, results.get("steps").get("certified").intValue());
        String meaning = results.get("wholeRuns").textValue();
        assertTrue(
                meaning.contains(
                        "certified: nothing of steps of the expected update, with all misfires of the encoder; "
                                + "nothing of steps on 10 fresh samples each; "),
                meaning);
        assertEquals(
                "NOT_APPLICABLE", results.get("reports").get(12).get("verdict").textValue());
    }

    /** Codes of both signs have their own certificates, and a hard threshold counts misfires. */
    @Test
    void certificateOfWholeRunsOfSparseCodes() throws IOException {
        String[] arguments = wholeRuns(
                "--k",
                "1",
                "--values",
                "1,1",
                "--threshold",
                "0.5",
                "--sigma",
                "0.01",
                "--steps",
                "4",
                "--samples",
                "5000");
        JsonNode results = results(arguments);
        assertEquals(4, results.get("steps").get("certified").intValue());
        assertTrue(results.get("samples").get("before").doubleValue() > 0.29);
        String meaning = results.get("wholeRuns").textValue();
        assertTrue(
                meaning.contains("4 steps of the expected update, with all misfires of the encoder, leave"), meaning);
        assertTrue(meaning.contains("that one step on 5000 fresh samples"), meaning);
    }

    /** Units that point away from their atoms: ReLUs are not turned round. */
    @Test
    void startsBeyondARightAngleAreTold() throws IOException {
        INDArray atoms = Dictionaries.orthonormal(8, 4, DataType.DOUBLE, RandomStreams.of(1));
        String a = file("A.npy", atoms);
        String w = file("W.npy", atoms.neg());
        JsonNode results = results(
                "certificate",
                "--weights",
                w,
                "--dictionary",
                a,
                "--k",
                "1",
                "--values",
                "1,1",
                "--steps",
                "3",
                "--samples",
                "9");
        assertTrue(results.get("wholeRuns").textValue().startsWith("A column is "), results::toString);
        assertFalse(results.has("steps") || results.has("samples"));
    }

    @Test
    void wholeRunsNeedAModelThatHasACertificate() throws IOException {
        assertEquals(2, execute(wholeRuns("--k", "2", "--values", "1,1", "--steps", "3")));
        assertTrue(errors.toString().startsWith("--steps and --samples need a mixture"), errors.toString());
        String bias = file("b.npy", Nd4j.valueArrayOf(new long[] {4}, -0.1, DataType.DOUBLE));
        String[] biased =
                wholeRuns("--k", "1", "--values", "1,1", "--threshold", "0.5", "--bias", bias, "--samples", "3");
        assertEquals(2, execute(biased));
        assertEquals(2, execute(wholeRuns("--k", "1", "--values", "1,2", "--samples", "3")));
        assertEquals(2, execute(wholeRuns("--k", "1", "--values", "1,1", "--steps", "0")));
    }

    @Test
    void certificateRefusesABiasOfTheWrongLength() throws IOException {
        String a = file("A.npy", Dictionaries.orthonormal(8, 4, DataType.DOUBLE, RandomStreams.of(1)));
        String b = file("b.npy", Nd4j.createFromArray(1.0, 2.0));
        assertEquals(
                2,
                execute("certificate", "--weights", a, "--dictionary", a, "--k", "2", "--values", "1,1", "--bias", b));
        assertEquals("--bias has 2 numbers; there must be one for each of the 4 units\n", errors.toString());
    }

    /** Seeded; with 4 standard errors and an allowance of 0.01, a step's false alarm has probability below 1e-4. */
    @Test
    void descentMeasuresWhatTheoryPredicts() throws IOException {
        JsonNode results = results("descent", "--model", "mixture", "--steps", "6");
        int above = 0;
        for (JsonNode step : results.get("contraction")) {
            if (step.get("aboveNoiseFloor").booleanValue()) {
                above++;
                double error = step.get("standardError").doubleValue();
                assertTrue(error > 0 && error <= 0.02);
                double predicted = step.get("predicted").doubleValue();
                assertEquals(predicted, step.get("measured").doubleValue(), Math.max(4 * error, 0.01));
            }
        }
        assertTrue(above >= 5, "steps above the noise floor: " + above);
        JsonNode population = results.get("population");
        assertEquals(1, population.get("cubeRatio").doubleValue(), 0.05);
        assertEquals(3.0 / 7, population.get("predictedRate").doubleValue(), 1e-12);
        assertEquals(3.0 / 7, population.get("rate").doubleValue(), 0.01);
        assertTrue(Files.exists(folder.resolve("descent.png")) && Files.exists(folder.resolve("population.png")));
    }

    /** 1000 pairs miss a centre of 500 samples with probability about 1 %; seeded. */
    @Test
    void initialiseFindsAllCentres() throws IOException {
        JsonNode spectral = results("initialise", "--model", "mixture", "--steps", "3")
                .get("starts")
                .get(0);
        assertEquals("pairwise reweighting", spectral.get("start").textValue());
        assertEquals(10, spectral.get("recovered").intValue());
        assertEquals(1152, spectral.get("pairs").intValue());
        assertEquals(10, spectral.get("expectedCovered").doubleValue(), 1e-4);
        assertEquals(10, spectral.get("recoveredAfter").intValue());
        assertTrue(printed.toString().contains("reweighting found 10 of 10 (mixture) atoms."), printed::toString);
        assertTrue(spectral.get("delta").doubleValue() < 0.2);
    }

    @Test
    void consistencyRefutesTheTheoremAsPrinted() throws IOException {
        JsonNode results = results("consistency", "--model", "sparse", "--samples", "50");
        assertTrue(results.get("certifiedPoints").intValue() > 0);
        assertEquals(0, results.get("certifiedPointsThatLostACode").intValue());
        assertEquals("FAILS", results.get("theoremThreeI").get(0).get("verdict").textValue());
        assertEquals(
                "NOT_APPLICABLE",
                results.get("theoremThreeI").get(1).get("verdict").textValue());
        assertEquals(
                64, Files.readAllLines(folder.resolve("consistency-sparse.csv")).size());
        assertTrue(Files.exists(folder.resolve("consistency-sparse.png")));
    }

    /** Small, but with what the default shows: wide runs contract as the theorem says, the narrow one is reported as such. */
    @Test
    void regimesHoldsEachStepAgainstTheTheorem() throws IOException {
        JsonNode results = results(
                "regimes",
                "--samples",
                "2",
                "--features",
                "4",
                "--width",
                "1500",
                "--narrow",
                "1",
                "--runs",
                "1",
                "--steps",
                "8");
        assertEquals(6, results.get("runs").size());
        for (JsonNode run : results.get("runs")) {
            boolean wide = run.get("width").intValue() == 1500;
            double holding = run.get("fractionHolding").doubleValue();
            assertTrue(!wide || holding >= 0.9, run::toString);
            assertTrue(run.get("largestRatio").doubleValue()
                            <= run.get("theoremFactor").doubleValue()
                    || !wide);
            assertEquals("HOLDS", run.get("reports").get(0).get("verdict").textValue(), "the identity of a step");
        }
        double weak = results.get("runs").get(0).get("finalError").doubleValue();
        double joint = results.get("runs").get(4).get("finalError").doubleValue();
        assertTrue(joint < weak, joint + " " + weak);
        JsonNode widths = results.get("theoremWidths");
        assertTrue(widths.get("WEAK_DESCENT").get("width").doubleValue() > 1e6);
        assertTrue(widths.get("JOINT_DESCENT").get("proof").textValue().startsWith("T5.2a"));
        assertTrue(Files.exists(folder.resolve("regimes.png")) && Files.exists(folder.resolve("steps.csv")));
    }

    /** All ways begin at the same weights; the sweeps find every atom, and the table, the curves and the summary agree. */
    @Test
    void baselinesAreComparedFromTheSameStart() throws IOException {
        String[] arguments = {
            "baselines",
            "--n",
            "24",
            "--m",
            "32",
            "--k",
            "2",
            "--samples",
            "1500",
            "--passes",
            "12",
            "--starts",
            "near,samples"
        };
        JsonNode runs = results(arguments).get("runs");
        assertEquals(14, runs.size());
        for (String start : new String[] {"near", "samples"}) {
            assertTrue(Files.size(folder.resolve("baselines-" + start + "-1.png")) > 0);
        }
        List<String> curves = Files.readAllLines(folder.resolve("baselines-curves.csv"));
        List<String> firstDeltas = new ArrayList<>();
        for (JsonNode run : runs) {
            String key =
                    run.get("start").textValue() + ",1," + run.get("method").textValue() + ",";
            List<String> ofRun =
                    curves.stream().filter(line -> line.startsWith(key)).toList();
            String[] first = ofRun.get(0).split(",", -1);
            String[] last = ofRun.get(ofRun.size() - 1).split(",", -1);
            assertEquals("0", first[3]);
            firstDeltas.add(run.get("start").textValue() + " " + first[5]);
            assertEquals(run.get("delta").asText(), last[5]);
            assertEquals(run.get("steps").asText(), last[3]);
            assertTrue(
                    run.get("consistency").doubleValue() >= 0 && run.get("r2").doubleValue() <= 1, run.toString());
            if (run.get("method").textValue().equals("sweeps")) {
                assertEquals(32, run.get("found").intValue());
                assertTrue(run.get("consistency").doubleValue() > 0.9, run.toString());
            }
        }
        assertEquals(2, firstDeltas.stream().distinct().count(), firstDeltas.toString());
    }

    @Test
    void baselinesTellWhatSweepsDoNotFind() {
        assertEquals(
                1,
                execute("baselines", "--n", "16", "--m", "32", "--k", "6", "--samples", "200", "--methods", "sweeps"));
        assertTrue(errors.toString().contains("of 32 atoms"), errors.toString());
    }

    /** Far below the floor nothing is left, and each update leaves what is predicted. */
    @Test
    void refineHoldsPredictionsBesideMeasurements() throws IOException {
        JsonNode results =
                results("refine", "--n", "32", "--m", "48", "--k", "2", "--samples", "4000", "--fresh", "300");
        assertEquals(4, results.get("reports").size());
        for (JsonNode report : results.get("reports")) {
            assertFalse(report.get("verdict").textValue().equals("FAILS"), report.toString());
        }
        List<String> rows = Files.readAllLines(folder.resolve("sweeps.csv"));
        String[] last = rows.get(rows.size() - 1).split(",", -1);
        double floor = results.get("floor").doubleValue();
        double median = Double.parseDouble(last[4]);
        assertTrue(median > floor / 2 && median < 2 * floor, median + " at the floor " + floor);
        assertTrue(Files.readAllLines(folder.resolve("updates.csv")).size() > 1);
        assertTrue(Files.size(folder.resolve("refine.png")) > 0);
    }
}
