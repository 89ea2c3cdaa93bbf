package org.autoencoder4j.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.autoencoder4j.storage.Settings;
import org.autoencoder4j.train.TrainingResult.Kept;

/** What the stopping rule of a run remembers and keeps, in a checkpoint. Numbers are text, which has infinite ones, too. */
record StoppingMemory<P>(Map<String, double[]> numbers, Optional<Kept<P>> kept) {
    private static final String FORMAT = "autoencoder4j-checkpoint-2";
    private static final String FIELD = "stoppingRule";

    private static final String PARAMETERS = "kept";
    private static final String ROW = "kept.csv";

    static <P> StoppingMemory<P> none() {
        return new StoppingMemory<>(Map.of(), Optional.empty());
    }

    /** Writes into a checkpoint that is being made. */
    void write(UpdateRule<P> rule, List<String> metrics, Path checkpoint) throws IOException {
        if (kept.isPresent()) {
            rule.saveParameters(kept.get().parameters(), checkpoint.resolve(PARAMETERS));
            HistoryCsv.write(
                    checkpoint.resolve(ROW), metrics, List.of(kept.get().row()));
        }
        Settings.write(checkpoint, FORMAT, node -> {
            ObjectNode lists = node.putObject(FIELD);
            new TreeMap<>(numbers).forEach((name, values) -> {
                ArrayNode list = lists.putArray(name);
                for (double number : values) {
                    list.add(Double.toString(number));
                }
            });
        });
    }

    static <P> StoppingMemory<P> read(UpdateRule<P> rule, Path checkpoint) throws IOException {
        if (!Files.exists(checkpoint.resolve(ROW))) {
            return new StoppingMemory<>(numbers(checkpoint), Optional.empty());
        }
        List<History.Row> rows = HistoryCsv.read(checkpoint.resolve(ROW)).rows();
        if (rows.size() != 1) {
            throw new IllegalArgumentException(
                    checkpoint.resolve(ROW) + " has " + rows.size() + " rows; it must have 1");
        }
        P parameters = rule.loadParameters(checkpoint.resolve(PARAMETERS));
        return new StoppingMemory<>(numbers(checkpoint), Optional.of(new Kept<>(parameters, rows.get(0))));
    }

    private static Map<String, double[]> numbers(Path checkpoint) throws IOException {
        JsonNode lists = Settings.read(checkpoint, FORMAT).node().path(FIELD);
        Map<String, double[]> memory = new TreeMap<>();
        Iterable<String> names = lists::fieldNames;
        for (String name : names) {
            JsonNode list = lists.get(name);
            double[] numbers = new double[list.size()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = Double.parseDouble(list.get(i).asText());
            }
            memory.put(name, numbers);
        }
        return memory;
    }
}
