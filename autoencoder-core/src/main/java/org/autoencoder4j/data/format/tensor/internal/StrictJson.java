package org.autoencoder4j.data.format.tensor.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * JSON as it is defined and no more: valid UTF-8, no name twice in an object, no nesting deeper than Jackson's limit (500),
 * nothing behind the end.
 */
public final class StrictJson {
    private static final long LONGEST_CONFIGURATION = 1 << 20;
    private static final int LONGEST_EXCERPT = 80;

    private StrictJson() {}

    /**
     * Makes a parser that refuses names that come twice.
     *
     * @param bytes UTF-8
     * @return the parser; it throws {@link CharacterCodingException} where the bytes are no UTF-8
     * @throws IOException if the first bytes cannot be read
     */
    public static JsonParser parser(InputStream bytes) throws IOException {
        // Names are not to be kept beyond the file: a hostile one has millions of them.
        JsonFactory factory = new JsonFactoryBuilder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .build();
        JsonParser parser = factory.createParser(
                new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder())));
        return parser.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    }

    /**
     * Reads an object of at most 1 MiB.
     *
     * @param file the file
     * @return the object
     * @throws IOException if the file is missing or cannot be read
     * @throws IllegalArgumentException if it holds anything else than one JSON object
     */
    public static ObjectNode object(Path file) throws IOException {
        long size = Files.size(file);
        if (size > LONGEST_CONFIGURATION) {
            throw new IllegalArgumentException(
                    file + " has " + size + " bytes; a configuration has at most " + LONGEST_CONFIGURATION);
        }
        try (InputStream bytes = Files.newInputStream(file);
                JsonParser parser = parser(bytes)) {
            JsonNode root = new ObjectMapper().readTree(parser);
            if (!(root instanceof ObjectNode object)) {
                throw new IllegalArgumentException(file + " is no JSON object; it must begin with { and end with }");
            }
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException(file + " goes on behind the end of its JSON object");
            }
            return object;
        } catch (JsonProcessingException | CharacterCodingException e) {
            throw new IllegalArgumentException(file + " is no JSON object: " + reason(e), e);
        }
    }

    /**
     * Tells in a short sentence why bytes are no JSON.
     *
     * @param exception what a parser threw
     * @return the reason
     */
    public static String reason(IOException exception) {
        if (exception instanceof JsonProcessingException json) {
            return excerpt(String.valueOf(json.getOriginalMessage()));
        }
        return "it is no UTF-8";
    }

    /**
     * Makes a text from a file fit for a message.
     *
     * @param text any text
     * @return at most 80 characters of it, control characters as question marks
     */
    public static String excerpt(String text) {
        StringBuilder excerpt = new StringBuilder();
        text.chars().limit(LONGEST_EXCERPT).forEach(c -> excerpt.append(Character.isISOControl(c) ? '?' : (char) c));
        return excerpt.append(text.length() > LONGEST_EXCERPT ? "..." : "").toString();
    }
}
