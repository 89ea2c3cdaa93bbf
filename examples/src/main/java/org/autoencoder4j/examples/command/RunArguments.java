package org.autoencoder4j.examples.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** With what a command was called, in a form in which it can be called again from any folder. */
final class RunArguments {
    /** The options that say where something is written. */
    private static final Set<String> OUTPUTS = Set.of("--out", "--report");

    private final CommandSpec spec;

    RunArguments(CommandSpec spec) {
        this.spec = spec;
    }

    /** The name of the command and its options as they were given, with files by their absolute paths, and without outputs. */
    ArrayNode words() {
        Map<String, String> absolute = new HashMap<>();
        for (OptionSpec option : spec.options()) {
            if (((ArgSpec) option).getValue() instanceof Path path) {
                option.originalStringValues().forEach(given -> absolute.put(given, absolute(path)));
            }
        }
        ArrayNode words = JsonNodeFactory.instance.arrayNode().add(spec.name());
        List<String> given = spec.commandLine().getParseResult().originalArgs();
        int first = !given.isEmpty() && given.get(0).equals(spec.name()) ? 1 : 0;
        for (int i = first; i < given.size(); i++) {
            String word = given.get(i);
            int value = word.startsWith("--") ? word.indexOf('=') + 1 : 0;
            if (OUTPUTS.contains(word)) {
                i++;
            } else if (value == 0) {
                words.add(absolute.getOrDefault(word, word));
            } else if (!OUTPUTS.contains(word.substring(0, value - 1))) {
                String text = word.substring(value);
                words.add(word.substring(0, value) + absolute.getOrDefault(text, text));
            }
        }
        return words;
    }

    /** By what each file or folder is known again from which the command read, by its absolute path. */
    ObjectNode inputs() throws IOException {
        ObjectNode inputs = JsonNodeFactory.instance.objectNode();
        for (OptionSpec option : spec.options()) {
            if (((ArgSpec) option).getValue() instanceof Path path
                    && !OUTPUTS.contains(option.longestName())
                    && Files.exists(path)) {
                inputs.put(absolute(path), FileDigest.of(path));
            }
        }
        return inputs;
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }
}
