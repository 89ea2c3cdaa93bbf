package org.autoencoder4j.examples;

import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What is said of a wrong option: which one it is, and how the command is used. */
final class UsageLine {
    private static final Pattern NAMED = Pattern.compile("(?<![\\w-])--[a-z][a-z0-9-]*");
    private static final Pattern ARGUMENT = Pattern.compile("(\\w+) = (-?[\\w.]+)");

    /** The options behind arguments of the library whose names are others. */
    private static final Map<String, List<String>> OPTIONS = Map.of(
            "noise", List.of("--sigma"),
            "features", List.of("--n", "--features"),
            "units", List.of("--m", "--units"),
            "rate", List.of("--zeta", "--eta"),
            "size", List.of("--samples"),
            "regularisation", List.of("--regularisation"),
            "a1", List.of("--values"),
            "a2", List.of("--values"));

    private final CommandLine line;
    private final String message;
    private final Optional<OptionSpec> option;

    /** Looks for the option that a message is about: one that it names, or whose value it has. */
    UsageLine(CommandLine line, String message) {
        this.line = line;
        Optional<OptionSpec> named = named(line.getCommandSpec(), message);
        this.option = named.or(() -> given(line, message));
        this.message = named.isPresent()
                ? message
                : option.map(spec -> spec.longestName() + ": " + message).orElse(message);
    }

    /** For an option that picocli knows to be wrong. */
    UsageLine(CommandLine line, String message, OptionSpec option) {
        this.line = line;
        this.message = message;
        this.option = Optional.of(option);
    }

    /** For a file that is not there, if an option names it or the folder in which it was looked for. */
    static Optional<UsageLine> ofMissing(CommandLine line, String message, Path file) {
        return line.getParseResult().matchedOptions().stream()
                .filter(spec -> !spec.longestName().equals("--out"))
                .filter(spec -> ((ArgSpec) spec).getValue() instanceof Path given
                        && file.toAbsolutePath().startsWith(given.toAbsolutePath()))
                .findFirst()
                .map(spec -> new UsageLine(line, spec.longestName() + ": " + message, spec));
    }

    /** The message, with the option's name, and the usage on a line of its own. */
    void print() {
        line.getErr().println(message);
        String command = line.getCommandSpec().qualifiedName();
        if (!line.getSubcommands().isEmpty()) {
            line.getErr().println("Usage: " + command + " NAME [options]; " + command + " lists the names");
            return;
        }
        StringBuilder usage = new StringBuilder("Usage: " + command);
        line.getCommandSpec().options().stream()
                .filter(OptionSpec::required)
                .forEach(spec -> usage.append(" ").append(form(spec)));
        line.getCommandSpec()
                .positionalParameters()
                .forEach(spec -> usage.append(" ").append(spec.paramLabel()));
        usage.append(" [options]");
        option.ifPresent(spec ->
                usage.append("; ").append(form(spec)).append(": ").append(String.join(" ", spec.description())));
        line.getErr().println(usage.toString().replaceFirst("\\.$", "") + "; " + command + " --help tells all");
    }

    private static String form(OptionSpec spec) {
        boolean flag = spec.arity().max() == 0;
        return flag ? spec.longestName() : spec.longestName() + " " + spec.paramLabel();
    }

    private static Optional<OptionSpec> named(CommandSpec spec, String message) {
        return NAMED.matcher(message)
                .results()
                .map(MatchResult::group)
                .map(name -> Optional.ofNullable(spec.findOption(name)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<OptionSpec> given(CommandLine line, String message) {
        Matcher argument = ARGUMENT.matcher(message);
        boolean found = argument.find();
        return line.getParseResult().matchedOptions().stream()
                .filter(spec -> isFile(spec, message) || (found && isNumber(spec, argument)))
                .findFirst();
    }

    private static boolean isFile(OptionSpec spec, String message) {
        Object value = ((ArgSpec) spec).getValue();
        return value instanceof Path && message.startsWith(value.toString());
    }

    private static boolean isNumber(OptionSpec spec, Matcher argument) {
        String name = argument.group(1);
        boolean same = OPTIONS.getOrDefault(name, List.of("--" + name)).contains(spec.longestName());
        return same && values(((ArgSpec) spec).getValue()).contains(number(argument.group(2)));
    }

    private static List<Double> values(Object value) {
        if (value.getClass().isArray()) {
            return IntStream.range(0, Array.getLength(value))
                    .mapToObj(i -> number(Array.get(value, i).toString()))
                    .toList();
        }
        return Arrays.asList(number(value.toString()));
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
