package org.autoencoder4j.examples.samples;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The data sets in the resources; their README.md names sources and licences. */
public final class Bundled {
    private Bundled() {}

    /** Reads a file. */
    @FunctionalInterface
    public interface FileReader<T> {
        T read(Path file) throws IOException;
    }

    /** Reads a data set by a reader of files; it is copied out of the jar for as long as that takes. */
    public static <T> T file(String name, FileReader<T> reader) throws IOException {
        Path copy = Files.createTempFile("autoencoder4j-", "-" + name);
        try (InputStream bytes = Bundled.class.getResourceAsStream("/org/autoencoder4j/examples/data/" + name)) {
            if (bytes == null) {
                throw new FileNotFoundException("there is no bundled data set " + name);
            }
            Files.copy(bytes, copy, StandardCopyOption.REPLACE_EXISTING);
            return reader.read(copy);
        } finally {
            Files.deleteIfExists(copy);
        }
    }
}
