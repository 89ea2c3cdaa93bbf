package org.autoencoder4j.network;

import java.io.IOException;
import java.nio.file.Path;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.storage.SavedFolder;
import org.autoencoder4j.storage.Settings;

/** A saved tied autoencoder: {@code W.npy}, {@code b.npy}, and the activation in {@code settings.json}. */
final class TiedFolder {
    private static final String FORMAT = "autoencoder4j-tied-2";
    private static final String WEIGHTS = "W.npy";
    private static final String BIAS = "b.npy";

    private TiedFolder() {}

    static void write(Path folder, TiedAutoencoder model) throws IOException {
        SavedFolder.write(folder, unfinished -> {
            Npy.write(unfinished.resolve(WEIGHTS), model.weights());
            Npy.write(unfinished.resolve(BIAS), model.bias());
            Settings.write(unfinished, FORMAT, settings -> {
                if (model.activation() instanceof HardThreshold threshold) {
                    settings.put("activation", "hardThreshold").put("lambda", threshold.lambda());
                } else {
                    settings.put("activation", "relu");
                }
            });
        });
    }

    static TiedAutoencoder read(Path folder) throws IOException {
        Settings settings = Settings.read(SavedFolder.verified(folder), FORMAT);
        return new TiedAutoencoder(
                Npy.read(folder.resolve(WEIGHTS)), Npy.read(folder.resolve(BIAS)), activation(settings));
    }

    private static Activation activation(Settings settings) {
        return switch (settings.text("activation")) {
            case "relu" -> Activation.relu();
            case "hardThreshold" -> Activation.hardThreshold(settings.number("lambda"));
            default -> throw settings.wrong("activation", "relu or hardThreshold");
        };
    }
}
