package org.autoencoder4j.examples.command;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.autoencoder4j.html.HtmlReport;
import org.autoencoder4j.provenance.Provenance;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option to tell a run in one HTML file, too. An example that has it calls {@link Example#tell}. */
public final class ReportOption {
    private String title = "";
    private String question = "";
    private UnaryOperator<HtmlReport> content = page -> page;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description =
                    "Tells the run in one HTML file, too, which needs nothing else: what was asked, numbers, pictures,"
                            + " checks, what it means and how to repeat it. A file that is there is replaced.")
    private @Nullable Path file;

    /** Sees to it, before anything is computed, that the file has a folder and takes no folder's place. */
    void prepare() throws IOException {
        if (file == null) {
            return;
        }
        if (Files.isDirectory(file)) {
            throw new FileAlreadyExistsException(
                    file.toString(), null, "it is a folder where --report is to write a file; choose another name");
        }
        Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
    }

    void tell(String under, String asked, UnaryOperator<HtmlReport> told) {
        title = under;
        question = asked;
        content = told;
    }

    /**
     * Writes the file, if it was asked for and the run came so far.
     *
     * @param summary the run's, with its parameters
     * @param made how it was made
     * @param closing how it ended
     * @param arguments the whole command line
     * @param failure what the run did not achieve
     * @return a sentence that says why there is none; the rest of the run is worth more than an exception
     */
    Optional<String> write(
            ObjectNode summary,
            Provenance made,
            Closing closing,
            List<String> arguments,
            Optional<String> failure) {
        if (file == null || title.isEmpty()) {
            return Optional.empty();
        }
        try {
            content.apply(HtmlReport.titled(title).asking(question, asked(summary)))
                    .meaning(failure.map(sentence -> "The run did not do what it says: " + sentence + ". ")
                                    .orElse("")
                            + closing.meaning())
                    .madeBy(made.entries())
                    .repeatedBy("examples/run "
                            + arguments.stream().map(ReportOption::quoted).collect(joining(" ")))
                    .write(file);
            return Optional.empty();
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            return Optional.of("everything is written but " + file + ": " + e);
        }
    }

    private static Map<String, Object> asked(ObjectNode summary) {
        Map<String, Object> parameters = new ObjectMapper()
                .convertValue(summary.path("parameters"), new TypeReference<LinkedHashMap<String, Object>>() {});
        List.of("out", "report").forEach(parameters::remove);
        parameters.values().removeIf(value -> value == null || value.equals(""));
        return parameters;
    }

    /** As a shell takes it for one word. */
    private static String quoted(String argument) {
        return argument.matches("[A-Za-z0-9_@%+=:,./-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
