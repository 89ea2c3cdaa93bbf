package org.autoencoder4j.examples.dictionary;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.autoencoder4j.examples.samples.Sampling;
import org.autoencoder4j.learn.Learned;
import org.autoencoder4j.storage.SavedFolder;

/** All that it takes to encode a new file: how it is read, and what was learned. */
record SavedDictionary(Sampling sampling, Learned learned) {
    static final String FOLDER = "model";
    private static final String SAMPLING = "sampling.json";
    private static final String LEARNED = "learned";

    /** Writes a saved folder, in the place of one that was saved before. */
    void save(Path folder) throws IOException {
        SavedFolder.replace(folder, unfinished -> {
            sampling.write(unfinished.resolve(SAMPLING));
            learned.save(unfinished.resolve(LEARNED));
        });
    }

    /** Reads one from the folder that {@code recover} wrote, or from the folder "model" in it. */
    static SavedDictionary load(Path folder) throws IOException {
        Path inner = Files.isDirectory(folder.resolve(FOLDER)) ? folder.resolve(FOLDER) : folder;
        if (!Files.isRegularFile(inner.resolve(SAMPLING))) {
            throw new NoSuchFileException(inner.resolve(SAMPLING).toString());
        }
        SavedFolder.verified(inner);
        return new SavedDictionary(Sampling.read(inner.resolve(SAMPLING)), Learned.load(inner.resolve(LEARNED)));
    }
}
