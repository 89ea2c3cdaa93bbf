package org.autoencoder4j.examples;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Stands for the example of {@code examples-spark} where that is not there: it brings Spark, which no other example needs. */
@Command(
        name = "spark",
        description =
                "Trains on several JVMs of this machine with Apache Spark, and shows that the result has the same bits as"
                        + " in one. Its first run, be it for --help, downloads some 450 MB.")
final class SparkElsewhere implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Unmatched
    @SuppressWarnings("unused")
    private @Nullable List<String> ignored;

    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "Spark is not on the class path: start this example with examples/run spark, which builds the"
                                    + " module examples-spark");
        }
        return ExitCode.SOFTWARE;
    }
}
