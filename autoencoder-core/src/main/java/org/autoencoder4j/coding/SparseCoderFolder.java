package org.autoencoder4j.coding;

import java.io.IOException;
import java.nio.file.Path;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.storage.SavedFolder;
import org.autoencoder4j.storage.Settings;

/** A saved sparse coder: {@code W.npy}, and the encoder's name in {@code settings.json}. */
final class SparseCoderFolder {
    private static final String FORMAT = "autoencoder4j-coder-1";
    private static final String WEIGHTS = "W.npy";
    private static final String ENCODER = "encoder";

    private SparseCoderFolder() {}

    static void write(Path folder, SparseCoder coder) throws IOException {
        SavedFolder.write(folder, unfinished -> {
            Npy.write(unfinished.resolve(WEIGHTS), coder.weights());
            Settings.write(
                    unfinished,
                    FORMAT,
                    settings -> settings.put(ENCODER, coder.encoder().name()));
        });
    }

    static SparseCoder read(Path folder) throws IOException {
        Settings settings = Settings.read(SavedFolder.verified(folder), FORMAT);
        SparseEncoder encoder = EncoderName.parse(settings.text(ENCODER))
                .orElseThrow(() -> settings.wrong(
                        ENCODER,
                        "one of this library's; an encoder of your own is given to SparseCoder.load(folder, encoder)"));
        return new SparseCoder(Npy.read(folder.resolve(WEIGHTS)), encoder);
    }

    /** As above, with an encoder that must have the name of the saved one. */
    static SparseCoder read(Path folder, SparseEncoder encoder) throws IOException {
        Settings settings = Settings.read(SavedFolder.verified(folder), FORMAT);
        String saved = settings.text(ENCODER);
        if (!saved.equals(encoder.name())) {
            throw new IllegalArgumentException(settings.file() + " has the encoder " + saved + "; the one given is "
                    + encoder.name() + ": give the one that was saved");
        }
        return new SparseCoder(Npy.read(folder.resolve(WEIGHTS)), encoder);
    }
}
