package org.autoencoder4j.data.internal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;

/** Folders that appear complete or not at all. */
public final class NewFolder {
    private NewFolder() {}

    /** What goes into a folder. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes the files.
         *
         * @param folder an empty folder, which has another name until all is written
         * @throws IOException if a file cannot be written
         */
        void write(Path folder) throws IOException;
    }

    /**
     * Makes a folder with its content; its parents are made, too.
     *
     * @param folder the folder, which must not exist yet
     * @param content what goes into it; if it fails, nothing is left
     * @throws IOException if the folder exists or cannot be written
     */
    public static void write(Path folder, Content content) throws IOException {
        if (Files.exists(folder)) {
            throw new FileAlreadyExistsException(folder.toString(), null, "it is written into a new folder only");
        }
        Path parent = Files.createDirectories(folder.toAbsolutePath().getParent());
        Path unfinished = Files.createDirectory(parent.resolve("unfinished-" + UUID.randomUUID()));
        try {
            content.write(unfinished);
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            delete(unfinished);
            throw e;
        }
    }

    /**
     * Deletes a folder and all that is in it.
     *
     * @param folder the folder
     * @throws IOException if something cannot be deleted
     */
    public static void delete(Path folder) throws IOException {
        try (Stream<Path> entries = Files.walk(folder)) {
            for (Path path : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
