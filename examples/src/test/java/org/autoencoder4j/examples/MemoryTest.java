package org.autoencoder4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class MemoryTest {
    @TempDir
    Path folder;

    @Test
    @EnabledOnOs(OS.LINUX)
    void residentMemoryIsRecordedAtEachStep() throws IOException {
        Execution run = Execution.in(folder, "memory", "--steps", "12", "--samples", "300", "--n", "16", "--m", "32");
        // This JVM is not the one of examples/run, so its memory may do as it likes; verdict and numbers must agree.
        assertEquals(run.result("growth") <= 0.1 ? 0 : 1, run.exitCode(), run.err());
        assertEquals(13, run.results().path("residentMegabytes").size());
        assertEquals(run.results().path("residentMegabytes").get(10).asDouble(), run.result("residentAfterStep10"));
        assertEquals(run.results().path("residentMegabytes").get(12).asDouble(), run.result("residentAfterLastStep"));
        assertTrue(run.result("residentAfterStep10") > 20, "a JVM is larger than that");
        assertEquals(14, run.csv("memory.csv").size());
        run.assertPicture("memory.png");
    }

    @Test
    void growthAboveTheLimitIsAnError() {
        assertEquals(Optional.empty(), Memory.excess(1000, 1099));
        assertEquals(Optional.empty(), Memory.excess(1000, 500));
        assertTrue(Memory.excess(1000, 1110).orElseThrow().contains("grew by 11 %"));
    }

    @Test
    void tooFewStepsAreToldInOneLine() {
        Execution.in(folder, "memory", "--steps", "10").failed(2, "--steps = 10 must be at least 11");
    }
}
