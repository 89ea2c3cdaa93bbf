package org.autoencoder4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.autoencoder4j.backend.Backend;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.coding.CodeSign;
import org.nd4j.linalg.api.buffer.DataType;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Times the recovery of a dictionary by the library and by scikit-learn, in turns, on the same samples and start. */
@Command(
        name = "recover",
        mixinStandardHelpOptions = true,
        description =
                "Seconds until all columns are within a distance of their atoms, and until each learner stops by its"
                        + " own rule: the library's sweeps against scikit-learn's MiniBatchDictionaryLearning, in turns, on"
                        + " the same samples of the sparse model (values in [1, 2], noise 0.01) from the same start. Both"
                        + " have as many threads as OMP_NUM_THREADS says.")
final class Recover implements Callable<Integer> {
    private static final int WARM_UPS = 10;

    @Option(names = "--n", description = "features (default: ${DEFAULT-VALUE})")
    private int features = 256;

    @Option(names = "--m", description = "atoms (default: ${DEFAULT-VALUE})")
    private int units = 512;

    @Option(names = "--k", description = "non-zero entries of a code (default: ${DEFAULT-VALUE})")
    private int sparsity = 3;

    @Option(names = "--samples", description = "N (default: ${DEFAULT-VALUE})")
    private int samples = 20_000;

    @Option(names = "--signs", split = ",", description = "Of the codes: NON_NEGATIVE, SIGNED (default: both)")
    private List<CodeSign> signs = List.of(CodeSign.values());

    @Option(names = "--batch", description = "samples in scikit-learn's mini-batch (default: ${DEFAULT-VALUE})")
    private int batch = 2048;

    @Option(
            names = "--alphas",
            split = ",",
            description = "scikit-learn's weights of the L1 norm, each of which is run (default: 0.1,0.3)")
    private List<Double> alphas = List.of(0.1, 0.3);

    @Option(names = "--limit", description = "delta that counts as recovered (default: ${DEFAULT-VALUE})")
    private double limit = 0.06;

    @Option(names = "--seeds", description = "how many models, from seed 1 on (default: ${DEFAULT-VALUE})")
    private int seeds = 5;

    @Option(
            names = "--starts",
            split = ",",
            description = "NEAR: 0.5 from each atom; SAMPLES: samples as columns (default: both)")
    private List<RecoveryTask.Start> starts = List.of(RecoveryTask.Start.values());

    @Option(names = "--dtype", description = "FLOAT or DOUBLE, for both (default: ${DEFAULT-VALUE})")
    private DataType type = DataType.DOUBLE;

    @Option(
            names = "--output",
            description = "folder for the table (default: ${DEFAULT-VALUE})",
            defaultValue = "benchmarks/target/recover")
    private Path output = Path.of("");

    private final ResultTable table = new ResultTable(
            "signs",
            "start",
            "seed",
            "who",
            "s until delta is reached",
            "s until its own stop",
            "updates",
            "stopped by its own rule",
            "delta at its stop",
            "median distance",
            "atoms found");

    private final ResultTable ratios = new ResultTable(
            "signs", "start", "alpha", "times as long until delta is reached", "times as long until its own stop");

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Recover())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(PlainMessage::print)
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Backend.require();
        requireOptions();
        ScikitRecovery peer =
                ScikitRecovery.find(Path.of(System.getProperty("autoencoder4j.benchmarks.folder", "benchmarks")));
        Path folder = Files.createTempDirectory("recover");
        try {
            for (CodeSign sign : signs) {
                for (RecoveryTask.Start start : starts) {
                    for (int i = 0; i < WARM_UPS; i++) {
                        OurRecovery.run(task(sign, start, 0), limit);
                    }
                    compare(peer, folder, sign, start);
                }
            }
        } finally {
            for (String name : List.of("Y", "W", "A", "D")) {
                Files.deleteIfExists(folder.resolve(name));
            }
            Files.delete(folder);
        }
        System.out.println(table.markdown());
        System.out.println("Medians over the seeds of scikit-learn's time by ours:\n\n" + ratios.markdown());
        return 0;
    }

    private void compare(ScikitRecovery peer, Path folder, CodeSign sign, RecoveryTask.Start start)
            throws IOException, InterruptedException {
        double[][] toLimit = new double[alphas.size()][seeds];
        double[][] toStop = new double[alphas.size()][seeds];
        for (int seed = 1; seed <= seeds; seed++) {
            RecoveryTask task = task(sign, start, seed);
            Recovery ours = add(sign, start, seed, OurRecovery.run(task, limit));
            for (int i = 0; i < alphas.size(); i++) {
                Recovery theirs = add(sign, start, seed, peer.run(task, folder, alphas.get(i), batch, limit));
                toLimit[i][seed - 1] = ratio(theirs.secondsToLimit(), ours.secondsToLimit());
                toStop[i][seed - 1] = ratio(theirs.secondsToStop(), ours.secondsToStop());
            }
            table.write(output, name());
        }
        for (int i = 0; i < alphas.size(); i++) {
            ratios.row(lowerCase(sign), lowerCase(start), alphas.get(i), median(toLimit[i]), median(toStop[i]));
        }
        ratios.write(output, name() + "-ratios");
    }

    private String name() {
        return "recover-" + features + "-" + units + "-" + sparsity;
    }

    /** What was never reached took forever; NaN if neither has reached it. */
    private static double ratio(double theirs, double ours) {
        double infinite = Double.isNaN(theirs) ? Double.POSITIVE_INFINITY : theirs;
        return infinite / (Double.isNaN(ours) ? Double.POSITIVE_INFINITY : ours);
    }

    /** Of the numbers; those of runs in which neither reached the limit are left out. */
    private static double median(double[] numbers) {
        double[] sorted = Arrays.stream(numbers)
                .filter(number -> !Double.isNaN(number))
                .sorted()
                .toArray();
        int count = sorted.length;
        return count == 0 ? Double.NaN : (sorted[count / 2] + sorted[(count - 1) / 2]) / 2;
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private void requireOptions() {
        Checks.realType("--dtype", type);
        Checks.between("--k", sparsity, 1, Math.min(features - 1L, units));
        Checks.between("--batch", batch, 1, samples);
        Checks.atLeast("--seeds", seeds, 1);
        alphas.forEach(alpha -> Checks.positive("--alphas", alpha));
        Checks.positive("--limit", limit);
    }

    private RecoveryTask task(CodeSign sign, RecoveryTask.Start start, long seed) {
        return RecoveryTask.of(new SparseModel(features, units, sparsity), sign, samples, start, type, seed);
    }

    private Recovery add(CodeSign sign, RecoveryTask.Start start, int seed, Recovery run) {
        System.err.println(lowerCase(sign) + ", " + lowerCase(start) + ", seed " + seed + ": " + run);
        table.row(
                lowerCase(sign),
                lowerCase(start),
                seed,
                run.who(),
                run.secondsToLimit(),
                run.secondsToStop(),
                run.updates(),
                run.stopped() ? "yes" : "no",
                run.delta(),
                run.median(),
                run.found());
        return run;
    }
}
