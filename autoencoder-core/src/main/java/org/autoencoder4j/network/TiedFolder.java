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

    static void write(Path folder, TiedAutoencoder autoencoder) throws IOException {
        SavedFolder.write(folder, unfinished -> {
            Npy.write(unfinished.resolve(WEIGHTS), autoencoder.weights());
            Npy.write(unfinished.resolve(BIAS), autoencoder.bias());
            Settings.write(unfinished, FORMAT, settings -> {
                if (autoencoder.activation() instanceof HardThreshold threshold) {
                    settings.put("activation", "hardThreshold").put("lambda", threshold.lambda());
                } else if (autoencoder.activation() instanceof SoftThreshold threshold) {
                    settings.put("activation", "softThreshold").put("lambda", threshold.lambda());
                } else {
                    settings.put("activation", autoencoder.activation().name());
                }
            });
        });
    }

    static TiedAutoencoder read(Path folder) throws IOException {
        Settings settings = Settings.read(SavedFolder.verified(folder), FORMAT);
        return arrays(folder, activation(settings));
    }

    /** As above, with an activation that must have the name of the saved one. */
    static TiedAutoencoder read(Path folder, Activation activation) throws IOException {
        Settings settings = Settings.read(SavedFolder.verified(folder), FORMAT);
        boolean builtIn = settings.node().has("lambda");
        String saved = builtIn ? activation(settings).name() : settings.text("activation");
        if (!saved.equals(activation.name())) {
            throw new IllegalArgumentException(settings.file() + " has the activation " + saved + "; the one given is "
                    + activation.name() + ": give the one that was saved");
        }
        return arrays(folder, activation);
    }

    private static TiedAutoencoder arrays(Path folder, Activation activation) throws IOException {
        return new TiedAutoencoder(Npy.read(folder.resolve(WEIGHTS)), Npy.read(folder.resolve(BIAS)), activation);
    }

    private static Activation activation(Settings settings) {
        return switch (settings.text("activation")) {
            case "relu" -> Activation.relu();
            case "sigmoid" -> Activation.sigmoid();
            case "hardThreshold" -> Activation.hardThreshold(settings.number("lambda"));
            case "softThreshold" -> Activation.softThreshold(settings.number("lambda"));
            default ->
                throw settings.wrong(
                        "activation",
                        "relu, hardThreshold, softThreshold or sigmoid; an activation of your own is given to"
                                + " TiedAutoencoder.load(folder, activation)");
        };
    }
}
