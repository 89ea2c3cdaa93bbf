package org.autoencoder4j.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.autoencoder4j.data.preprocessing.Preprocessing;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.storage.SavedFolder;

/** All that it takes to encode a new file: how it is read, how samples are preprocessed, and the autoencoder. */
record SavedAutoencoder(Sampling sampling, Preprocessing preprocessing, TiedAutoencoder autoencoder) {
    static final String FOLDER = "model";
    private static final String SAMPLING = "sampling.json";
    private static final String PREPROCESSING = "preprocessing";
    private static final String AUTOENCODER = "autoencoder";

    /** Writes a saved folder, in the place of one that was saved before. */
    void save(Path folder) throws IOException {
        SavedFolder.replace(folder, unfinished -> {
            sampling.write(unfinished.resolve(SAMPLING));
            preprocessing.save(unfinished.resolve(PREPROCESSING));
            autoencoder.save(unfinished.resolve(AUTOENCODER));
        });
    }

    /** Reads one from the folder that {@code recover} wrote, or from the folder "model" in it. */
    static SavedAutoencoder load(Path folder) throws IOException {
        Path inner = Files.isDirectory(folder.resolve(FOLDER)) ? folder.resolve(FOLDER) : folder;
        if (!Files.isRegularFile(inner.resolve(SAMPLING))) {
            throw new NoSuchFileException(inner.resolve(SAMPLING).toString());
        }
        SavedFolder.verified(inner);
        return new SavedAutoencoder(
                Sampling.read(inner.resolve(SAMPLING)),
                Preprocessing.load(inner.resolve(PREPROCESSING)),
                TiedAutoencoder.load(inner.resolve(AUTOENCODER)));
    }
}
