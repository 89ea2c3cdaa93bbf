package org.autoencoder4j.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.autoencoder4j.benchmarks.ScalingPoint.Measured;
import org.nd4j.linalg.api.buffer.DataType;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how time and memory of a step of training grow, each point in a process of its own. */
@Command(
        name = "scaling",
        mixinStandardHelpOptions = true,
        description = "Time and peak resident memory of a step of the tied autoencoder against N, m, k, n and threads,"
                + " with fitted exponents and the fraction of the speed of a large matrix product.")
final class Scaling implements Callable<Integer> {
    private static final Path TASKSET = Path.of("/usr/bin/taskset");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--axes",
            split = ",",
            description = "SAMPLES, UNITS, SPARSITY, FEATURES, THREADS (default: all of them)")
    private List<ScalingAxis> axes = List.of(ScalingAxis.values());

    @Option(names = "--dtype", description = "FLOAT or DOUBLE (default: ${DEFAULT-VALUE})")
    private DataType type = DataType.FLOAT;

    @Option(
            names = "--seconds",
            description = "how long to step at each point, after as long a warm-up (default: ${DEFAULT-VALUE})")
    private double seconds = 1;

    @Option(
            names = "--rounds",
            description = "how often each axis is gone through; a point is the median (default: ${DEFAULT-VALUE})")
    private int rounds = 3;

    @Option(
            names = "--output",
            description = "folder for tables and picture (default: ${DEFAULT-VALUE})",
            defaultValue = "benchmarks/target/scaling")
    private Path output = Path.of("");

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Scaling())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        requireOptions();
        ResidentMemory.require();
        List<ScalingCurve> curves = new ArrayList<>();
        ResultTable points = ScalingCurve.pointTable();
        ResultTable fits = ScalingCurve.fitTable();
        for (ScalingAxis axis : axes) {
            ScalingCurve curve = new ScalingCurve(axis, type, measure(axis));
            curves.add(curve);
            curve.addPoints(points);
            if (axis != ScalingAxis.THREADS) {
                curve.addFits(fits);
            }
            points.write(output, "points");
            fits.write(output, "exponents");
        }
        ScalingPicture.write(
                curves.stream().filter(c -> c.axis() != ScalingAxis.THREADS).toList(), output.resolve("scaling.png"));
        System.out.println(points.markdown());
        System.out.println(fits.markdown());
        System.out.println("Files are in " + output);
        return 0;
    }

    private void requireOptions() {
        if (type != DataType.FLOAT && type != DataType.DOUBLE) {
            throw new ParameterException(spec.commandLine(), "--dtype is " + type + "; it must be FLOAT or DOUBLE");
        }
        if (rounds < 1) {
            throw new ParameterException(spec.commandLine(), "--rounds is " + rounds + "; it must be at least 1");
        }
        if (!(seconds > 0 && seconds < Double.POSITIVE_INFINITY)) {
            throw new ParameterException(spec.commandLine(), "--seconds is " + seconds + "; it must be positive");
        }
    }

    /** Goes through the axis again and again, so that what slows the machine for a while spoils no point. */
    private List<Measured> measure(ScalingAxis axis) throws IOException, InterruptedException {
        List<List<Measured>> found = new ArrayList<>();
        axis.steps().forEach(step -> found.add(new ArrayList<>()));
        for (int round = 1; round <= rounds; round++) {
            for (int i = 0; i < found.size(); i++) {
                int step = axis.steps().get(i);
                System.err.println("scaling: round " + round + ", " + axis.symbol() + " = " + step);
                found.get(i).add(measure(axis.at(step)));
            }
        }
        return found.stream().map(Measured::median).toList();
    }

    private Measured measure(Sizes sizes) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command(sizes)).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("OMP_NUM_THREADS", Integer.toString(sizes.threads()));
        Process process = builder.start();
        String last = "";
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line;
            }
        }
        if (process.waitFor() != 0) {
            throw new IOException("the process that measures " + sizes + " has failed");
        }
        return Measured.parse(last);
    }

    /** Where there is taskset, the whole process has as many processors as threads. */
    private List<String> command(Sizes sizes) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(TASKSET)) {
            command.addAll(List.of(TASKSET.toString(), "-c", "0-" + (sizes.threads() - 1)));
        }
        String folder = System.getProperty("autoencoder4j.benchmarks.folder", "benchmarks");
        command.addAll(List.of(Path.of(folder, "java").toString(), ScalingPoint.class.getName()));
        command.addAll(List.of("--n", Integer.toString(sizes.features()), "--m", Integer.toString(sizes.units())));
        command.addAll(
                List.of("--k", Integer.toString(sizes.sparsity()), "--samples", Integer.toString(sizes.samples())));
        command.addAll(List.of("--dtype", type.name(), "--seconds", String.format(Locale.ROOT, "%.3f", seconds)));
        return command;
    }
}
