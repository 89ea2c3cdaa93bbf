package org.autoencoder4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Examples that are stopped in the middle: one sentence, an exit code, and no file that is half there. */
class InterruptTest {
    private static final String PROGRESS = "autoencoder4j.examples.progress";
    private static final String SENTENCE = "interrupted: what was written before is whole, the rest is not there";

    @TempDir
    private Path folder;

    /** Interrupts this thread when so many bars have been shown. */
    private static final class Impatient extends Writer {
        final StringBuilder text = new StringBuilder();
        private int left;

        Impatient(int bars) {
            this.left = bars;
        }

        @Override
        public void write(char[] buffer, int offset, int length) {
            String more = new String(buffer, offset, length);
            text.append(more);
            if (more.contains("\r") && --left == 0) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private Impatient stopped(int bars, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--out", folder.toString()));
        Impatient err = new Impatient(bars);
        System.setProperty(PROGRESS, "bar");
        try {
            CommandLine line = Examples.commandLine();
            line.setErr(new PrintWriter(err, true));
            line.setOut(new PrintWriter(Writer.nullWriter(), true));
            assertEquals(130, line.execute(all.toArray(String[]::new)), err.text.toString());
            assertTrue(Thread.interrupted(), "the flag stays set");
        } finally {
            System.clearProperty(PROGRESS);
        }
        return err;
    }

    @ParameterizedTest
    @ValueSource(strings = {"consistency", "descent", "initialise", "kernel", "reach", "table1", "width"})
    void anExampleStops(String name) throws IOException {
        Impatient err = stopped(1, name);
        assertTrue(err.text.toString().strip().endsWith(SENTENCE), err.text.toString());
        assertNothingHalfWritten(folder);
    }

    private static void assertNothingHalfWritten(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<String> names = all.map(path -> path.getFileName().toString()).toList();
            assertFalse(
                    names.stream().anyMatch(name -> name.contains("unfinished") || name.endsWith(".part")),
                    names.toString());
            assertFalse(names.contains("summary.json"), "it says that a run is over");
        }
    }

    /** Ctrl-C, as nearly as one process can do it to another. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aProcessTidiesUpBeforeItEnds() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-D" + PROGRESS + "=bar",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""))));
        command.addAll(
                1,
                ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .filter(argument -> argument.startsWith("--"))
                        .toList());
        command.addAll(List.of(Examples.class.getName(), "consistency", "--out", folder.toString()));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader err =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            StringBuilder text = new StringBuilder();
            for (int c = err.read(); c >= 0; c = err.read()) {
                text.append((char) c);
                if (text.indexOf("%") > 0 && process.isAlive() && text.indexOf("stopping") < 0) {
                    text.append("stopping");
                    process.toHandle().destroy(); // which leaves its streams open
                }
            }
            assertTrue(process.waitFor(1, TimeUnit.MINUTES), "it ends");
            assertTrue(text.toString().strip().endsWith(SENTENCE), text.toString());
        } finally {
            process.destroyForcibly();
        }
        assertEquals(128 + 15, process.exitValue());
        assertNothingHalfWritten(folder);
    }
}
