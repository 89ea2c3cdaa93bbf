package org.autoencoder4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import picocli.CommandLine;

/** An example that was run in this JVM through its command line: what it printed and wrote. */
public record Execution(Path folder, int exitCode, String out, String err) {
    /** Runs an example; its output folder is added to the arguments. */
    public static Execution in(Path folder, String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--out", folder.toString()));
        return of(folder, all.toArray(String[]::new));
    }

    /** Runs arguments as they are. */
    public static Execution of(Path folder, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Examples.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        int exitCode = line.execute(arguments);
        return new Execution(folder, exitCode, out.toString(), err.toString());
    }

    /** Requires that it did what it says. */
    public Execution succeeded() {
        assertEquals("", err);
        assertEquals(0, exitCode, out);
        return this;
    }

    /** Requires an exit code and one line on standard error that holds a text. */
    public Execution failed(int code, String text) {
        assertEquals(code, exitCode, err);
        assertEquals(1, err.lines().count(), err);
        assertTrue(err.contains(text), err);
        return this;
    }

    public JsonNode summary() throws IOException {
        return new ObjectMapper().readTree(Files.readAllBytes(folder.resolve("summary.json")));
    }

    public JsonNode results() throws IOException {
        return summary().path("results");
    }

    public double result(String name) throws IOException {
        JsonNode value = results().path(name);
        assertTrue(value.isNumber(), name + " is " + value);
        return value.asDouble();
    }

    /** The lines of a CSV file, its header included. */
    public List<String> csv(String name) throws IOException {
        return Files.readAllLines(folder.resolve(name));
    }

    /** Requires a picture with some colours in it. */
    public void assertPicture(String name) throws IOException {
        BufferedImage image = ImageIO.read(folder.resolve(name).toFile());
        long colours = Arrays.stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                .distinct()
                .limit(20)
                .count();
        assertEquals(20, colours, name + " is nearly empty");
    }

    /** Requires that no unfinished file was left behind. */
    public void assertTidy() throws IOException {
        try (var files = Files.list(folder)) {
            assertFalse(files.anyMatch(file -> file.getFileName().toString().contains("unfinished")));
        }
    }
}
