package org.autoencoder4j.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A saved tied autoencoder: {@code W.npy}, {@code b.npy} and the activation in {@code model.json}. */
final class TiedFolder {
    private static final String FORMAT = "autoencoder4j-tied-1";
    private static final String WEIGHTS = "W.npy";
    private static final String BIAS = "b.npy";

    private TiedFolder() {}

    static void write(Path folder, TiedAutoencoder model) throws IOException {
        ModelFolder.write(folder, FORMAT, Map.of(WEIGHTS, model.weights(), BIAS, model.bias()), manifest -> {
            if (model.activation() instanceof HardThreshold threshold) {
                manifest.put("activation", "hardThreshold").put("lambda", threshold.lambda());
            } else {
                manifest.put("activation", "relu");
            }
        });
    }

    static TiedAutoencoder read(Path folder) throws IOException {
        ModelFolder saved = ModelFolder.read(folder, FORMAT);
        return new TiedAutoencoder(saved.array(WEIGHTS), saved.array(BIAS), activation(saved));
    }

    private static Activation activation(ModelFolder saved) {
        String name = saved.text("activation");
        if (name.equals("relu")) {
            return Activation.relu();
        }
        if (name.equals("hardThreshold") && saved.manifest().path("lambda").isNumber()) {
            return Activation.hardThreshold(saved.manifest().get("lambda").asDouble());
        }
        throw saved.wrong("activation", "relu, or hardThreshold with a number lambda");
    }
}
