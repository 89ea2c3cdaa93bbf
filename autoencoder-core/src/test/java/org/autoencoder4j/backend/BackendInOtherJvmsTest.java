package org.autoencoder4j.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.autoencoder4j.backend.OtherJvm.Outcome;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a program sees whose class path has no backend, or the OpenBLAS 0.3.19 that nd4j-native brings by itself. Its
 * AVX-512 kernels are broken; on a processor for which it would choose others, the environment variable forces them.
 */
class BackendInOtherJvmsTest {
    private static final Path BROKEN = Path.of("target", "broken-openblas");
    private static final String BROKEN_VERSION = "0.3.19-1.5.7";

    /** The program: verifies the backend, then uses ND4J. */
    static final class Program {
        public static void main(String[] arguments) {
            Backend.verify();
            double sum = Nd4j.ones(DataType.DOUBLE, 3, 2).sumNumber().doubleValue();
            System.out.println("verified " + Backend.describe().blas() + " " + sum);
        }
    }

    private static void assertFailsWith(Outcome outcome, String... parts) {
        assertEquals(1, outcome.exitCode(), outcome::toString);
        assertEquals(List.of(), outcome.output());
        assertEquals(1, outcome.errors().size(), outcome::toString);
        for (String part : parts) {
            assertTrue(outcome.errors().get(0).contains(part), outcome::toString);
        }
    }

    private static void assertVerifies(Outcome outcome, String version) {
        assertEquals(0, outcome.exitCode(), outcome::toString);
        assertEquals(List.of("verified OpenBLAS " + version + " 6.0"), outcome.output());
    }

    /**
     * Whatever kernels OpenBLAS 0.3.19 chooses for this processor: it is caught, or its results are right. Only a processor
     * with AVX-512 can show the former; what was shown is told.
     */
    @Test
    void catchesTheBrokenKernelsOfOpenBlas0319WhereTheyRun() throws Exception {
        assumeLibraryRuns();
        Outcome chosen = run(Map.of(), withBrokenOpenBlas());
        if (chosen.exitCode() == 0) {
            assertVerifies(chosen, BROKEN_VERSION);
            tell("OpenBLAS 0.3.19 computes right with the kernels that it chooses here");
        } else {
            assertCaught(chosen);
            tell("OpenBLAS 0.3.19 was caught with the kernels that it chooses here");
        }
    }

    @Test
    void catchesThemWhereTheyAreForced() throws Exception {
        assumeLibraryRuns();
        if (!Files.readString(Path.of("/proc/cpuinfo")).contains("avx512vl")) {
            tell("NOT SHOWN HERE that the broken kernels of OpenBLAS 0.3.19 are caught: they need AVX-512,"
                    + " which this processor lacks; BackendTest shows it of a BLAS that errs like it");
            return;
        }
        assertCaught(run(kernels("SkylakeX"), withBrokenOpenBlas()));
        Outcome present = run(kernels("SkylakeX"), OtherJvm.classPath().toList());
        assertVerifies(present, Loader.getVersion("org.bytedeco", "openblas"));
    }

    @Test
    void acceptsTheSameVersionOnTheKernelsThatItsMessageNames() throws Exception {
        assumeLibraryRuns();
        assumeTrue(Files.readString(Path.of("/proc/cpuinfo")).contains("avx2"), "these kernels need AVX2");
        assertVerifies(run(kernels("Haswell"), withBrokenOpenBlas()), BROKEN_VERSION);
        assertNotEquals(BROKEN_VERSION, Loader.getVersion("org.bytedeco", "openblas"));
    }

    private static void assertCaught(Outcome outcome) {
        assertFailsWith(
                outcome, "BackendException: OpenBLAS 0.3.19-1.5.7 computes wrong results", "dpotrf", ">= 0.3.28");
    }

    private static void tell(String what) {
        System.out.println("BackendInOtherJvmsTest: " + what);
    }

    @Test
    void saysInOneSentenceThatThereIsNoBackendEvenWithoutALoggingBinding() throws Exception {
        List<String> classPath = OtherJvm.classPath()
                .filter(entry -> !fileName(entry).matches("(nd4j-native|slf4j-nop)-.*"))
                .toList();
        assertFailsWith(
                run(Map.of(), classPath),
                "BackendException: No ND4J backend",
                "org.autoencoder4j:autoencoder-backend-cpu");
    }

    private static void assumeLibraryRuns() {
        boolean runs = Loader.getPlatform().equals("linux-x86_64");
        if (!runs) {
            tell("NOT SHOWN HERE that OpenBLAS 0.3.19 is caught: the build brings it for linux-x86_64 only");
        }
        assumeTrue(runs, "the test brings the library for linux-x86_64");
    }

    private static Map<String, String> kernels(String name) {
        return Map.of("OPENBLAS_CORETYPE", name);
    }

    private static List<String> withBrokenOpenBlas() throws IOException {
        try (Stream<Path> jars = Files.list(BROKEN)) {
            return Stream.concat(
                            jars.map(Path::toString),
                            OtherJvm.classPath()
                                    .filter(entry -> !fileName(entry).matches("(openblas|javacpp)-.*")))
                    .toList();
        }
    }

    private static String fileName(String entry) {
        return String.valueOf(Path.of(entry).getFileName());
    }

    private static Outcome run(Map<String, String> environment, List<String> classPath)
            throws IOException, InterruptedException {
        return OtherJvm.run(Program.class, classPath, List.of("-Xmx256m"), List.of(), environment);
    }
}
