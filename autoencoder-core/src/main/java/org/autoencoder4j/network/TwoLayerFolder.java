package org.autoencoder4j.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A saved two-layer autoencoder: {@code W.npy}, {@code A.npy} unless the weights are tied, and the scaling in
 * {@code model.json}.
 */
final class TwoLayerFolder {
    private static final String FORMAT = "autoencoder4j-two-layer-1";
    private static final String ENCODER = "W.npy";
    private static final String DECODER = "A.npy";

    private TwoLayerFolder() {}

    static void write(Path folder, TwoLayerAutoencoder model) throws IOException {
        Map<String, INDArray> arrays = model.isWeightTied()
                ? Map.of(ENCODER, model.encoder())
                : Map.of(ENCODER, model.encoder(), DECODER, model.decoder());
        ModelFolder.write(
                folder,
                FORMAT,
                arrays,
                manifest -> manifest.put("scaling", model.scaling().name())
                        .put("weights", model.isWeightTied() ? "tied" : "untied"));
    }

    static TwoLayerAutoencoder read(Path folder) throws IOException {
        ModelFolder saved = ModelFolder.read(folder, FORMAT);
        OutputScaling scaling = Arrays.stream(OutputScaling.values())
                .filter(s -> s.name().equals(saved.text("scaling")))
                .findFirst()
                .orElseThrow(() -> saved.wrong("scaling", "one of " + Arrays.toString(OutputScaling.values())));
        return switch (saved.text("weights")) {
            case "tied" -> TwoLayerAutoencoder.weightTied(saved.array(ENCODER), scaling);
            case "untied" -> new TwoLayerAutoencoder(saved.array(ENCODER), saved.array(DECODER), scaling);
            default -> throw saved.wrong("weights", "tied or untied");
        };
    }
}
