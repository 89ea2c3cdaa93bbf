package org.autoencoder4j.backend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs that run in a JVM of their own. */
public final class OtherJvm {
    private static final long SECONDS = 900;

    private OtherJvm() {}

    /** What came of it. */
    public record Outcome(int exitCode, List<String> output, List<String> errors) {}

    public static Stream<String> classPath() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
        return Stream.of(path.split(File.pathSeparator));
    }

    public static Outcome run(
            Class<?> program,
            List<String> classPath,
            List<String> options,
            List<String> arguments,
            Map<String, String> environment)
            throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home", ""), "bin", "java");
        List<String> command = new ArrayList<>(List.of(java.toString(), "-Dorg.nd4j.log.initialization=false"));
        // What keeps JDK 24 and later from warning about JavaCPP's native access.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--"))
                .forEach(command::add);
        command.addAll(options);
        command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath), program.getName()));
        command.addAll(arguments);
        Path output = Files.createTempFile("other-jvm", ".out");
        Path errors = Files.createTempFile("other-jvm", ".err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(output.toFile());
        builder.redirectError(errors.toFile()).environment().putAll(environment);
        Process process = builder.start();
        try {
            assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), "the program must end");
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
