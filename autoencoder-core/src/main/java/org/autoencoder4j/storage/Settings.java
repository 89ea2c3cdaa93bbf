package org.autoencoder4j.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What a saved folder says besides its arrays: {@code settings.json}, which begins with the folder's format.
 *
 * @param file the file
 * @param node its content
 */
public record Settings(Path file, JsonNode node) {
    private static final String NAME = "settings.json";
    private static final String NONE = "none";

    /**
     * Writes the file.
     *
     * @param folder the folder
     * @param format the folder's format
     * @param more adds the other fields
     * @throws IOException if it cannot be written
     */
    public static void write(Path folder, String format, Consumer<ObjectNode> more) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode node = mapper.createObjectNode().put("format", format);
        more.accept(node);
        mapper.writerWithDefaultPrettyPrinter().writeValue(folder.resolve(NAME).toFile(), node);
    }

    /**
     * Reads the file.
     *
     * @param folder the folder
     * @param format the format that it must have
     * @return the settings
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is no JSON or has another format
     */
    public static Settings read(Path folder, String format) throws IOException {
        Path file = folder.resolve(NAME);
        try {
            Settings settings = new Settings(file, new ObjectMapper().readTree(Files.readAllBytes(file)));
            if (!settings.text("format").equals(format)) {
                throw settings.wrong("format", format);
            }
            return settings;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + " is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Returns a field as text.
     *
     * @param field the field
     * @return its text, or "none"
     */
    public String text(String field) {
        return node.path(field).asText(NONE);
    }

    /**
     * Returns a field that is a number.
     *
     * @param field the field
     * @return the number
     * @throws IllegalArgumentException if it is none
     */
    public double number(String field) {
        if (!node.path(field).isNumber()) {
            throw wrong(field, "a number");
        }
        return node.get(field).asDouble();
    }

    /**
     * Returns a field that is a whole number.
     *
     * @param field the field
     * @return the number, at least 0
     * @throws IllegalArgumentException if it is none
     */
    public long count(String field) {
        if (!node.path(field).canConvertToExactIntegral() || node.get(field).asLong() < 0) {
            throw wrong(field, "a whole number of at least 0");
        }
        return node.get(field).asLong();
    }

    /**
     * The exception for a field that is not as it must be.
     *
     * @param field the field
     * @param rule what it must be
     * @return the exception
     */
    public IllegalArgumentException wrong(String field, String rule) {
        return new IllegalArgumentException(file + " has " + field + " " + text(field) + "; it must be " + rule);
    }
}
