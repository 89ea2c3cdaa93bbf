package org.autoencoder4j.learn;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.data.preprocessing.Preprocessing;
import org.autoencoder4j.provenance.Provenance;
import org.autoencoder4j.storage.SavedFolder;
import org.autoencoder4j.storage.Settings;
import org.autoencoder4j.train.StopReason;

/** A saved {@link Learned}: the preprocessing and the coder as folders, and its records of numbers in {@code settings.json}. */
final class LearnedFolder {
    private static final String FORMAT = "autoencoder4j-learned-1";
    private static final String PREPROCESSING = "preprocessing";
    private static final String CODER = "coder";
    private static final String FIT = "fit";
    private static final String UNITS = "units";
    private static final String FINDINGS = "findings";
    private static final String HISTORY = "history";
    private static final String PATH = "path";
    private static final String STOP_REASON = "stopReason";

    private final ObjectMapper mapper = new ObjectMapper();
    private final Settings settings;

    private LearnedFolder(Settings settings) {
        this.settings = settings;
    }

    static void write(Path folder, Learned learned) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        SavedFolder.write(folder, unfinished -> {
            learned.preprocessing().save(unfinished.resolve(PREPROCESSING));
            learned.coder().save(unfinished.resolve(CODER));
            if (learned.provenance().isPresent()) {
                learned.provenance().get().write(unfinished);
            }
            Settings.write(unfinished, FORMAT, node -> {
                node.set(FIT, mapper.valueToTree(learned.fit()));
                node.set(UNITS, mapper.valueToTree(learned.units()));
                node.set(FINDINGS, mapper.valueToTree(learned.findings()));
                node.set(HISTORY, mapper.valueToTree(learned.history()));
                node.set(STOP_REASON, mapper.valueToTree(learned.stopReason()));
                learned.path().ifPresent(path -> node.set(PATH, mapper.valueToTree(path)));
            });
        });
    }

    static Learned read(Path folder) throws IOException {
        LearnedFolder saved = new LearnedFolder(Settings.read(SavedFolder.verified(folder), FORMAT));
        return new Learned(
                Preprocessing.load(folder.resolve(PREPROCESSING)),
                SparseCoder.load(folder.resolve(CODER)),
                saved.record(FIT, Fit.class),
                saved.record(UNITS, UnitReport.class),
                saved.record(FINDINGS, Findings.class),
                saved.rows(),
                saved.settings.node().has(PATH)
                        ? Optional.of(saved.record(PATH, SparsityPath.class))
                        : Optional.empty(),
                saved.record(STOP_REASON, StopReason.class),
                Provenance.readIfKnown(folder));
    }

    private <T> T record(String field, Class<T> type) {
        try {
            return mapper.treeToValue(node(field), type);
        } catch (JsonProcessingException e) {
            throw wrong(field, e);
        }
    }

    private List<SweepRow> rows() {
        try {
            return mapper.readValue(mapper.treeAsTokens(node(HISTORY)), new TypeReference<List<SweepRow>>() {});
        } catch (IOException e) {
            throw wrong(HISTORY, e);
        }
    }

    private JsonNode node(String field) {
        if (!settings.node().has(field)) {
            throw new IllegalArgumentException(settings.file() + " has no " + field);
        }
        return settings.node().get(field);
    }

    private IllegalArgumentException wrong(String field, IOException e) {
        return new IllegalArgumentException(settings.file() + " has a damaged " + field + ": " + e.getMessage(), e);
    }
}
