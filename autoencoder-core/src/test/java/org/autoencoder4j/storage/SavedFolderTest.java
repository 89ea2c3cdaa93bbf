package org.autoencoder4j.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedFolderTest {
    @TempDir
    Path parent;

    private Path folder;

    @BeforeEach
    void write() throws IOException {
        folder = parent.resolve("new").resolve("saved");
        write("one");
    }

    private void write(String content) throws IOException {
        SavedFolder.replace(folder, unfinished -> {
            Files.writeString(unfinished.resolve("a.txt"), content);
            Files.createDirectory(unfinished.resolve("plain"));
            Files.writeString(unfinished.resolve("plain").resolve("b.txt"), "b");
            SavedFolder.write(unfinished.resolve("inner"), inner -> Files.writeString(inner.resolve("c.txt"), "c"));
        });
    }

    private void assertRefused(String... parts) {
        String message = assertThrows(IllegalArgumentException.class, () -> SavedFolder.verified(folder))
                .getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), message);
        }
    }

    private void assertNothingIsBeside() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolveSibling(""))) {
            assertEquals(List.of(folder), all.toList());
        }
    }

    @Test
    void isVerifiedAndReadBySha256sum() throws IOException {
        assertEquals(folder, SavedFolder.verified(folder));
        SavedFolder.verified(folder.resolve("inner"));
        // The sums of "one" and "b" are those of coreutils' sha256sum.
        List<String> lines = Files.readAllLines(folder.resolve("SHA256SUMS"));
        assertEquals(3, lines.size());
        assertEquals("7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed  a.txt", lines.get(0));
        assertTrue(lines.get(1).endsWith("  inner/SHA256SUMS"));
        assertEquals("3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d  plain/b.txt", lines.get(2));
        assertNothingIsBeside();
    }

    /** While the sums are made: there is neither a folder nor what would have become one. */
    @Test
    void anInterruptLeavesNothing() throws IOException {
        Path other = folder.resolveSibling("other");
        assertThrows(
                CancellationException.class,
                () -> SavedFolder.write(other, unfinished -> {
                    Files.writeString(unfinished.resolve("a.txt"), "one");
                    Thread.currentThread().interrupt();
                }));
        assertThrows(CancellationException.class, () -> SavedFolder.verified(folder));
        assertTrue(Thread.interrupted(), "the flag stays set");
        assertFalse(Files.exists(other));
        assertNothingIsBeside();
        assertEquals(folder, SavedFolder.verified(folder));
    }

    @Test
    void whatIsMissingAddedOrChangedIsNamed() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "two");
        assertRefused(folder.resolve("a.txt").toString(), "SHA-256");
        Files.delete(folder.resolve("a.txt"));
        assertRefused("a.txt", "missing");
        Files.writeString(folder.resolve("a.txt"), "one");
        Path extra = Files.writeString(folder.resolve("plain").resolve("extra.txt"), "");
        assertRefused(extra.toString(), "not listed");
        assertFalse(SavedFolder.hasOnlyItsFiles(folder));
        Files.delete(extra);
        assertTrue(SavedFolder.hasOnlyItsFiles(folder));
        Files.writeString(folder.resolve("inner").resolve("extra.txt"), "");
        assertFalse(SavedFolder.hasOnlyItsFiles(folder));
    }

    @Test
    void damagedSumsAreRefused() throws IOException {
        Path sums = folder.resolve("SHA256SUMS");
        String right = Files.readString(sums);
        for (String wrong : List.of(
                right.replace("  ", " "),
                right.replace('7', 'g'),
                right + right,
                right.substring(1),
                right.replace("a.txt", "../../a.txt"),
                "")) {
            Files.writeString(sums, wrong);
            assertRefused("SHA256SUMS");
        }
    }

    @Test
    void aFolderOfAnEarlierVersionIsRefusedWithACure() throws IOException {
        Files.delete(folder.resolve("SHA256SUMS"));
        assertRefused(folder.toString(), "has no file SHA256SUMS", "save it anew");
        assertThrows(NoSuchFileException.class, () -> SavedFolder.verified(parent.resolve("none")));
    }

    @Test
    void onlyAFolderWithItsOwnFilesIsReplaced() throws IOException {
        write("two");
        assertEquals("two", Files.readString(SavedFolder.verified(folder).resolve("a.txt")));
        assertNothingIsBeside();
        assertThrows(FileAlreadyExistsException.class, () -> SavedFolder.write(folder, unfinished -> {}));
        assertThrows(
                IOException.class,
                () -> SavedFolder.replace(folder, unfinished -> {
                    Files.writeString(unfinished.resolve("a.txt"), "three");
                    throw new IOException("No space left on device");
                }));
        assertEquals("two", Files.readString(SavedFolder.verified(folder).resolve("a.txt")));
        assertNothingIsBeside();
        Path extra = Files.writeString(folder.resolve("inner").resolve("extra.txt"), "mine");
        assertThrows(FileAlreadyExistsException.class, () -> write("four"));
        assertEquals("mine", Files.readString(extra));
    }

    @Test
    void anErrorLeavesNothing() throws IOException {
        Path other = folder.resolveSibling("other");
        assertThrows(
                OutOfMemoryError.class,
                () -> SavedFolder.write(other, unfinished -> {
                    Files.writeString(unfinished.resolve("a.txt"), "three");
                    throw new OutOfMemoryError("as of a great array");
                }));
        assertNothingIsBeside();
    }

    /** Else a link to a root or to a folder above would be followed through all that is there. */
    @Test
    void aLinkToAFolderIsOneFileTooMany() throws IOException {
        Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("x.txt"), "mine");
        Files.createSymbolicLink(folder.resolve("plain").resolve("link"), elsewhere);
        assertRefused(folder.resolve("plain").resolve("link") + " is not listed");
        assertFalse(SavedFolder.hasOnlyItsFiles(folder));
    }
}
