package org.autoencoder4j.testsupport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** A script of the test resources that NumPy runs, an independent program beside the library. */
public final class PythonScript {
    private static final String PYTHON = "python3";

    private final Path script;

    private PythonScript(Path script) {
        this.script = script;
    }

    /**
     * Copies scripts of {@code /python} on the class path into a folder. Where {@code python3} cannot import NumPy the test
     * that asks is skipped.
     *
     * @param folder the folder
     * @param names their names; the first is the one that is run, the others are what it imports
     * @return the script
     */
    public static PythonScript of(Path folder, String... names) {
        assumeTrue(hasNumpy(), "skipped: " + PYTHON + " is missing or cannot import numpy");
        for (String name : names) {
            try (InputStream in = PythonScript.class.getResourceAsStream("/python/" + name)) {
                if (in == null) {
                    throw new IllegalArgumentException("no test resource /python/" + name);
                }
                Files.copy(in, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new PythonScript(folder.resolve(names[0]));
    }

    private static boolean hasNumpy() {
        try {
            return new ProcessBuilder(PYTHON, "-c", "import numpy")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Runs it and fails if it does.
     *
     * @param arguments its arguments
     * @return what it printed, as JSON; missing if it printed nothing
     */
    public JsonNode run(Object... arguments) {
        List<String> command = new ArrayList<>(List.of(PYTHON, script.toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        try {
            Path errors = script.resolveSibling("errors.txt");
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            assertEquals(0, code, () -> command + ": " + text(errors));
            return new ObjectMapper().readTree(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public String toString() {
        return script.toString();
    }
}
