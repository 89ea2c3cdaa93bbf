package org.autoencoder4j.examples.dictionary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.autoencoder4j.examples.Execution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recovery of a known dictionary: small versions of the runs, and the runs themselves as slow tests. */
class RecoverTest {
    @TempDir
    Path folder;

    private Execution recover(String options) {
        return Execution.in(folder, ("recover " + options).split(" ", -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"float", "double"})
    void aMixtureIsRecovered(String type) throws IOException {
        Execution run = recover("--n 60 --m 4 --samples 2000 --steps 15 --dtype " + type)
                .succeeded();

        assertEquals(0.5, run.result("deltaInitial"), 1e-5);
        assertTrue(run.result("delta") < 0.03, "delta " + run.result("delta"));
        assertTrue(run.result("frobenius") < 0.06);
        assertTrue(run.result("codeConsistency") > 0.9);
        assertEquals(0, run.result("unmatchedAtoms"));
        assertTrue(run.result("loss") < run.result("lossInitial"));
        assertEquals(15, run.result("steps"));
        assertTrue(run.results().path("stopReason").asText().contains("15 steps done"));
        assertEquals(17, run.csv("history.csv").size());
        assertEquals(17, run.csv("delta.csv").size());
        assertEquals("step,delta", run.csv("delta.csv").get(0));
        run.assertPicture("recover.png");
        assertTrue(run.out().contains("Frobenius error"), run.out());
        JsonNode sweeps = run.results().path("sweeps");
        assertTrue(sweeps.path("delta").asDouble() < 0.03, "on the same samples; " + run.out());
        assertEquals(0, sweeps.path("unmatchedAtoms").asInt());
        assertTrue(sweeps.path("stopReason").asText().startsWith("CONVERGED"), run.out());
    }

    /** Orthonormal atoms have no incoherence to speak of, so small sizes suffice. */
    @ParameterizedTest
    @CsvSource({"sparse, orthonormal", "nonnegative, orthonormal", "sparse, union"})
    void sparseCodesAreRecovered(String model, String dictionary) throws IOException {
        Execution run = recover("--n 64 --m " + (dictionary.equals("union") ? 128 : 64) + " --k 2 --samples 3000"
                        + " --steps 12 --model " + model + " --dictionary " + dictionary)
                .succeeded();
        assertEquals(0.3, run.result("deltaInitial"), 1e-5);
        assertTrue(run.result("delta") < 0.1, "delta " + run.result("delta"));
        assertTrue(run.result("codeConsistency") > 0.98, "consistency " + run.result("codeConsistency"));
        assertTrue(run.results().path("sweeps").path("delta").asDouble() < run.result("delta"), run.out());
    }

    @Test
    void theSummarySaysThatABiasBiases() throws IOException {
        Execution run = recover("--n 64 --m 64 --k 2 --samples 500 --steps 3 --model nonnegative"
                        + " --dictionary orthonormal --activation relu --bias -0.4")
                .succeeded();
        assertTrue(run.results().path("note").asText().startsWith("The bias biases the fixed point"));
        assertTrue(run.out().contains("The bias biases the fixed point"));
        assertEquals(-0.4, run.summary().path("parameters").path("bias").asDouble());
    }

    @Test
    void aRunThatLeavesTheDictionaryFails() throws IOException {
        Execution run = recover("--n 20 --m 4 --samples 200 --steps 3 --delta 0.01 --zeta 1e6 --bias -0.1")
                .failed(1, "the dictionary was not recovered");
        assertTrue(run.results().path("failure").asText().startsWith("the dictionary was not recovered"));
        assertTrue(run.result("delta") > run.result("deltaInitial"));
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void theMixtureOfThePaperIsRecovered(int seed) throws IOException {
        Execution run = recover("--model mixture --seed " + seed).succeeded();
        assertTrue(run.result("frobenius") <= 0.06);
        assertTrue(run.result("codeConsistency") >= 0.99);
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({
        "--model sparse,                                       0.06, 0.99",
        "--model sparse --dictionary union --n 256 --m 512,    0.04, 0.99",
        "--model nonnegative,                                  0.06, 0.99",
        "--model nonnegative --activation relu --bias -0.4,    0.15, 0",
    })
    void sparseCodesAreRecoveredAtFullSize(String options, double delta, double consistency) throws IOException {
        for (int seed = 1; seed <= 3; seed++) {
            Execution run = recover(options + " --seed " + seed).succeeded();
            assertTrue(run.result("delta") <= delta, "delta " + run.result("delta") + " of seed " + seed);
            assertTrue(run.result("codeConsistency") >= consistency);
            assertTrue(run.result("steps") <= 20);
        }
    }
}
