package org.autoencoder4j.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.autoencoder4j.data.Npy;
import org.autoencoder4j.data.internal.NewFolder;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/** A saved model of any kind: its arrays as {@code .npy} files, and {@code model.json} with their SHA-256 sums. */
record ModelFolder(Path folder, JsonNode manifest) {
    private static final String MANIFEST = "model.json";

    /** Writes a new folder; {@code settings} adds to the manifest what the arrays do not say. */
    static void write(Path folder, String format, Map<String, INDArray> arrays, Consumer<ObjectNode> settings)
            throws IOException {
        NewFolder.write(folder, unfinished -> {
            ObjectMapper mapper = new ObjectMapper();
            ObjectNode manifest = mapper.createObjectNode().put("format", format);
            settings.accept(manifest);
            ObjectNode sums = manifest.putObject("sha256");
            for (Map.Entry<String, INDArray> array : new TreeMap<>(arrays).entrySet()) {
                Path file = unfinished.resolve(array.getKey());
                Npy.write(file, array.getValue());
                sums.put(array.getKey(), sha256(file));
            }
            mapper.writerWithDefaultPrettyPrinter()
                    .writeValue(unfinished.resolve(MANIFEST).toFile(), manifest);
        });
    }

    /** Opens a folder of a given format. */
    static ModelFolder read(Path folder, String format) throws IOException {
        Path file = folder.resolve(MANIFEST);
        try {
            JsonNode manifest = new ObjectMapper().readTree(Files.readAllBytes(file));
            String actual = manifest.path("format").asText("none");
            if (!actual.equals(format)) {
                throw new IllegalArgumentException(file + " has format " + actual + "; it must be " + format);
            }
            return new ModelFolder(folder, manifest);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + " is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Reads an array whose checksum is what it was when it was written. */
    INDArray array(String name) throws IOException {
        Path file = folder.resolve(name);
        String expected = manifest.path("sha256").path(name).asText("none");
        String actual = sha256(file);
        if (!actual.equals(expected)) {
            throw new IllegalArgumentException(
                    file + " has SHA-256 " + actual + " but " + MANIFEST + " says " + expected + "; it was changed");
        }
        return Npy.read(file);
    }

    /** Returns a text of the manifest, or "none". */
    String text(String field) {
        return manifest.path(field).asText("none");
    }

    /** The exception for a setting that is not one of those that exist. */
    IllegalArgumentException wrong(String field, String rule) {
        return new IllegalArgumentException(
                folder.resolve(MANIFEST) + " has " + field + " " + text(field) + "; it must be " + rule);
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
