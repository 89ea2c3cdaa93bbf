package org.autoencoder4j.backend.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BlasThreadsTest {
    private final AtomicInteger threads = new AtomicInteger(6);
    private final BlasThreads guard = new BlasThreads(threads::get, threads::set);

    @Test
    void theFirstSetsOneAndTheLastRestores() {
        BlasThreads.Use first = guard.single();
        assertEquals(1, threads.get());
        BlasThreads.Use second = guard.single();
        assertEquals(6, second.threads());
        first.close();
        assertEquals(1, threads.get());
        second.close();
        assertEquals(6, threads.get());
    }

    @Test
    void closingTwiceCountsOnce() {
        BlasThreads.Use first = guard.single();
        BlasThreads.Use second = guard.single();
        first.close();
        first.close();
        assertEquals(1, threads.get());
        second.close();
        assertEquals(6, threads.get());
    }

    @Test
    void findsAnewEachTime() {
        guard.single().close();
        threads.set(4);
        try (BlasThreads.Use use = guard.single()) {
            assertEquals(4, use.threads());
        }
        assertEquals(4, threads.get());
    }

    /** In a JVM of its own, in which nothing has used the BLAS before, and ND4J does not log what it found. */
    @Test
    void asksForTheThreadsOfTheEnvironmentBeforeAnythingElse() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Dorg.nd4j.log.initialization=false",
                "-cp",
                System.getProperty("java.class.path"),
                FreshJvm.class.getName());
        builder.environment().put("OMP_NUM_THREADS", "3");
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        assertEquals(
                "threads: 3, within: 1, after: 3",
                out.lines().reduce((a, b) -> b).orElse(""));
    }

    /** Prints the numbers of threads that it sees. */
    static final class FreshJvm {
        private FreshJvm() {}

        public static void main(String[] arguments) {
            int threads;
            int within;
            try (BlasThreads.Use use = BlasThreads.ofOpenBlas().single()) {
                threads = use.threads();
                within = new OpenBlasCount().threads();
            }
            int after = new OpenBlasCount().threads();
            System.out.println("threads: " + threads + ", within: " + within + ", after: " + after);
        }
    }
}
