package org.autoencoder4j.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

    /** The program: verifies the backend, then uses ND4J. */
    static final class Program {
        public static void main(String[] arguments) {
            Backend.verify();
            double sum = Nd4j.ones(DataType.DOUBLE, 3, 2).sumNumber().doubleValue();
            System.out.println("verified " + Backend.describe().blas() + " " + sum);
        }
    }

    private record Outcome(int exitCode, List<String> output, List<String> errors) {
        void assertFailsWith(String... parts) {
            assertEquals(1, exitCode, toString());
            assertEquals(List.of(), output);
            assertEquals(1, errors.size(), toString());
            for (String part : parts) {
                assertTrue(errors.get(0).contains(part), toString());
            }
        }

        void assertVerifies(String version) {
            assertEquals(0, exitCode, toString());
            assertEquals(List.of("verified OpenBLAS " + version + " 6.0"), output);
        }
    }

    @Test
    void findsTheBrokenKernelsOfOpenBlas0319() throws Exception {
        assumeBrokenKernelsRun();
        run("SkylakeX", withBrokenOpenBlas())
                .assertFailsWith(
                        "BackendException: OpenBLAS 0.3.19-1.5.7 computes wrong results", "dpotrf", ">= 0.3.28");
    }

    @Test
    void acceptsTheSameVersionOnTheKernelsThatItsMessageNames() throws Exception {
        assumeBrokenKernelsRun();
        run("Haswell", withBrokenOpenBlas()).assertVerifies("0.3.19-1.5.7");
    }

    @Test
    void acceptsTheOpenBlasOfTheBackendArtefactOnTheSameKernels() throws Exception {
        assumeBrokenKernelsRun();
        Outcome outcome = run("SkylakeX", classPath().toList());
        outcome.assertVerifies(Loader.getVersion("org.bytedeco", "openblas"));
        assertNotEquals("0.3.19-1.5.7", Loader.getVersion("org.bytedeco", "openblas"));
    }

    @Test
    void saysInOneSentenceThatThereIsNoBackendEvenWithoutALoggingBinding() throws Exception {
        run(
                        "",
                        classPath()
                                .filter(entry -> !fileName(entry).matches("(nd4j-native|slf4j-nop)-.*"))
                                .toList())
                .assertFailsWith("BackendException: No ND4J backend", "org.autoencoder4j:autoencoder-backend-cpu");
    }

    private static void assumeBrokenKernelsRun() throws IOException {
        assumeTrue(Loader.getPlatform().equals("linux-x86_64"), "the test brings the library for linux-x86_64");
        assumeTrue(Files.readString(Path.of("/proc/cpuinfo")).contains("avx512vl"), "the broken kernels need AVX-512");
    }

    private static List<String> withBrokenOpenBlas() throws IOException {
        try (Stream<Path> jars = Files.list(BROKEN)) {
            return Stream.concat(
                            jars.map(Path::toString),
                            classPath().filter(entry -> !fileName(entry).matches("(openblas|javacpp)-.*")))
                    .toList();
        }
    }

    private static Stream<String> classPath() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
        return Stream.of(path.split(File.pathSeparator));
    }

    private static String fileName(String entry) {
        return String.valueOf(Path.of(entry).getFileName());
    }

    private static Outcome run(String kernels, List<String> classPath) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home", ""), "bin", "java");
        List<String> command = new ArrayList<>(List.of(java.toString(), "-Xmx256m"));
        command.add("-Dorg.nd4j.log.initialization=false");
        // What keeps JDK 24 and later from warning about JavaCPP's native access.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--"))
                .forEach(command::add);
        command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath), Program.class.getName()));
        Path output = Files.createTempFile("backend", ".out");
        Path errors = Files.createTempFile("backend", ".err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(output.toFile());
        builder.redirectError(errors.toFile()).environment().put("OPENBLAS_CORETYPE", kernels);
        Process process = builder.start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the program must end");
            return new Outcome(process.exitValue(), lines(output), lines(errors));
        } finally {
            process.destroyForcibly();
            Files.delete(output);
            Files.delete(errors);
        }
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.UTF_8);
    }
}
