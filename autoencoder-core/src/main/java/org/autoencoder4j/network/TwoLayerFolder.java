package org.autoencoder4j.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.storage.SavedFolder;
import org.autoencoder4j.storage.Settings;

/**
 * A saved two-layer autoencoder: {@code W.npy}, {@code A.npy} unless the weights are tied, and the scaling in
 * {@code settings.json}.
 */
final class TwoLayerFolder {
    private static final String FORMAT = "autoencoder4j-two-layer-2";
    private static final String ENCODER = "W.npy";
    private static final String DECODER = "A.npy";

    private TwoLayerFolder() {}

    static void write(Path folder, TwoLayerAutoencoder model) throws IOException {
        SavedFolder.write(folder, unfinished -> {
            Npy.write(unfinished.resolve(ENCODER), model.encoder());
            if (!model.isWeightTied()) {
                Npy.write(unfinished.resolve(DECODER), model.decoder());
            }
            Settings.write(
                    unfinished,
                    FORMAT,
                    settings -> settings.put("scaling", model.scaling().name())
                            .put("weights", model.isWeightTied() ? "tied" : "untied"));
        });
    }

    static TwoLayerAutoencoder read(Path folder) throws IOException {
        Settings settings = Settings.read(SavedFolder.verified(folder), FORMAT);
        OutputScaling scaling = Arrays.stream(OutputScaling.values())
                .filter(s -> s.name().equals(settings.text("scaling")))
                .findFirst()
                .orElseThrow(() -> settings.wrong("scaling", "one of " + Arrays.toString(OutputScaling.values())));
        return switch (settings.text("weights")) {
            case "tied" -> TwoLayerAutoencoder.weightTied(Npy.read(folder.resolve(ENCODER)), scaling);
            case "untied" ->
                new TwoLayerAutoencoder(Npy.read(folder.resolve(ENCODER)), Npy.read(folder.resolve(DECODER)), scaling);
            default -> throw settings.wrong("weights", "tied or untied");
        };
    }
}
