package org.autoencoder4j.examples;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.autoencoder4j.backend.Backend;
import org.autoencoder4j.examples.reproduce.Agreement;
import org.autoencoder4j.examples.reproduce.Comparison;
import org.autoencoder4j.examples.reproduce.Difference;
import org.autoencoder4j.examples.reproduce.RunRecord;
import org.autoencoder4j.provenance.Environment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a run again and tells whether the same came out. */
@Command(
        name = "reproduce",
        sortOptions = false,
        description = {
            "Runs an example again, from what is written in the summary.json of its output folder, and compares what"
                    + " it writes: to the last bit if library, BLAS, core type and threads are the same, else to 1e-9"
                    + " relative. Exit code 0 if all agrees, 1 if not.",
            "Not compared are pictures and the folder \"model\", and by their names what measures the machine:"
                    + " seconds..., resident... and growth."
        })
final class Reproduce implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DIR", description = "The output folder of the run.")
    private @Nullable Path folder;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Folder for the new run, which must be new or empty (default: that of the run with \"-again\").")
    private @Nullable Path out;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Prints this help.")
    @SuppressWarnings("unused")
    private boolean help;

    @Override
    public Integer call() throws IOException {
        Backend.require();
        Path run = requireNonNull(folder);
        RunRecord before = RunRecord.read(run);
        Path fresh = requireFresh(out == null ? again(run) : out);
        Environment then = before.provenance().environment();
        Environment here = Environment.current();
        before.requireRepeatable(here);
        List<String> changed = before.changedFiles();
        console().println("Runs again: examples/run " + String.join(" ", before.arguments()));
        console().flush();
        int code = run(before, fresh);
        if (code == Examples.INTERRUPTED) {
            return code;
        }
        if (!Files.exists(fresh.resolve("summary.json"))) {
            line().getErr()
                    .println("the run did not end as it did before: exit code " + code + ", and no summary.json");
            return ExitCode.SOFTWARE;
        }
        Agreement agreement = Agreement.between(then, here);
        if (agreement == Agreement.NUMBERS) {
            console().println(why(then, here));
        }
        return tell(Comparison.of(before, RunRecord.read(fresh), agreement), agreement, changed, fresh);
    }

    private static String why(Environment then, Environment here) {
        if (!then.commit().equals(here.commit())) {
            return "Here is another state of the library, which may compute something else: "
                    + String.join("; ", here.differencesTo(then));
        }
        List<String> differences = here.differencesTo(then);
        return differences.isEmpty()
                ? "Last digits may differ, since the library had changes then that no commit names"
                : "Last digits may differ, since here is " + String.join("; ", differences);
    }

    private static Path again(Path folder) {
        Path whole = folder.toAbsolutePath().normalize();
        return whole.resolveSibling(whole.getFileName() + "-again");
    }

    private static Path requireFresh(Path fresh) throws IOException {
        if (Files.exists(fresh)) {
            try (Stream<Path> files = Files.list(fresh)) {
                if (files.findAny().isPresent()) {
                    throw new IllegalArgumentException(
                            "--out " + fresh + " holds files; give a folder that is empty or does not exist");
                }
            }
        }
        return fresh;
    }

    /** What it prints was printed before. */
    private int run(RunRecord before, Path fresh) {
        List<String> arguments = new ArrayList<>(before.arguments());
        arguments.addAll(List.of("--out", fresh.toString()));
        CommandLine again = Examples.commandLine();
        again.setOut(new PrintWriter(Writer.nullWriter()));
        again.setErr(line().getErr());
        return again.execute(arguments.toArray(String[]::new));
    }

    private int tell(Comparison comparison, Agreement agreement, List<String> changed, Path fresh) {
        List<Difference> differences = comparison.differences();
        for (String file : changed) {
            console().println(file + " was changed after the run: its SHA-256 is not that of summary.json");
        }
        differences.forEach(console()::println);
        if (comparison.disagreements() > differences.size()) {
            console().println("and " + (comparison.disagreements() - differences.size()) + " more");
        }
        if (!comparison.left().isEmpty()) {
            console().println("Not compared: " + String.join(", ", comparison.left()));
        }
        if (comparison.numbers() == 0) {
            console().println("NOT REPRODUCED: the run has no number that could be compared");
            console().flush();
            return ExitCode.SOFTWARE;
        }
        boolean same = differences.isEmpty() && changed.isEmpty();
        console()
                .println((same ? "REPRODUCED: " : "NOT REPRODUCED: ") + comparison.numbers() + " numbers, "
                        + (differences.isEmpty() ? "which all agree " : comparison.disagreements() + " places do not agree ")
                        + agreement);
        console().println("The new run is in " + fresh);
        console().flush();
        return same ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private CommandLine line() {
        return requireNonNull(spec).commandLine();
    }

    private PrintWriter console() {
        return line().getOut();
    }
}
