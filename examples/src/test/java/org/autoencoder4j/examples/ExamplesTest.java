package org.autoencoder4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.autoencoder4j.provenance.Environment;
import org.autoencoder4j.provenance.Provenance;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

/** What all examples have in common. */
class ExamplesTest {
    private static final String SMALL = "--n=20 --m=4 --samples=300 --steps=3";

    @TempDir
    Path folder;

    private Execution recover(String options) {
        return Execution.in(folder, ("recover " + options).split(" ", -1));
    }

    @Test
    void helpListsEveryExampleAndEachHasHelp() {
        String help = Execution.of(folder, "--help").succeeded().out();
        assertEquals(help, Execution.of(folder).succeeded().out(), "without a name");
        for (String name : Examples.commandLine().getSubcommands().keySet()) {
            assertTrue(help.contains("  " + name + " "), help);
            if (name.equals("spark")) {
                continue;
            }
            String own = Execution.of(folder, name, "--help").succeeded().out();
            assertTrue(own.contains("--out"), own);
            boolean repeats = name.equals("reproduce");
            assertTrue(repeats || (own.contains("--seed") && own.contains("--dtype")), own);
        }
    }

    /** Its module is not here, whatever is asked of it. */
    @ParameterizedTest
    @ValueSource(strings = {"spark", "spark --help", "spark --samples 7"})
    void whatBringsSparkIsElsewhere(String arguments) {
        Execution.of(folder, arguments.split(" ", -1))
                .failed(1, "start this example with examples/run spark, which builds");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense              | nonsense",
                "recover --nonsense    | --nonsense",
                "recover --steps x     | '--steps'",
                "recover --dtype int   | must be float or double",
                "recover --model linear| --model",
            })
    void badOptionsAreToldWithTheUsage(String arguments, String text) {
        Execution.of(folder, arguments.split(" ", -1)).failed(2, text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--model sparse --k 9 --m 8 --n 8           | k = 9 | --k",
                "--sigma -1                                 | noise = -1.0 | --sigma",
                "--sigma NaN                                | noise = NaN | --sigma",
                "--samples 0                                | --samples = 0 | --samples",
                "--steps -1                                 | steps = -1 | --steps",
                "--delta 3                                  | delta | --delta",
                "--zeta 0                                   | rate = 0.0 | --zeta",
                "--n 0                                      | features = 0 | --n",
                "--k 2                                      | --k | --k",
                "--model sparse --values 0,1                | a1 | --values",
                "--model sparse --values 1                  | --values | --values",
                "--values 1                                 | --values | --values",
                "--model sparse --dictionary union --n 16 --m 8 | --m 8 must be 2 n = 32 | --m",
                "--dictionary orthonormal --n 4 --m 8       | units = 8 | --m",
            })
    void badSizesAreToldWithTheOptionAndTheUsage(String options, String text, String option) {
        Execution execution = recover(options).failed(2, text);
        List<String> lines = execution.err().lines().toList();
        assertTrue(lines.get(0).contains(option), option + " in " + lines);
        assertTrue(lines.get(1).contains(option + " "), option + " in " + lines);
        assertFalse(
                Files.exists(execution.folder().resolve("summary.json")), "a run that did not happen has a summary");
    }

    /** Where a message calls it otherwise, or there is no option but a place. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "certain --samples 10        | --samples 10 must be at most --features 6 | --samples n: ",
                "certain --samples 0         | --samples = 0 must be at least 1 | --samples n: ",
                "certain --features 0        | --features = 0 must be at least 1 | --features d: ",
                "certain --units 0           | --units = 0 must be at least 1 | --units m: ",
                "regimes --samples 0         | --samples = 0 must be at least 1 | --samples n: ",
                "regimes --narrow 0          | --narrow = 0 must be at least 1 | --narrow m: ",
                "regimes --width 0           | --width = 0 must be at least 1 | --width m: ",
                "reproduce                   | DIR | examples/run reproduce DIR [options]; ",
            })
    void everyCommandTellsWhatIsWrongAndHowItIsUsed(String arguments, String text, String usage) {
        Execution execution = Execution.in(folder, arguments.split(" ", -1)).failed(2, text);
        assertTrue(execution.err().lines().toList().get(1).contains(usage), execution.err());
    }

    @Test
    void anOutputFolderThatCannotBeIsToldInOneLine() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Execution.in(file, ("recover " + SMALL).split(" ", -1)).failed(1, file + " exists already and is no folder");
    }

    @Test
    void theSummarySaysWhatWasRunWithWhat() throws IOException {
        Execution execution = recover("--seed 7 --dtype double --sigma 0.02 --zeta 3.5 " + SMALL);
        execution.succeeded();
        JsonNode summary = execution.summary();

        assertEquals("recover", summary.path("example").asText());
        JsonNode parameters = summary.path("parameters");
        assertEquals(7, parameters.path("seed").asLong());
        assertEquals("double", parameters.path("dtype").asText());
        assertEquals("mixture", parameters.path("model").asText());
        assertEquals(0.02, parameters.path("sigma").asDouble());
        assertEquals(3.5, parameters.path("zeta").asDouble());
        assertEquals(20, parameters.path("n").asInt());
        assertEquals(1, parameters.path("k").asInt(), "a default that was settled");
        assertTrue(parameters.path("biasFloor").isNumber());
        JsonNode provenance = summary.path("provenance");
        Provenance said = Provenance.fromJson(provenance.toString());
        assertEquals(Environment.current(), said.environment());
        assertEquals(OptionalLong.of(7), said.seed());
        assertEquals(Optional.of("examples/run recover"), said.rule());
        assertEquals(Optional.of(DataType.DOUBLE), said.type());
        assertEquals("recover", summary.path("arguments").path(0).asText());
        assertFalse(summary.path("arguments").toString().contains("--out"), "where it was written is no matter");
        assertEquals("{}", summary.path("inputs").toString());
        assertEquals(64, summary.path("files").path("delta.csv").asText().length());
        assertFalse(summary.path("files").has("recover.png"), "pictures are not compared");
        assertTrue(execution.out().contains("Files are in " + folder));
    }

    @Test
    void filesReplaceThoseOfAnEarlierRunAndNothingIsLeftBehind() throws IOException {
        recover(SMALL).succeeded();
        byte[] first = Files.readAllBytes(folder.resolve("delta.csv"));
        Execution second = recover("--seed 2 " + SMALL).succeeded();
        assertFalse(java.util.Arrays.equals(first, Files.readAllBytes(folder.resolve("delta.csv"))));
        second.assertTidy();
    }

    @Test
    void filesHaveOrdinaryPermissions() throws IOException {
        Assumptions.assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
        Execution execution = recover(SMALL).succeeded();
        Path ordinary = Files.createFile(folder.resolve("ordinary"));
        Set<PosixFilePermission> expected = Files.getPosixFilePermissions(ordinary);
        for (String name : new String[] {"summary.json", "history.csv", "recover.png"}) {
            Set<PosixFilePermission> actual =
                    Files.getPosixFilePermissions(execution.folder().resolve(name));
            assertEquals(PosixFilePermissions.toString(expected), PosixFilePermissions.toString(actual), name);
        }
    }

    @Test
    void theSameSeedGivesTheSameNumbers() throws IOException {
        recover(SMALL).succeeded();
        byte[] first = Files.readAllBytes(folder.resolve("history.csv"));
        recover(SMALL).succeeded();
        assertTrue(java.util.Arrays.equals(first, Files.readAllBytes(folder.resolve("history.csv"))));
    }
}
