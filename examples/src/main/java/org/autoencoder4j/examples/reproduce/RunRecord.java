package org.autoencoder4j.examples.reproduce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.autoencoder4j.examples.command.FileDigest;
import org.autoencoder4j.provenance.Environment;
import org.autoencoder4j.provenance.Provenance;

/**
 * What the {@code summary.json} of a run says of it, as far as that is needed to run it again.
 *
 * @param folder where it lies
 * @param summary all of it
 * @param arguments the name of the example and its options, without the output folder
 * @param provenance how it was made
 * @param files the SHA-256 of each file that was written and can be compared, by its name
 * @param inputs the SHA-256 of each file or folder that was read, by its absolute path
 */
public record RunRecord(
        Path folder,
        JsonNode summary,
        List<String> arguments,
        Provenance provenance,
        Map<String, String> files,
        Map<String, String> inputs) {
    static final String SUMMARY = "summary.json";

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException if the folder has none, or it is damaged or of an earlier version
     */
    public static RunRecord read(Path folder) throws IOException {
        Path file = folder.resolve(SUMMARY);
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(folder + " has no " + SUMMARY
                    + ": it must be the output folder of an example that has run to its end");
        }
        JsonNode summary = parse(file);
        if (!summary.has("arguments") || !summary.has("files")) {
            throw new IllegalArgumentException(
                    file + " has no arguments or no files: an earlier version wrote it, which did"
                            + " not say how to run it again; run the example anew");
        }
        return new RunRecord(
                folder,
                summary,
                texts(file, summary),
                provenance(file, summary),
                names(file, digests(file, summary, "files")),
                digests(file, summary, "inputs"));
    }

    private static JsonNode parse(Path file) throws IOException {
        JsonMapper strict = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        try {
            JsonNode node = strict.readTree(Files.readAllBytes(file));
            if (!node.isObject()) {
                throw new IllegalArgumentException(file + " is damaged: it must be an object");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + " is damaged: " + e.getOriginalMessage(), e);
        }
    }

    private static Provenance provenance(Path file, JsonNode summary) {
        try {
            return Provenance.fromJson(summary.path("provenance").toString());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static List<String> texts(Path file, JsonNode summary) {
        List<String> texts = new ArrayList<>();
        if (!summary.get("arguments").isArray()) {
            throw damaged(file, "arguments", summary.get("arguments"));
        }
        for (JsonNode text : summary.get("arguments")) {
            if (!text.isTextual() || text.textValue().matches("(--out|--report)(=.*)?")) {
                throw damaged(file, "arguments", text);
            }
            texts.add(text.textValue());
        }
        if (texts.isEmpty() || !texts.get(0).equals(summary.path("example").asText())) {
            throw damaged(file, "arguments", summary.get("arguments"));
        }
        return Collections.unmodifiableList(texts);
    }

    private static Map<String, String> digests(Path file, JsonNode summary, String field) {
        Map<String, String> digests = new TreeMap<>();
        if (!summary.path(field).isObject()) {
            throw damaged(file, field, summary.path(field));
        }
        for (Map.Entry<String, JsonNode> entry : summary.path(field).properties()) {
            if (!entry.getValue().isTextual()) {
                throw damaged(file, field + " with " + entry.getKey(), entry.getValue());
            }
            digests.put(entry.getKey(), entry.getValue().textValue());
        }
        return Collections.unmodifiableMap(digests);
    }

    /** Files of the folder itself. */
    private static Map<String, String> names(Path file, Map<String, String> digests) {
        for (String name : digests.keySet()) {
            if (name.isEmpty() || name.matches("[.]{1,2}") || name.matches(".*[/\\\\].*")) {
                throw new IllegalArgumentException(file + " is damaged: it has files with '" + name
                        + "', which is no name of a file in its folder");
            }
        }
        return digests;
    }

    private static IllegalArgumentException damaged(Path file, String field, JsonNode value) {
        return new IllegalArgumentException(file + " is damaged: it has " + field + " " + value);
    }

    /**
     * Requires that it can be run again here, and what came of it be compared.
     *
     * @throws IllegalArgumentException if another version of the library wrote it, or a file that it wrote is missing, or one
     *     that it read is missing or has changed
     */
    public void requireRepeatable(Environment here) throws IOException {
        if (summary.path("example").asText().equals("spark")) {
            throw new IllegalArgumentException(folder
                    + " is a run of spark, which compares itself with a run in one process, and"
                    + " whose other results are times: run examples/run " + String.join(" ", arguments) + " once more");
        }
        String version = provenance.environment().library();
        if (!version.equals(here.library())) {
            throw new IllegalArgumentException(
                    folder + " was written by version " + version + " of this library, and this is" + " version "
                            + here.library() + ": run it again with that version");
        }
        for (String name : files.keySet()) {
            if (!Files.isRegularFile(folder.resolve(name))) {
                throw new IllegalArgumentException(folder.resolve(name) + " is missing, which " + SUMMARY
                        + " lists: bring it back, or run the example anew");
            }
        }
        for (Map.Entry<String, String> input : inputs.entrySet()) {
            Path path = Path.of(input.getKey());
            if (!Files.exists(path)) {
                throw new IllegalArgumentException(
                        path + " is missing, from which the run read its data: bring it back to this place");
            }
            String now = FileDigest.of(path);
            if (!now.equals(input.getValue())) {
                throw new IllegalArgumentException(path + " has changed since the run: its SHA-256 was "
                        + input.getValue() + " and is " + now + "; bring back the file as it was");
            }
        }
    }

    /** The files that are not as the run wrote them. */
    public List<String> changedFiles() throws IOException {
        List<String> changed = new ArrayList<>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            if (!FileDigest.of(folder.resolve(file.getKey())).equals(file.getValue())) {
                changed.add(file.getKey());
            }
        }
        return changed;
    }
}
