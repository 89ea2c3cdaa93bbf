package org.autoencoder4j.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.autoencoder4j.data.internal.NewFolder;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** A saved preprocessing: its arrays and {@code preprocessing.json}. */
final class PreprocessingFolder {
    static final String CENTRING = "centring";
    static final String WHITENING = "whitening";
    static final String MEAN = "mean.npy";
    static final String FORWARD = "forward.npy";
    static final String BACKWARD = "backward.npy";
    private static final String FORMAT = "autoencoder4j-preprocessing-1";
    private static final String MANIFEST = "preprocessing.json";

    private PreprocessingFolder() {}

    static void write(Path folder, String kind, Map<String, INDArray> arrays) throws IOException {
        NewFolder.write(folder, unfinished -> {
            for (Map.Entry<String, INDArray> array : arrays.entrySet()) {
                Npy.write(unfinished.resolve(array.getKey()), array.getValue());
            }
            ObjectMapper mapper = new ObjectMapper();
            mapper.writerWithDefaultPrettyPrinter()
                    .writeValue(
                            unfinished.resolve(MANIFEST).toFile(),
                            mapper.createObjectNode().put("format", FORMAT).put("kind", kind));
        });
    }

    static Preprocessing read(Path folder) throws IOException {
        String kind = kind(folder.resolve(MANIFEST));
        Centring centring = new Centring(Npy.read(folder.resolve(MEAN)));
        return kind.equals(CENTRING)
                ? centring
                : new Whitening(centring, Npy.read(folder.resolve(FORWARD)), Npy.read(folder.resolve(BACKWARD)));
    }

    private static String kind(Path file) throws IOException {
        try {
            JsonNode manifest = new ObjectMapper().readTree(Files.readAllBytes(file));
            String format = manifest.path("format").asText("none");
            String kind = manifest.path("kind").asText("none");
            if (!format.equals(FORMAT) || !(kind.equals(CENTRING) || kind.equals(WHITENING))) {
                throw new IllegalArgumentException(file + " has format " + format + " and kind " + kind
                        + "; they must be " + FORMAT + ", and " + CENTRING + " or " + WHITENING);
            }
            return kind;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + " is no JSON: " + e.getOriginalMessage(), e);
        }
    }
}
