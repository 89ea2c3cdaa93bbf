package org.autoencoder4j.provenance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.storage.SavedFolder;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * How a result was made, as far as that is known: what computed it, by which rule with which options, in which type, with which
 * seed and from which data. There is no time in it: the same run on the same machine has the same record.
 *
 * <p>It is an attribute of a training result and of what is learned, and lies as {@code provenance.json} in checkpoints and in
 * folders that were saved with it. It comes in three forms: {@link #text} for a reader, {@link #entries} as values by name, and
 * {@link #toJson} for a program, which {@link #fromJson} reads back. All are the same in every locale.
 *
 * <p>Immutable: each {@code with} method returns a new value. Threads may share it.
 *
 * @param ran where it was computed: one part, and one more for each time that the run was resumed. The first begins after step 0
 *     if the run was resumed from a checkpoint without a record
 * @param rule what made it, for example {@code "Descent"}
 * @param options the rule's options by name, in their order
 * @param type the type of the numbers, {@code FLOAT} or {@code DOUBLE}
 * @param seed the seed of everything that is random
 * @param data which data they were
 */
public record Provenance(
        List<Stretch> ran,
        Optional<String> rule,
        Map<String, String> options,
        Optional<DataType> type,
        OptionalLong seed,
        Optional<DataDigest> data) {
    private static final String FILE = "provenance.json";

    /**
     * Puts a record together; list and map are copied.
     *
     * @param ran where it was computed
     * @param rule what made it
     * @param options the rule's options
     * @param type the type of the numbers
     * @param seed the seed
     * @param data the data
     * @throws IllegalArgumentException if there is no part, one begins before the one before it, or the type is neither FLOAT
     *     nor DOUBLE
     */
    public Provenance {
        ran = List.copyOf(ran);
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        Checks.atLeast("the number of parts", ran.size(), 1);
        for (int i = 1; i < ran.size(); i++) {
            Checks.atLeast("fromStep", ran.get(i).fromStep(), ran.get(i - 1).fromStep());
        }
        type.ifPresent(given -> Checks.realType("type", given));
    }

    /**
     * Begins a record here and now, of which nothing else is known. Starts ND4J.
     *
     * @return the record
     * @throws org.autoencoder4j.backend.BackendException if there is no backend
     */
    public static Provenance current() {
        return from(0);
    }

    /**
     * Begins the record of a run that goes on here and now, and of whose beginning nothing is known.
     *
     * @param step the step from which it goes on
     * @return the record
     */
    public static Provenance from(long step) {
        return new Provenance(
                List.of(new Stretch(step, Environment.current())),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty());
    }

    /**
     * Adds that the run goes on here and now.
     *
     * @param step the step from which it goes on
     * @return a new record
     * @throws IllegalArgumentException if the last part begins later
     */
    public Provenance resumed(long step) {
        List<Stretch> more = new ArrayList<>(ran);
        more.add(new Stretch(step, Environment.current()));
        return new Provenance(more, rule, options, type, seed, data);
    }

    /**
     * Says what made it.
     *
     * @param name what, for example {@code "Descent"}
     * @param named its options by name, in place of those of before
     * @return a new record
     */
    public Provenance withRule(String name, Map<String, String> named) {
        return new Provenance(ran, Optional.of(name), named, type, seed, data);
    }

    /**
     * Says in which type it was computed.
     *
     * @param given FLOAT or DOUBLE
     * @return a new record
     */
    public Provenance withType(DataType given) {
        return new Provenance(ran, rule, options, Optional.of(given), seed, data);
    }

    /**
     * Says with which seed.
     *
     * @param given the seed of everything that is random
     * @return a new record
     */
    public Provenance withSeed(long given) {
        return new Provenance(ran, rule, options, type, OptionalLong.of(given), data);
    }

    /**
     * Says from which data.
     *
     * @param digest their digest, for example {@code DataDigest.ofAll(batches)}
     * @return a new record
     */
    public Provenance withData(DataDigest digest) {
        return new Provenance(ran, rule, options, type, seed, Optional.of(digest));
    }

    /**
     * Returns where it was computed at last.
     *
     * @return the environment of the last part
     */
    public Environment environment() {
        return ran.get(ran.size() - 1).where();
    }

    /**
     * Returns all of it as values by name: those of the first {@linkplain Environment#entries environment}, {@code "resumed at
     * step 42"} with what was different there, {@code "rule"}, {@code "rule: "} with the name of each option, {@code "type"},
     * {@code "seed"}, {@code "data"} and {@code "SHA-256 of the data"}.
     *
     * @return the values, in this order; what is not known is left away
     */
    public Map<String, String> entries() {
        Environment first = ran.get(0).where();
        Map<String, String> entries = new LinkedHashMap<>();
        if (ran.get(0).fromStep() > 0) {
            entries.put("steps before " + ran.get(0).fromStep(), "not known");
        }
        entries.putAll(first.entries());
        for (Stretch part : ran.subList(1, ran.size())) {
            List<String> differences = part.where().differencesTo(first);
            entries.put(
                    "resumed at step " + part.fromStep(),
                    differences.isEmpty() ? "with the same" : "with " + String.join("; ", differences));
        }
        rule.ifPresent(name -> entries.put("rule", name));
        options.forEach((name, value) -> entries.put("rule: " + name, value));
        type.ifPresent(given -> entries.put("type", given.name()));
        seed.ifPresent(given -> entries.put("seed", Long.toString(given)));
        data.ifPresent(digest -> entries.put("data", digest.words()));
        data.ifPresent(digest -> entries.put("SHA-256 of the data", digest.sha256()));
        return Collections.unmodifiableMap(entries);
    }

    /**
     * Returns all of it for a reader.
     *
     * @return a line for each of the {@link #entries}, name and value with a colon between, each ended by a line feed
     */
    public String text() {
        StringBuilder text = new StringBuilder();
        entries()
                .forEach((name, value) ->
                        text.append(name).append(": ").append(value).append('\n'));
        return text.toString();
    }

    /**
     * Returns all of it for a program: an object with {@code format}, {@code ran} and, as far as they are known, {@code rule},
     * {@code options}, {@code type}, {@code seed} and {@code data}.
     *
     * @return valid JSON; the same record gives the same text
     */
    public String toJson() {
        return toNode().toPrettyString();
    }

    /**
     * Returns the object of {@link #toJson}, to be put into a larger one.
     *
     * @return a new object
     */
    public ObjectNode toNode() {
        return ProvenanceJson.write(this);
    }

    /**
     * Reads what {@link #toJson} wrote. A name that this version does not know is as wrong as one that is missing.
     *
     * @param json the text
     * @return the record
     * @throws IllegalArgumentException if it is no JSON or no such object; the message names the field, its value and the rule
     */
    public static Provenance fromJson(String json) {
        return ProvenanceJson.read(json);
    }

    /**
     * Writes a model, as its own method {@code save} does, with this record beside it: {@code provenance.save(folder,
     * model::save)}. The model is loaded as always; {@link #read} finds the record.
     *
     * @param folder the folder, which must not exist yet; it becomes a {@link SavedFolder}
     * @param model saves the model into a folder that does not exist yet, as a saved folder or not
     * @throws IOException if the folder exists or cannot be written
     * @throws IllegalArgumentException if the model saves a record of its own, which this would replace
     */
    public void save(Path folder, SavedFolder.Content model) throws IOException {
        SavedFolder.write(folder, unfinished -> {
            // Its own sums are moved, too, and replaced by those of the whole.
            Path own = unfinished.resolve(FILE + "-model");
            model.write(own);
            try (DirectoryStream<Path> files = Files.newDirectoryStream(own)) {
                for (Path file : files) {
                    Files.move(file, unfinished.resolve(own.relativize(file)));
                }
            }
            Files.delete(own);
            if (Files.exists(unfinished.resolve(FILE))) {
                throw new IllegalArgumentException("the model that is to be saved in " + folder + " has a " + FILE
                        + " of its own, which this record would replace: save it by its own method");
            }
            write(unfinished);
        });
    }

    /**
     * Writes the record into a folder that is being made.
     *
     * @param unfinished what a {@link SavedFolder.Content} is given
     * @throws IOException if it cannot be written
     */
    public void write(Path unfinished) throws IOException {
        Files.writeString(unfinished.resolve(FILE), toJson() + "\n", StandardCharsets.UTF_8);
    }

    /**
     * Reads the record in a saved model, in what was learned or in a checkpoint. The folder is not verified; that does what
     * reads the rest of it.
     *
     * @param folder the folder
     * @return the record, or empty if the folder has none, as those of earlier versions
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is damaged; the message names the file
     */
    public static Optional<Provenance> read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(fromJson(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Does what {@link #read} does; but a record that this version cannot read, as one of a later format, counts as none. A
     * model is worth more than its record.
     *
     * @param folder the folder
     * @return the record, or empty if the folder has none that is known
     * @throws IOException if it cannot be read
     */
    public static Optional<Provenance> readIfKnown(Path folder) throws IOException {
        try {
            return read(folder);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "Provenance" + entries();
    }
}
