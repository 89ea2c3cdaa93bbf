package org.autoencoder4j.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.autoencoder4j.model.GoldenRuns.Fingerprint;
import org.junit.jupiter.api.Test;

/**
 * What training computes stays the same, whatever is moved about in the code. The last loss and the sum of squares of all
 * entries agree with recorded ones to 1e-12 in DOUBLE and 1e-5 in FLOAT on every processor: 15 steps of runs that do not
 * diverge leave that much of rounding. The bits depend on the kernels that OpenBLAS chooses, and perhaps on the sizes of
 * caches. There is a file of digests for each set of kernels on which they were recorded; whoever changes how a step is
 * put together compares them on one machine, before and after, with {@code -Dgolden.bits=exact}.
 */
class GoldenRunsTest {
    private static final String REFERENCE = "haswell";

    @Test
    void numbersAreTheRecordedOnesAndBitsTheSameForAnyNumberOfThreads() throws Exception {
        Map<String, String> one = runInAnotherJvm(1);
        assertEquals(one, runInAnotherJvm(2));
        String kernels = one.remove("kernels");
        assertEquals(GoldenRuns.kernels(), kernels);
        if ("exact".equals(System.getProperty("golden.bits"))) {
            assertEquals(recorded(kernels), one);
        }
        Map<String, String> reference = recorded(REFERENCE);
        assertEquals(reference.keySet(), one.keySet());
        one.forEach((name, line) -> {
            Fingerprint expected = Fingerprint.parse(reference.get(name));
            Fingerprint actual = Fingerprint.parse(line);
            double tolerance = name.endsWith("double") ? 1e-12 : 1e-5;
            assertEquals(expected.loss(), actual.loss(), tolerance * Math.max(1, expected.loss()), name);
            assertEquals(expected.squares(), actual.squares(), tolerance * expected.squares(), name);
        });
    }

    /** No run is a copy of another, and every one has moved. */
    @Test
    void theRunsDiffer() {
        Map<String, Fingerprint> runs = GoldenRuns.fingerprints();
        assertEquals(recorded(REFERENCE).keySet(), runs.keySet());
        assertEquals(runs.size(), new HashSet<>(runs.values()).size());
        runs.forEach((name, run) -> assertTrue(run.loss() > 0 && run.loss() < 100, name + ": " + run.loss()));
    }

    private static Map<String, String> recorded(String kernels) {
        try (InputStream stream = GoldenRunsTest.class.getResourceAsStream("/golden-runs/" + kernels + ".csv")) {
            return stream == null
                    ? Map.of()
                    : byName(new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines by what stands before their first comma; names have none but in front of a blank. */
    private static Map<String, String> byName(List<String> lines) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (String line : lines) {
            int end = line.length();
            for (int field = 0; field < (line.startsWith("kernels") ? 1 : 4); field++) {
                end = line.lastIndexOf(',', end - 1);
            }
            byName.put(line.substring(0, end), line.substring(end + 1));
        }
        return byName;
    }

    private static Map<String, String> runInAnotherJvm(int threads) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-javaagent"))
                .toList());
        command.add("-Dorg.nd4j.log.initialization=false");
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(GoldenRuns.class.getName());
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
        Process process = builder.start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertTrue(process.waitFor(120, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue());
        return byName(lines);
    }
}
