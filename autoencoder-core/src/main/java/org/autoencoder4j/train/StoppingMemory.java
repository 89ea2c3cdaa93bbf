package org.autoencoder4j.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.autoencoder4j.storage.Settings;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/** What the stopping rule of a run remembers, in a checkpoint. Numbers are text, which has infinite ones, too. */
final class StoppingMemory {
    private static final String FORMAT = "autoencoder4j-checkpoint-2";
    private static final String FIELD = "stoppingRule";

    private StoppingMemory() {}

    static void write(Map<String, double[]> memory, Path checkpoint) throws IOException {
        Settings.write(checkpoint, FORMAT, node -> {
            ObjectNode lists = node.putObject(FIELD);
            new TreeMap<>(memory).forEach((name, numbers) -> {
                ArrayNode list = lists.putArray(name);
                for (double number : numbers) {
                    list.add(Double.toString(number));
                }
            });
        });
    }

    static Map<String, double[]> read(Path checkpoint) throws IOException {
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
