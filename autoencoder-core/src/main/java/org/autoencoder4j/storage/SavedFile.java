package org.autoencoder4j.storage;

import java.io.IOException;
import java.nio.file.Path;
import org.autoencoder4j.storage.internal.Unfinished;

/**
 * A file that appears complete or not at all, and stays after a crash of the system: it is written under another name beside
 * its place, forced to the disk and renamed. Threads may use it at the same time.
 */
public final class SavedFile {
    private SavedFile() {}

    /** What goes into a file. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes the file.
         *
         * @param file a file that does not exist yet; it has another name until all is written
         * @throws IOException if it cannot be written
         */
        void write(Path file) throws IOException;
    }

    /**
     * Writes a file; one that is there already is replaced. Before the first file of a folder that this process writes, what
     * killed writers left there is deleted.
     *
     * @param file the file, in a folder that exists
     * @param content what goes into it; if it fails, nothing has changed
     * @throws IOException if it cannot be written
     */
    public static void write(Path file, Content content) throws IOException {
        Unfinished.file(file, content::write);
    }
}
