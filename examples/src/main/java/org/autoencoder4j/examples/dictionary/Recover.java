package org.autoencoder4j.examples.dictionary;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Optional;
import org.autoencoder4j.examples.command.Closing;
import org.autoencoder4j.examples.command.Example;
import org.autoencoder4j.examples.command.ReportOption;
import org.autoencoder4j.examples.samples.ReadingOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The main job: learn the dictionary behind data. */
@Command(
        name = "recover",
        sortOptions = false,
        description =
                "Learns the dictionary behind data and tells how well it is recovered, or how well it describes them.")
public final class Recover extends Example {
    @Option(
            names = "--k",
            paramLabel = "k",
            description =
                    "Of synthetic data, the non-zero entries of a code (default: 1 for mixture, else 3); of your own,"
                            + " the most active units of a sample, in place of --l0.")
    private @Nullable Integer k;

    @ArgGroup(validate = false, heading = "%nSynthetic data, whose dictionary is known:%n")
    private SyntheticRecovery synthetic = new SyntheticRecovery();

    @ArgGroup(validate = false, heading = "%nData of your own (--data FILE), whose dictionary nobody knows:%n")
    private OwnData own = new OwnData();

    @Mixin
    @SuppressWarnings("unused")
    private final ReportOption report = new ReportOption();

    @Override
    public Optional<String> run() throws IOException {
        for (OptionSpec option : spec().commandLine().getParseResult().matchedOptions()) {
            if (!concerns(option)) {
                throw new IllegalArgumentException(option.longestName() + " has no meaning "
                        + (own.isGiven() ? "with" : "without") + " --data FILE");
            }
        }
        return own.isGiven() ? own.run(this, k) : synthetic.run(this, k);
    }

    /** Refuses the options of the half that is not run. */
    @Override
    public boolean concerns(OptionSpec option) {
        List<Class<?>> otherHalf =
                own.isGiven() ? List.of(SyntheticRecovery.class) : List.of(OwnData.class, ReadingOptions.class);
        return !(((ArgSpec) option).userObject() instanceof Field field
                && otherHalf.contains(field.getDeclaringClass()));
    }

    @Override
    protected Closing closing(boolean failed) {
        return own.isGiven() ? DictionaryRun.closing(this, failed) : RecoveryReport.closing(this, failed);
    }
}
