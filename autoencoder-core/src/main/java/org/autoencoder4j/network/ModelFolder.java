package org.autoencoder4j.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.autoencoder4j.data.Npy;
import org.autoencoder4j.data.internal.NewFolder;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/** A saved tied autoencoder: {@code W.npy}, {@code b.npy} and {@code model.json} with their SHA-256 sums. */
final class ModelFolder {
    private static final String FORMAT = "autoencoder4j-tied-1";
    private static final String WEIGHTS = "W.npy";
    private static final String BIAS = "b.npy";
    private static final String MANIFEST = "model.json";

    private ModelFolder() {}

    static void write(Path folder, TiedAutoencoder model) throws IOException {
        NewFolder.write(folder, unfinished -> {
            Npy.write(unfinished.resolve(WEIGHTS), model.weights());
            Npy.write(unfinished.resolve(BIAS), model.bias());
            ObjectMapper mapper = new ObjectMapper();
            ObjectNode manifest = mapper.createObjectNode().put("format", FORMAT);
            if (model.activation() instanceof HardThreshold threshold) {
                manifest.put("activation", "hardThreshold").put("lambda", threshold.lambda());
            } else {
                manifest.put("activation", "relu");
            }
            manifest.putObject("sha256")
                    .put(WEIGHTS, sha256(unfinished.resolve(WEIGHTS)))
                    .put(BIAS, sha256(unfinished.resolve(BIAS)));
            mapper.writerWithDefaultPrettyPrinter()
                    .writeValue(unfinished.resolve(MANIFEST).toFile(), manifest);
        });
    }

    static TiedAutoencoder read(Path folder) throws IOException {
        JsonNode manifest = manifest(folder.resolve(MANIFEST));
        INDArray weights = verified(folder, WEIGHTS, manifest);
        INDArray bias = verified(folder, BIAS, manifest);
        return new TiedAutoencoder(weights, bias, activation(folder, manifest));
    }

    private static JsonNode manifest(Path file) throws IOException {
        try {
            JsonNode manifest = new ObjectMapper().readTree(Files.readAllBytes(file));
            String format = manifest.path("format").asText("none");
            if (!format.equals(FORMAT)) {
                throw new IllegalArgumentException(file + " has format " + format + "; it must be " + FORMAT);
            }
            return manifest;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + " is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static INDArray verified(Path folder, String name, JsonNode manifest) throws IOException {
        Path file = folder.resolve(name);
        String expected = manifest.path("sha256").path(name).asText("none");
        String actual = sha256(file);
        if (!actual.equals(expected)) {
            throw new IllegalArgumentException(
                    file + " has SHA-256 " + actual + " but " + MANIFEST + " says " + expected + "; it was changed");
        }
        return Npy.read(file);
    }

    private static Activation activation(Path folder, JsonNode manifest) {
        String name = manifest.path("activation").asText("none");
        if (name.equals("relu")) {
            return Activation.relu();
        }
        if (name.equals("hardThreshold") && manifest.path("lambda").isNumber()) {
            return Activation.hardThreshold(manifest.get("lambda").asDouble());
        }
        throw new IllegalArgumentException(folder.resolve(MANIFEST) + " has activation " + name
                + "; it must be relu, or hardThreshold with a number lambda");
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
