package org.autoencoder4j.examples.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
        ArrayNode words = JsonNodeFactory.instance.arrayNode().add(spec.name());
        List<String> given = spec.commandLine().getParseResult().originalArgs();
        int first = !given.isEmpty() && given.get(0).equals(spec.name()) ? 1 : 0;
        @Nullable OptionSpec option = null;
        for (String word : given.subList(first, given.size())) {
            int value = word.startsWith("--") ? word.indexOf('=') + 1 : 0;
            OptionSpec named = spec.findOption(value == 0 ? word : word.substring(0, value - 1));
            option = named == null ? option : named;
            if (option != null && OUTPUTS.contains(option.longestName())) {
                continue;
            }
            String text = word.substring(value);
            boolean isFile = option != null && ((ArgSpec) option).getValue() instanceof Path && (named == null || value > 0);
            words.add(word.substring(0, value) + (isFile ? absolute(Path.of(text)) : text));
        }
        return words;
    }

    /**
     * By what each file or folder is known again from which the command reads, by its absolute path. Of an example's output folder
     * only the model is read.
     *
     * @param own where the command writes, which is left out
     */
    ObjectNode inputs(Path own) throws IOException {
        ObjectNode inputs = JsonNodeFactory.instance.objectNode();
        for (OptionSpec option : spec.options()) {
            if (((ArgSpec) option).getValue() instanceof Path path
                    && !OUTPUTS.contains(option.longestName())
                    && Files.exists(path)) {
                Path model = path.resolve("model");
                Path read = Files.isDirectory(model) ? model : path;
                inputs.put(absolute(read), FileDigest.of(read, own));
            }
        }
        return inputs;
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }
}
