package org.autoencoder4j.examples.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.autoencoder4j.backend.Backend;
import org.autoencoder4j.html.HtmlReport;
import org.autoencoder4j.provenance.Provenance;
import org.autoencoder4j.random.RandomStreams;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What every example has: options, an output folder with a {@code summary.json}, a progress line, and an exit code that
 * is 0 only if the example did what it says. A number in the summary is finite or null; what a null stands for is told
 * beside the results.
 */
public abstract class Example implements Callable<Integer> {
    private final ObjectNode results = JsonNodeFactory.instance.objectNode();
    private final ObjectNode settled = JsonNodeFactory.instance.objectNode();

    @Spec
    private @Nullable CommandSpec spec;

    private @Nullable OutputFolder output;

    private @Nullable ProgressBar bar;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Seed of everything that is random (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for summary.json, tables and pictures; files of the same names are replaced"
                    + " (default: out/NAME under the current folder).")
    private @Nullable Path out;

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            description = "Type of the numbers, float or double (default: float).")
    private DataType dtype = DataType.FLOAT;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Prints this help.")
    @SuppressWarnings("unused")
    private boolean help;

    /**
     * Does the work: puts numbers into {@link #results}, files into {@link #output} and a table onto {@link #console}.
     *
     * @return a sentence that says what the example did not achieve, or empty if it did what it says
     * @throws IOException if a file cannot be read or written
     */
    public abstract Optional<String> run() throws IOException;

    /**
     * Says what the results mean, and what to try next. Called once, after {@link #run}, of whose results it speaks.
     *
     * @param failed whether the run did not achieve what the example says
     * @return the end of what is printed
     */
    protected abstract Closing closing(boolean failed);

    @Override
    public final Integer call() throws IOException {
        Backend.require();
        Optional<ReportOption> report = report();
        if (report.isPresent()) {
            report.get().prepare();
        }
        output = new OutputFolder(out == null ? Path.of("out", spec().name()) : out);
        RunArguments given = new RunArguments(spec());
        ObjectNode inputs = given.inputs(output().path());
        Optional<String> missed = runWithABar();
        Closing closing = closing(missed.isPresent());
        Optional<String> failure = missed.or(output()::undrawn);
        failure.ifPresent(sentence -> results.put("failure", sentence));
        ObjectNode summary = summary(closing, given, inputs);
        output().json("summary.json", summary);
        Optional<String> untold = report.flatMap(each ->
                each.write(
                summary,
                provenance(),
                closing,
                spec().commandLine().getParseResult().originalArgs(),
                failure));
        Optional<String> complaint = failure.or(() -> untold);
        console().println("Files are in " + output().path());
        console().println("Meaning: " + closing.meaning());
        console().println("Next: " + closing.next());
        console().flush();
        complaint.ifPresent(sentence -> spec().commandLine().getErr().println(sentence));
        return complaint.isPresent() ? ExitCode.SOFTWARE : ExitCode.OK;
    }

    private Optional<ReportOption> report() {
        return spec().mixins().values().stream()
                .map(CommandSpec::userObject)
                .filter(ReportOption.class::isInstance)
                .map(ReportOption.class::cast)
                .findFirst();
    }

    /**
     * Says what goes into the HTML report. Nothing is made of it unless the example has a {@link ReportOption} and the report
     * was asked for.
     *
     * @param title of the report
     * @param question what the run asks, in words
     * @param content adds what came out
     */
    public final void tell(String title, String question, UnaryOperator<HtmlReport> content) {
        report().ifPresent(report -> report.tell(title, question, content));
    }

    private Optional<String> runWithABar() throws IOException {
        ProgressBar shown = ProgressBar.onStandardError(spec().commandLine().getErr());
        bar = shown;
        try {
            return shown.during(this::runWithinMemory);
        } finally {
            shown.erase();
        }
    }

    private Optional<String> runWithinMemory() throws IOException {
        try {
            return run();
        } catch (OutOfMemoryError e) {
            throw new IOException(
                    "not enough memory: make the sizes smaller, or give more with the environment variable"
                            + " JDK_JAVA_OPTIONS=-Xmx8g or the like",
                    e);
        }
    }

    /** Whether an option has a meaning in this run; only such options go into the summary. */
    public boolean concerns(OptionSpec option) {
        return true;
    }

    /** The randomness of this run. */
    public final RandomStreams streams() {
        return RandomStreams.of(seed);
    }

    /** Randomness that has nothing to do with {@link #streams}, for samples that are not trained on. */
    public final RandomStreams heldOutStreams() {
        return RandomStreams.of(~seed);
    }

    /** FLOAT or DOUBLE. */
    public final DataType dtype() {
        return dtype;
    }

    /** Where files go. */
    public final OutputFolder output() {
        if (output == null) {
            throw new IllegalStateException("the folder is made when the example is called");
        }
        return output;
    }

    /** The part of the summary that holds what was measured. */
    public final ObjectNode results() {
        return results;
    }

    /** A number among the results, NaN if it is not there. */
    public final double result(String name) {
        return results.path(name).asDouble(Double.NaN);
    }

    /** Values of options that were not given and depend on others; they go into the summary's parameters. */
    public final ObjectNode settled() {
        return settled;
    }

    /** Standard output. */
    public final PrintWriter console() {
        return spec().commandLine().getOut();
    }

    /** A listener that tells more of a training run than its bar knows by itself. */
    public final <P> ProgressLine<P> progressLine(String what, long steps) {
        if (bar == null) {
            throw new IllegalStateException("the bar is made when the example is called");
        }
        return new ProgressLine<>(bar, what, steps);
    }

    /** The command as picocli sees it. */
    public final CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets it");
        }
        return spec;
    }

    private ObjectNode summary(Closing closing, RunArguments given, ObjectNode inputs) {
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        summary.put("example", spec().name());
        summary.set("parameters", parameters());
        summary.set("arguments", given.words());
        summary.put(
                "jvmOptions",
                String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
        summary.set("provenance", provenance().toNode());
        summary.put("meaning", closing.meaning()).put("next", closing.next());
        summary.set("inputs", inputs);
        summary.set("files", output().digests());
        summary.set("results", results);
        ObjectNode noNumbers = Json.withoutNonNumbers(results);
        if (!noNumbers.isEmpty()) {
            summary.set("notFinite", noNumbers);
            console()
                    .println(noNumbers.size() + " results are not finite; they are null in summary.json, which tells"
                            + " what they are under notFinite");
        }
        return summary;
    }

    /** What made the results; options and files are told beside it. */
    private Provenance provenance() {
        return Provenance.current()
                .withRule("examples/run " + spec().name(), Map.of())
                .withType(dtype)
                .withSeed(seed);
    }

    private ObjectNode parameters() {
        ObjectNode parameters = JsonNodeFactory.instance.objectNode();
        for (OptionSpec option : spec().options()) {
            Object value = ((ArgSpec) option).getValue();
            if (!option.usageHelp() && value != null && concerns(option)) {
                parameters.set(camelCase(option.longestName()), json(value));
            }
        }
        parameters.setAll(settled);
        return parameters;
    }

    private static JsonNode json(Object value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value.getClass().isArray()) {
            ArrayNode array = nodes.arrayNode();
            for (int i = 0; i < Array.getLength(value); i++) {
                array.add(json(Array.get(value, i)));
            }
            return array;
        } else if (value instanceof Integer || value instanceof Long) {
            return nodes.numberNode(((Number) value).longValue());
        } else if (value instanceof Number number) {
            return nodes.numberNode(number.doubleValue());
        } else if (value instanceof Boolean truth) {
            return nodes.booleanNode(truth);
        } else if (value instanceof Enum<?> constant) {
            return nodes.textNode(constant.name().toLowerCase(Locale.ROOT));
        }
        return nodes.textNode(value.toString());
    }

    private static String camelCase(String option) {
        StringBuilder name = new StringBuilder();
        for (String word : option.replaceFirst("^-+", "").split("-", -1)) {
            name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }
}
