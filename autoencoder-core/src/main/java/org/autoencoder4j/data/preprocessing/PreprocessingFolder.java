package org.autoencoder4j.data.preprocessing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.storage.SavedFolder;
import org.autoencoder4j.storage.Settings;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A saved preprocessing: its arrays, and its kind in {@code settings.json}. */
final class PreprocessingFolder {
    static final String CENTRING = "centring";
    static final String WHITENING = "whitening";
    static final String MEAN = "mean.npy";
    static final String FORWARD = "forward.npy";
    static final String BACKWARD = "backward.npy";
    private static final String FORMAT = "autoencoder4j-preprocessing-2";
    private static final String KIND = "kind";

    private PreprocessingFolder() {}

    static void write(Path folder, String kind, Map<String, INDArray> arrays) throws IOException {
        SavedFolder.write(folder, unfinished -> {
            for (Map.Entry<String, INDArray> array : arrays.entrySet()) {
                Npy.write(unfinished.resolve(array.getKey()), array.getValue());
            }
            Settings.write(unfinished, FORMAT, settings -> settings.put(KIND, kind));
        });
    }

    static Preprocessing read(Path folder) throws IOException {
        Settings settings = Settings.read(SavedFolder.verified(folder), FORMAT);
        Centring centring = new Centring(Npy.read(folder.resolve(MEAN)));
        return switch (settings.text(KIND)) {
            case CENTRING -> centring;
            case WHITENING ->
                new Whitening(centring, Npy.read(folder.resolve(FORWARD)), Npy.read(folder.resolve(BACKWARD)));
            default -> throw settings.wrong(KIND, CENTRING + " or " + WHITENING);
        };
    }
}
