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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** An example that was run in this JVM through its command line: what it printed and wrote. */
public record Execution(Path folder, int exitCode, String out, String err) {
    private static final Pattern EXAMPLE = Pattern.compile("examples/run ([a-z0-9-]+)");

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

    /** Requires that it did what it says, and that it ends with what that means, unless it was asked for help alone. */
    public Execution succeeded() {
        assertEquals("", err);
        assertEquals(0, exitCode, out);
        if (out.contains("Files are in ")) {
            meaning();
        }
        return this;
    }

    /** The sentence at the end. */
    public String meaning() {
        List<String> lines = out.lines().toList();
        String meaning = lines.get(lines.size() - 2);
        String next = lines.get(lines.size() - 1);
        assertTrue(meaning.startsWith("Meaning: ") && next.startsWith("Next: "), out);
        Matcher examples = EXAMPLE.matcher(next);
        while (examples.find()) {
            assertTrue(Examples.commandLine().getSubcommands().containsKey(examples.group(1)), next);
        }
        return meaning.substring("Meaning: ".length());
    }

    /**
     * Requires an exit code and a text on standard error: of a run that failed in one line and with a sentence at the end, of
     * wrong options with the usage in a second line.
     */
    public Execution failed(int code, String text) {
        assertEquals(code, exitCode, err);
        List<String> lines = err.lines().toList();
        assertTrue(lines.get(0).contains(text), err);
        boolean usage = code == ExitCode.USAGE;
        assertEquals(usage ? 2 : 1, lines.size(), err);
        assertTrue(!usage || lines.get(1).startsWith("Usage: examples/run "), err);
        if (out.contains("Files are in ")) {
            meaning();
        }
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
