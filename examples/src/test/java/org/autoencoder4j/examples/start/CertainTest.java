package org.autoencoder4j.examples.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.autoencoder4j.examples.Execution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertainTest {
    @TempDir
    private Path folder;

    private Execution certain(String options) {
        return Execution.in(folder, ("certain " + options).split(" ", -1));
    }

    /** Seeded: the run is certain to converge long before its end, and the flow no later than descent. */
    @Test
    void aRunIsCertainAndKeepsItsRate() throws IOException {
        Execution execution = certain("--samples 3 --features 3 --units 200 --steps 120 --every 4")
                .succeeded();
        JsonNode runs = execution.summary().path("results").path("runs");
        assertEquals(2, runs.size());
        for (JsonNode run : runs) {
            long flow = run.path("flow").path("certainFrom").asLong(-1);
            long descent = run.path("descent").path("certainFrom").asLong(-1);
            assertTrue(flow >= 0 && flow <= descent && descent < 120 && descent % 4 == 0, run.toString());
            double factor = run.path("descent").path("factor").asDouble();
            double measured = run.path("descent").path("measuredFactor").asDouble();
            assertTrue(factor < 1 && measured > 0 && measured <= factor, run.toString());
            assertTrue(run.path("lastSquaredError").asDouble()
                    < 1e-3 * run.path("firstSquaredError").asDouble());
        }
        assertTrue(execution.meaning().contains("could have been the last one to be computed"), execution.meaning());
        List<String> errors = Files.readAllLines(folder.resolve("errors.csv"));
        assertEquals(2 * 121 + 1, errors.size());
        assertTrue(Files.exists(folder.resolve("certain.png")));
        execution.assertTidy();
    }

    @Test
    void aZeroDecoderTrainsBothLayersOnly() throws IOException {
        JsonNode runs = certain("--zero-decoder --random --samples 2 --features 2 --units 900 --steps 150 --every 10")
                .succeeded()
                .summary()
                .path("results")
                .path("runs");
        assertEquals(1, runs.size());
        assertTrue(runs.get(0).path("descent").path("certainFrom").asLong() >= 0);
    }

    @Test
    void samplesOfAFileAreScaledToLengthOne() throws IOException {
        Path file = Files.writeString(folder.resolve("own.csv"), "3,0\n0,0.5\n1,1\n");
        JsonNode runs = certain("--data " + file + " --samples 2 --units 200 --steps 120 --every 4")
                .succeeded()
                .summary()
                .path("results")
                .path("runs");
        assertTrue(runs.get(0).path("firstSquaredError").asDouble() < 8);
    }

    /** Six steps prove nothing, and the example says so. */
    @Test
    void whatIsNeverCertainIsToldInOneLine() {
        Execution open =
                certain("--samples 3 --features 3 --units 60 --steps 6").failed(1, "after 6 steps nothing is certain");
        assertTrue(open.meaning().endsWith("and is not proved."), open.meaning());
    }

    @Test
    void fileAndDirectionsExcludeEachOther() {
        certain("--data x.csv --random").failed(2, "exclude each other");
    }
}
