package org.autoencoder4j.examples.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.autoencoder4j.examples.Execution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of files that are there already, and of a run that cannot write. */
class OutputFolderTest {
    private static final String[] SMALL = {"recover", "--n=20", "--m=4", "--samples=300", "--steps=3"};

    @TempDir
    Path folder;

    private static void half(Path file) throws IOException {
        Files.writeString(file, "half");
        throw new FileSystemException(file.toString(), null, "No space left on device");
    }

    private String text(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    private void assertTidy() {
        try (var files = Files.list(folder)) {
            assertFalse(files.anyMatch(file -> file.getFileName().toString().contains("unfinished")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aFileThatCannotBeWrittenLeavesTheOldOne() throws IOException {
        Files.writeString(folder.resolve("a.csv"), "old");
        OutputFolder output = new OutputFolder(folder);
        assertThrows(FileSystemException.class, () -> output.file("a.csv", OutputFolderTest::half));
        assertEquals("old", text("a.csv"));
        assertTidy();
        output.file("a.csv", file -> Files.writeString(file, "new"));
        assertEquals("new", text("a.csv"));
    }

    @Test
    void aSummaryStaysUntilAnotherRunWritesSomething() throws IOException {
        Execution.in(folder, SMALL).succeeded();
        String before = text("summary.json");
        Execution.in(folder, "recover", "--n=0").failed(2, "features = 0");
        Execution.in(folder, "recover", "--data", folder.resolve("none.csv").toString())
                .failed(2, "--data: there is no file");
        assertEquals(before, text("summary.json"));
        new OutputFolder(folder).file("history.csv", file -> Files.writeString(file, "of another run"));
        assertFalse(Files.exists(folder.resolve("summary.json")), "it would tell of files that are gone");
    }

    @Test
    void aFolderWhereAFileIsToBeIsToldAndKept() throws IOException {
        Files.createDirectories(folder.resolve("history.csv/mine"));
        Execution.in(folder, SMALL).failed(1, "history.csv: it is a folder where a file is to be");
        assertTrue(Files.exists(folder.resolve("history.csv/mine")));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFolderThatCannotBeWrittenToIsToldAtOnce() {
        Execution run = Execution.in(Path.of("/proc/self"), SMALL);
        assertEquals(1, run.exitCode());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().contains("/proc/self"), run.err());
        assertEquals("", run.out(), "found before anything was computed");
    }

    @Test
    void aPictureThatCannotBeDrawnIsTold() throws IOException {
        OutputFolder output = new OutputFolder(folder);
        output.picture("a", () -> {
            throw new IllegalArgumentException("no axis");
        });
        assertFalse(Files.exists(folder.resolve("a.png")));
        assertTrue(output.undrawn().orElseThrow().contains("a ("), "name");
        assertTrue(output.undrawn().orElseThrow().contains("no axis"), "reason");
        assertEquals(Optional.empty(), new OutputFolder(folder).undrawn());
    }
}
