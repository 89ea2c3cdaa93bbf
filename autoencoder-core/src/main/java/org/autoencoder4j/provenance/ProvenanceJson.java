package org.autoencoder4j.provenance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;

/** The JSON form of a record: each field by its name, in a fixed order; nothing more and nothing less is read. */
final class ProvenanceJson {
    private static final String FORMAT = "autoencoder4j-provenance-1";

    private ProvenanceJson() {}

    static ObjectNode write(Provenance provenance) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("format", FORMAT);
        ArrayNode ran = node.putArray("ran");
        for (Stretch part : provenance.ran()) {
            write(part.where(), ran.addObject().put("fromStep", part.fromStep()));
        }
        provenance.rule().ifPresent(rule -> node.put("rule", rule));
        if (!provenance.options().isEmpty()) {
            ObjectNode options = node.putObject("options");
            provenance.options().forEach(options::put);
        }
        provenance.type().ifPresent(type -> node.put("type", type.name()));
        provenance.seed().ifPresent(seed -> node.put("seed", seed));
        provenance
                .data()
                .ifPresent(data -> node.putObject("data")
                        .put("samples", data.samples())
                        .put("features", data.features())
                        .put("type", data.type().name())
                        .put("digested", data.digested())
                        .put("sha256", data.sha256()));
        return node;
    }

    private static void write(Environment where, ObjectNode node) {
        node.put("library", where.library());
        where.commit().ifPresent(commit -> node.put("commit", commit));
        node.put("nd4j", where.nd4j()).put("backend", where.backend()).put("blas", where.blas());
        where.coreType().ifPresent(coreType -> node.put("coreType", coreType));
        node.put("threads", where.threads())
                .put("jvm", where.jvm())
                .put("os", where.os())
                .put("architecture", where.architecture())
                .put("processors", where.processors());
    }

    static Provenance read(String json) {
        StrictObject root = new StrictObject("the provenance", parse(json));
        String format = root.text("format");
        if (!format.equals(FORMAT)) {
            throw new IllegalArgumentException("the provenance has the format \"" + format + "\"; this version reads \""
                    + FORMAT + "\": read it with the version that wrote it");
        }
        List<Stretch> ran = new ArrayList<>();
        for (StrictObject part : root.objects("ran")) {
            ran.add(new Stretch(part.count("fromStep"), environment(part)));
            part.requireNothingElse();
        }
        Provenance provenance = new Provenance(
                ran,
                root.optionalText("rule"),
                options(root),
                root.optionalText("type").map(type -> type("type", type)),
                root.optionalLong("seed"),
                root.optionalObject("data").map(ProvenanceJson::data));
        root.requireNothingElse();
        return provenance;
    }

    private static JsonNode parse(String json) {
        JsonMapper strict = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        if (json.isBlank()) {
            throw new IllegalArgumentException("the provenance is no JSON: there is nothing");
        }
        try {
            return strict.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the provenance is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static Environment environment(StrictObject node) {
        return new Environment(
                node.text("library"),
                node.optionalText("commit"),
                node.text("nd4j"),
                node.text("backend"),
                node.text("blas"),
                node.optionalText("coreType"),
                node.whole("threads"),
                node.text("jvm"),
                node.text("os"),
                node.text("architecture"),
                node.whole("processors"));
    }

    private static Map<String, String> options(StrictObject root) {
        Map<String, String> options = new LinkedHashMap<>();
        root.optionalObject("options")
                .ifPresent(node -> node.names().forEach(name -> options.put(name, node.text(name))));
        return options;
    }

    private static DataDigest data(StrictObject node) {
        DataDigest digest = new DataDigest(
                node.count("samples"),
                node.whole("features"),
                type("data.type", node.text("type")),
                node.count("digested"),
                node.text("sha256"));
        node.requireNothingElse();
        return digest;
    }

    private static DataType type(String field, String name) {
        return switch (name) {
            case "FLOAT" -> DataType.FLOAT;
            case "DOUBLE" -> DataType.DOUBLE;
            default ->
                throw new IllegalArgumentException(
                        "the provenance has " + field + " \"" + name + "\"; it must be FLOAT or DOUBLE");
        };
    }
}
