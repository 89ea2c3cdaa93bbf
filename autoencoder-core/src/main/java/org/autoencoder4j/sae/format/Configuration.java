package org.autoencoder4j.sae.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.autoencoder4j.data.format.tensor.internal.StrictJson;

/**
 * A configuration: a JSON object whose fields are asked for by name and type. Errors name the file and the field.
 *
 * @param file the file
 * @param fields the object
 */
record Configuration(Path file, ObjectNode fields) {
    static Configuration read(Path file) throws IOException {
        return new Configuration(file, StrictJson.object(file));
    }

    /** A text from a file as it may stand in a message. */
    static String shown(String text) {
        return StrictJson.excerpt(text);
    }

    /** A field that is there and not null. */
    Optional<JsonNode> field(String name) {
        return Optional.ofNullable(fields.get(name)).filter(node -> !node.isNull());
    }

    String text(String name, String otherwise) {
        return field(name)
                .map(node -> {
                    require(node.isTextual(), name, node, "a text");
                    return node.asText();
                })
                .orElse(otherwise);
    }

    boolean flag(String name, boolean otherwise) {
        return field(name)
                .map(node -> {
                    require(node.isBoolean(), name, node, "true or false");
                    return node.asBoolean();
                })
                .orElse(otherwise);
    }

    /** A whole number from 0 to 2^31 - 1 that must be there. */
    int whole(String name) {
        JsonNode node = field(name)
                .orElseThrow(() ->
                        new IllegalArgumentException(file + " has no field " + name + "; it must be a whole number"));
        return whole(name, node);
    }

    int whole(String name, JsonNode node) {
        require(node.isIntegralNumber() && node.canConvertToInt() && node.asInt() >= 0, name, node, "a whole number");
        return node.asInt();
    }

    /** The object in a field, an empty one if there is none. */
    Configuration object(String name) {
        ObjectNode none = fields.objectNode();
        JsonNode node = field(name).orElse(none);
        require(node.isObject(), name, node, "an object");
        return new Configuration(file, (ObjectNode) node);
    }

    private void require(boolean kept, String name, JsonNode node, String rule) {
        if (!kept) {
            throw new IllegalArgumentException(
                    file + " has the field " + name + " = " + shown(node.toString()) + "; it must be " + rule);
        }
    }

    IllegalArgumentException refused(String name, String value, String rule) {
        return new IllegalArgumentException(file + " has " + name + " = " + shown(value) + ": " + rule);
    }
}
