package org.autoencoder4j.storage.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnfinishedTest {
    @TempDir
    Path parent;

    /** A program that writes a folder until it is killed. */
    static final class Writer {
        public static void main(String[] arguments) throws IOException {
            Unfinished.folder(Path.of(arguments[0]), unfinished -> {
                Files.writeString(unfinished.resolve("half"), "half");
                System.out.println("writing");
                try {
                    TimeUnit.MINUTES.sleep(5);
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            });
        }
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> all = Files.list(parent)) {
            return all.sorted().toList();
        }
    }

    @Test
    void whatAKilledWriterLeftIsSweptAwayAndNoSooner() throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home", ""), "bin", "java")
                                .toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", "")),
                        Writer.class.getName(),
                        parent.resolve("folder").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertEquals("writing", writer.inputReader().readLine());
            Path unfinished = entries().get(0);
            Unfinished.sweep(parent);
            assertTrue(Files.exists(unfinished.resolve("content").resolve("half")), "its writer lives");
            writer.destroyForcibly().waitFor();
            assertEquals(List.of(unfinished), entries());
            Unfinished.folder(parent.resolve("other"), content -> {});
            assertEquals(List.of(parent.resolve("other")), entries());
        } finally {
            writer.destroyForcibly();
        }
    }

    @Test
    void whatThisProcessIsWritingIsNotSweptAway() throws IOException {
        Path file = parent.resolve("file");
        Unfinished.file(file, unfinished -> {
            Files.writeString(unfinished, "text");
            Unfinished.sweep(parent);
            Unfinished.folder(parent.resolve("folder"), content -> Files.writeString(content.resolve("a"), "a"));
        });
        assertEquals("text", Files.readString(file));
        assertEquals(List.of(file, parent.resolve("folder")), entries());
    }

    @Test
    void whatOthersCallUnfinishedStays() throws IOException {
        Path own = Files.createDirectory(parent.resolve(".autoencoder4j-unfinished-thesis"));
        Files.createDirectory(parent.resolve("unfinished-" + "3c9d4d4e-0d0c-4d43-9d0c-0d0c4d439d0c"));
        Unfinished.sweep(parent);
        assertEquals(2, entries().size());
        assertTrue(Files.exists(own));
    }

    @Test
    void aDeletedFolderIsGone() throws IOException {
        Path folder = parent.resolve("a").resolve("b");
        Unfinished.folder(folder, content -> Files.writeString(content.resolve("a"), "a"));
        Unfinished.delete(folder);
        assertFalse(Files.exists(folder));
        assertEquals(List.of(parent.resolve("a")), entries());
    }

    /** A hard link keeps the time at which the first of many old files was deleted; a folder has that of its renaming. */
    @Test
    void whatIsReplacedIsDeletedOnlyOnceTheNewIsThere() throws IOException {
        assumeTrue(Files.getFileStore(parent).supportsFileAttributeView("unix"));
        Path folder = Files.createDirectory(parent.resolve("folder"));
        for (int i = 0; i < 5000; i++) {
            Files.createFile(folder.resolve("old-" + i));
        }
        Path deleted = Files.createLink(parent.resolve("link"), Files.createFile(folder.resolve("z")));
        Unfinished.replace(folder, content -> Files.createFile(content.resolve("new")));
        assertEquals(List.of(folder, deleted), entries());
        assertTrue(Files.exists(folder.resolve("new")));
        FileTime appeared = (FileTime) Files.getAttribute(folder, "unix:ctime");
        FileTime gone = (FileTime) Files.getAttribute(deleted, "unix:ctime");
        assertTrue(appeared.compareTo(gone) <= 0, appeared + " after " + gone);
    }

    /** As another copy of this class does, which another class loader may have loaded. */
    @Test
    void whatIsLockedInThisProcessStays() throws IOException {
        UUID process = UUID.randomUUID();
        Path home =
                Files.createDirectory(parent.resolve(".autoencoder4j-unfinished-" + process + "." + UUID.randomUUID()));
        try (FileChannel channel =
                FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.lock();
            Unfinished.sweep(parent);
            assertEquals(List.of(home), entries());
        }
        Unfinished.sweep(parent);
        assertEquals(List.of(), entries());
    }

    @Test
    void aFileSweepsAwayWhatWasLeftBesideIt() throws IOException {
        Path home = parent.resolve(".autoencoder4j-unfinished-" + UUID.randomUUID() + "." + UUID.randomUUID());
        Files.createFile(Files.createDirectory(home).resolve("lock"));
        Files.writeString(home.resolve("content"), "half of a great array");
        Path file = parent.resolve("file");
        Unfinished.file(file, unfinished -> Files.writeString(unfinished, "text"));
        assertEquals(List.of(file), entries());
    }
}
