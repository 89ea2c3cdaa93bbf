package org.autoencoder4j.examples;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CancellationException;
import org.autoencoder4j.backend.BackendException;
import org.autoencoder4j.examples.baseline.Baselines;
import org.autoencoder4j.examples.baseline.Refine;
import org.autoencoder4j.examples.command.Example;
import org.autoencoder4j.examples.dictionary.Digits;
import org.autoencoder4j.examples.dictionary.Encode;
import org.autoencoder4j.examples.dictionary.NaturalPatches;
import org.autoencoder4j.examples.dictionary.Recover;
import org.autoencoder4j.examples.kernel.Kernel;
import org.autoencoder4j.examples.kernel.WeightTied;
import org.autoencoder4j.examples.latents.Certify;
import org.autoencoder4j.examples.recovery.Certificate;
import org.autoencoder4j.examples.recovery.Consistency;
import org.autoencoder4j.examples.recovery.Descent;
import org.autoencoder4j.examples.recovery.Figures;
import org.autoencoder4j.examples.recovery.Initialise;
import org.autoencoder4j.examples.recovery.Reach;
import org.autoencoder4j.examples.start.Certain;
import org.autoencoder4j.examples.start.Regimes;
import org.autoencoder4j.examples.width.Width;
import org.autoencoder4j.examples.width.WidthBounds;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Starts the example that is named by the first argument. */
@Command(
        name = "examples/run",
        synopsisSubcommandLabel = "NAME",
        description = "Runs an example of autoencoder4j.",
        subcommands = {
            Recover.class,
            Encode.class,
            Baselines.class,
            Refine.class,
            Figures.class,
            NaturalPatches.class,
            Digits.class,
            Memory.class,
            Certificate.class,
            Certify.class,
            Reach.class,
            Descent.class,
            Initialise.class,
            Consistency.class,
            WeightTied.class,
            Regimes.class,
            Certain.class,
            Width.class,
            WidthBounds.class,
            Kernel.class,
            SparkElsewhere.class,
            Reproduce.class
        },
        footer = {"", "examples/run NAME --help tells the options of an example."})
public final class Examples implements Runnable {
    /** What a shell calls the end by Ctrl-C. */
    static final int INTERRUPTED = 130;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Prints this help.")
    @SuppressWarnings("unused")
    private boolean help;

    private Examples() {}

    /** Without a name, the list of examples is what helps. */
    @Override
    public void run() {
        requireNonNull(spec)
                .commandLine()
                .usage(requireNonNull(spec).commandLine().getOut());
    }

    /**
     * Runs an example and ends the JVM with its exit code: 0 if it did what it says, 1 if not, 2 for bad options or data, 130 if it
     * was interrupted.
     *
     * @param arguments the example's name and its options
     */
    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        Interruption interruption = Interruption.ofThisThread();
        int code;
        try {
            code = commandLine().execute(arguments);
        } finally {
            interruption.over();
        }
        System.exit(code);
    }

    /**
     * Makes the command line; its streams can be set, for example in a test.
     *
     * @return a new command line
     */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Examples());
        ServiceLoader.load(Example.class).forEach(example -> replace(line, new CommandLine(example)));
        line.setExpandAtFiles(false);
        line.registerConverter(DataType.class, new TypeConverter());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        line.setParameterExceptionHandler((e, arguments) -> {
            UsageLine usage = e.getArgSpec() instanceof OptionSpec option
                    ? new UsageLine(e.getCommandLine(), oneLine(e), option)
                    : new UsageLine(e.getCommandLine(), oneLine(e));
            usage.print();
            return ExitCode.USAGE;
        });
        line.setExecutionExceptionHandler((e, failed, parsed) -> complain(e, failed));
        return line;
    }

    /** An example of another module takes the place of what stands for it here. */
    private static void replace(CommandLine line, CommandLine example) {
        line.getCommandSpec().removeSubcommand(example.getCommandName());
        line.addSubcommand(example);
    }

    private static int complain(Exception e, CommandLine failed) {
        if (e instanceof IllegalArgumentException) {
            new UsageLine(failed, oneLine(e)).print();
            return ExitCode.USAGE;
        }
        PrintWriter err = failed.getErr();
        Throwable cause = e instanceof UncheckedIOException unchecked ? unchecked.getCause() : e;
        if (cause instanceof NoSuchFileException missing) {
            Optional<UsageLine> usage = UsageLine.ofMissing(failed, sentence(missing), Path.of(missing.getFile()));
            if (usage.isPresent()) {
                usage.get().print();
                return ExitCode.USAGE;
            }
        }
        if (cause instanceof CancellationException || cause instanceof ClosedByInterruptException) {
            err.println("interrupted: what was written before is whole, the rest is not there");
            return INTERRUPTED;
        }
        if (cause instanceof FileSystemException file) {
            err.println(sentence(file));
        } else if (cause instanceof IOException || cause instanceof BackendException) {
            err.println(oneLine(cause));
        } else {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace, true));
            err.println("this is a defect of the example: " + trace);
        }
        return ExitCode.SOFTWARE;
    }

    private static String sentence(FileSystemException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no file " + e.getFile();
        }
        if (e instanceof AccessDeniedException) {
            return "no permission for " + e.getFile();
        }
        if (e instanceof FileAlreadyExistsException && e.getReason() == null) {
            return e.getFile() + " exists already and is no folder";
        }
        if (e.getReason() == null) {
            return e.getFile() + " cannot be used: " + e.getClass().getSimpleName();
        }
        return oneLine(e);
    }

    private static String oneLine(Throwable e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message.replaceAll("\\s*\\R\\s*", " ");
    }

    private static final class TypeConverter implements ITypeConverter<DataType> {
        @Override
        public DataType convert(String text) {
            return switch (text) {
                case "float" -> DataType.FLOAT;
                case "double" -> DataType.DOUBLE;
                default -> throw new TypeConversionException("'" + text + "' must be float or double");
            };
        }
    }
}
