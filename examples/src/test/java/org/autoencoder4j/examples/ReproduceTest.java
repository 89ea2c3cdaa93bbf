package org.autoencoder4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs that are run again, and what is said of those that were tampered with. */
class ReproduceTest {
    private static final String TIED = "recover --n=20 --m=4 --samples=300 --steps=3";

    /** A run that tests copy, since each needs one. */
    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    @BeforeAll
    static void runOnce() throws IOException {
        Execution.in(shared.resolve("run"), TIED.split(" ", -1)).succeeded();
        StringBuilder table = new StringBuilder();
        RandomGenerator random = RandomStreams.of(1).at("test", 0, 0);
        for (int i = 0; i < 120; i++) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            table.append(String.format(
                    Locale.ROOT, "%.4f,%.4f,%.4f,%.4f%n", a + b, a - b, a + 0.01 * random.nextGaussian(), b));
        }
        Files.writeString(shared.resolve("data.csv"), table);
    }

    private Path run() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("run"));
        try (var files = Files.list(shared.resolve("run"))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private Execution reproduced(Path run) {
        return Execution.of(
                folder,
                "reproduce",
                run.toString(),
                "--out",
                folder.resolve("again").toString());
    }

    private static void change(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        assertTrue(text.contains(from), from + " in " + text);
        Files.writeString(file, text.replace(from, to));
    }

    private Path ownData() throws IOException {
        return Files.copy(shared.resolve("data.csv"), folder.resolve("data.csv"));
    }

    /** One tied run, one of two layers in four regimes, one of the estimator on own data, and one of certificates. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                TIED + " --dtype double",
                "regimes --samples 2 --features 4 --width 50 --narrow 1 --runs 1 --steps 5",
                "recover --units 6 --k 1 --data",
                "reach --features 30 --units 30 --values 1,1 --sigma 0.001"
            })
    void aRunComesOutAgainToTheLastBit(String command) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ", -1)));
        if (command.endsWith("--data")) {
            arguments.add(ownData().toString());
        }
        Path run = folder.resolve("run");
        Execution first = Execution.in(run, arguments.toArray(String[]::new));
        assertTrue(Files.exists(run.resolve("summary.json")), first.toString());
        Execution again = reproduced(run);
        assertEquals(0, again.exitCode(), again.out());
        assertEquals(first.err(), again.err(), "also what it did not achieve");
        assertTrue(again.out().contains("\nREPRODUCED: "), again.out());
        assertTrue(again.out().contains(" numbers, which all agree to the last bit"), again.out());
        assertTrue(Files.exists(folder.resolve("again").resolve("summary.json")));
        assertEquals("The run gives the same numbers here.", again.meaning());
    }

    @Test
    void aTamperedTableIsFoundWithItsCell() throws IOException {
        Path run = run();
        List<String> lines = new ArrayList<>(Files.readAllLines(run.resolve("delta.csv")));
        String[] header = lines.get(0).split(",", -1);
        String[] row = lines.get(2).split(",", -1);
        String before = row[1];
        row[1] = "7.25";
        lines.set(2, String.join(",", row));
        Files.write(run.resolve("delta.csv"), lines);
        Execution again = reproduced(run);
        assertEquals(1, again.exitCode(), again.out());
        String said = "delta.csv, row 2, column " + header[1] + ": 7.25 before, " + before + " now\n";
        assertTrue(again.out().contains(said), again.out());
        assertTrue(again.out().contains("delta.csv was changed after the run"), again.out());
        assertTrue(again.out().contains("NOT REPRODUCED: "), again.out());
        assertTrue(again.out().contains(", 1 places do not agree"), again.out());
        assertEquals("Here the run gives other numbers, or a file was changed after it.", again.meaning());
    }

    @Test
    void aTamperedSummaryIsFoundWithItsField() throws IOException {
        Path run = run();
        change(run.resolve("summary.json"), "\"stopReason\" : \"", "\"stopReason\" : \"not ");
        Execution again = reproduced(run);
        assertEquals(1, again.exitCode(), again.out());
        assertTrue(again.out().contains("summary.json, /results/"), again.out());
        assertTrue(again.out().contains("stopReason: \"not "), again.out());
    }

    @Test
    void aTamperedArrayIsFoundWithItsEntry() throws IOException {
        Path run = folder.resolve("run");
        Execution.in(
                run, "recover", "--units", "6", "--k", "1", "--data", ownData().toString());
        INDArray weights = Npy.read(run.resolve("W.npy"));
        weights.putScalar(2, 3, 5);
        Files.delete(run.resolve("W.npy"));
        Npy.write(run.resolve("W.npy"), weights);
        Execution again = reproduced(run);
        assertEquals(1, again.exitCode(), again.out());
        assertTrue(again.out().contains("W.npy, entry [2, 3]: 5.0 before, "), again.out());
    }

    /** How long it took is not what came out. */
    @Test
    void timesAreNotCompared() throws IOException {
        Path run = run();
        String text = Files.readString(run.resolve("summary.json"));
        Files.writeString(
                run.resolve("summary.json"), text.replaceAll("\"seconds\" : [0-9.E-]+", "\"seconds\" : 99999.5"));
        Execution again = reproduced(run).succeeded();
        assertTrue(again.out().contains("Not compared: seconds"), again.out());
    }

    @Test
    void onOtherKernelsNumbersNeedAgreeToNineDigits() throws IOException {
        Path run = run();
        String text = Files.readString(run.resolve("summary.json"));
        Files.writeString(
                run.resolve("summary.json"),
                text.replaceAll("\"coreType\" : \"[A-Z0-9]+\"", "\"coreType\" : \"OTHER\""));
        Execution again = reproduced(run).succeeded();
        assertTrue(again.out().contains("Last digits may differ, since here is core type "), again.out());
        assertTrue(again.out().contains(", not OTHER"), again.out());
        assertTrue(again.out().contains(" numbers, which all agree to 1e-9 relative"), again.out());
    }

    /** Where numbers need not have the same bits, texts that are no numbers still must agree. */
    @Test
    void onOtherKernelsAnotherReasonIsADifference() throws IOException {
        Path run = run();
        String text = Files.readString(run.resolve("summary.json"));
        Files.writeString(
                run.resolve("summary.json"),
                text.replaceAll("\"coreType\" : \"[A-Z0-9]+\"", "\"coreType\" : \"OTHER\"")
                        .replace("\"stopReason\" : \"", "\"stopReason\" : \"not "));
        Execution again = reproduced(run);
        assertEquals(1, again.exitCode(), again.out());
        assertTrue(again.out().contains("stopReason: \"not "), again.out());
    }

    /** Of the folder of another run only the model is an input, not the tables of this run in it, nor how long it took. */
    @Test
    void onlyTheModelOfAnotherRunIsAnInput() throws IOException {
        Path samples = ownData();
        Path run = folder.resolve("run");
        Execution.in(run, "recover", "--units", "6", "--k", "1", "--data", samples.toString())
                .succeeded();
        Execution coded = Execution.in(
                        run.resolve("codes"), "encode", "--autoencoder", run.toString(), "--data=" + samples)
                .succeeded();
        JsonNode summary = coded.summary();
        assertEquals(
                run.resolve("model").toString(),
                summary.path("inputs").fieldNames().next());
        Files.writeString(run.resolve("summary.json"), "of another run");
        assertEquals(
                0,
                Execution.of(folder, "reproduce", run.resolve("codes").toString())
                        .exitCode());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"example\"   | \"k\" : 1, \"k\"     | is damaged: ",
                "\"delta.csv\" | \"../delta.csv\"   | is damaged: it has files with",
                "[ \"recover\" | [ \"recover\", \"--out\" | is damaged: it has arguments",
                "\"arguments\" | \"argument\"      | an earlier version wrote it",
                "\"threads\"   | \"thread\"        | has no threads",
                "\"recover\"   | \"spark\"         | is a run of spark, which compares itself",
                "\"library\" : \" | \"library\" : \"0.0.1-  | was written by version 0.0.1-",
                "[ \"recover\"  | [ \"width\"        | is damaged: it has arguments",
                "{             | {{                | is damaged: ",
            })
    void aRecordThatDoesNotFitIsToldInOneLine(String from, String to, String said) throws IOException {
        Path run = run();
        change(run.resolve("summary.json"), from, to);
        reproduced(run).failed(2, said);
        assertFalse(Files.exists(folder.resolve("again").resolve("summary.json")), "nothing was run");
    }

    @Test
    void whatIsMissingIsToldInOneLine() throws IOException {
        Path run = run();
        Files.delete(run.resolve("delta.csv"));
        reproduced(run).failed(2, run.resolve("delta.csv") + " is missing");
        Files.delete(run.resolve("summary.json"));
        reproduced(run).failed(2, run + " has no summary.json");
        reproduced(folder.resolve("nowhere")).failed(2, "nowhere has no summary.json");
    }

    @Test
    void dataThatHaveChangedAreNamed() throws IOException {
        Path run = folder.resolve("run");
        Path data = ownData();
        Execution.in(run, "recover", "--units", "6", "--k", "1", "--data", data.toString());
        Files.writeString(data, Files.readString(data) + "1,2,3,4\n");
        reproduced(run).failed(2, data + " has changed since the run");
        Files.delete(data);
        reproduced(run).failed(2, data + " is missing, from which the run read its data");
    }

    @Test
    void aFolderWithFilesIsNotWrittenInto() throws IOException {
        Path run = run();
        Execution.of(folder, "reproduce", run.toString(), "--out", run.toString())
                .failed(2, "holds files; give a folder that is empty or does not exist");
    }
}
