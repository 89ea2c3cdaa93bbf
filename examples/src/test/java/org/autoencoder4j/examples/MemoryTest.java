package org.autoencoder4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine;

class MemoryTest {
    @TempDir
    Path folder;

    private static final String[] SMALL = {"--samples", "300", "--n", "16", "--m", "32"};

    /** Runs the example with a gauge that this test reads. */
    private Execution watch(Memory.Gauge gauge, int steps) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = new CommandLine(new Memory(gauge))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        List<String> arguments = new ArrayList<>(List.of(SMALL));
        arguments.addAll(List.of("--steps", "" + steps, "--out", folder.toString()));
        return new Execution(folder, line.execute(arguments.toArray(String[]::new)), out.toString(), err.toString());
    }

    /** Counts where the example looks, at step 10 and at the last; each count takes some collections of garbage. */
    private static Memory.Gauge liveArraysAtTheEndsOf(int steps) {
        AtomicInteger next = new AtomicInteger();
        return () -> {
            int step = next.getAndIncrement();
            return step == 10 || step == steps ? LiveArrays.count() : 0;
        };
    }

    /** A leak of an array at each step, or more, fails. */
    @Test
    void noStepLeavesAnArrayBehind() throws IOException {
        Execution run = watch(liveArraysAtTheEndsOf(22), 22);
        double growth = run.result("residentAfterLastStep") - run.result("residentAfterStep10");
        assertTrue(growth < 12, "12 steps left " + growth + " arrays behind");
    }

    /** The count sees a leak of one array at each step, so the test above can fail. */
    @Test
    void anArrayLeftBehindAtEachStepIsSeen() throws IOException {
        List<INDArray> kept = new ArrayList<>();
        Memory.Gauge count = liveArraysAtTheEndsOf(14);
        Execution run = watch(
                () -> {
                    kept.add(Nd4j.create(DataType.FLOAT, 10));
                    return count.megabytes();
                },
                14);
        double growth = run.result("residentAfterLastStep") - run.result("residentAfterStep10");
        assertTrue(growth >= 4, "4 of " + kept.size() + " arrays were kept after step 10, and seen were " + growth);
    }

    @Test
    void theVerdictIsThatOfTheGauge() throws IOException {
        AtomicInteger step = new AtomicInteger();
        Execution grown = watch(() -> 100 + step.getAndIncrement(), 25);
        assertEquals(1, grown.exitCode());
        assertTrue(grown.err().contains("grew by 14 %"), grown.err());
        assertEquals(110, grown.result("residentAfterStep10"));
        assertEquals(125, grown.result("residentAfterLastStep"));
        assertTrue(grown.meaning().startsWith("The process grew with the steps"), grown.meaning());
        Execution flat = watch(() -> 100, 12).succeeded();
        assertTrue(flat.meaning().startsWith("After 12 steps the process has 0.0 % more memory"), flat.meaning());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void residentMemoryIsRecordedAtEachStep() throws IOException {
        Execution run = Execution.in(folder, "memory", "--steps", "12", "--samples", "300", "--n", "16", "--m", "32");
        // This JVM is not the one of examples/run, so the verdict on its memory is another test's.
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
