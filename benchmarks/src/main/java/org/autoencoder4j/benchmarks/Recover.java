package org.autoencoder4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.autoencoder4j.backend.Backend;
import org.autoencoder4j.backend.Checks;
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
                        + " own rule: the library against scikit-learn's MiniBatchDictionaryLearning, in turns, on the same"
                        + " samples of the non-negative sparse model (values in [1, 2], noise 0.01) from the same start.")
final class Recover implements Callable<Integer> {
    @Option(names = "--n", description = "features (default: ${DEFAULT-VALUE})")
    private int features = 256;

    @Option(names = "--m", description = "atoms (default: ${DEFAULT-VALUE})")
    private int units = 512;

    @Option(names = "--k", description = "non-zero entries of a code (default: ${DEFAULT-VALUE})")
    private int sparsity = 3;

    @Option(names = "--samples", description = "N (default: ${DEFAULT-VALUE})")
    private int samples = 20_000;

    @Option(names = "--batch", description = "samples in a mini-batch of either (default: ${DEFAULT-VALUE})")
    private int batch = 2048;

    @Option(names = "--alpha", description = "scikit-learn's weight of the L1 norm (default: ${DEFAULT-VALUE})")
    private double alpha = 0.1;

    @Option(names = "--limit", description = "delta that counts as recovered (default: ${DEFAULT-VALUE})")
    private double limit = 0.06;

    @Option(names = "--seeds", description = "how many models, from seed 1 on (default: ${DEFAULT-VALUE})")
    private int seeds = 3;

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
            "start",
            "seed",
            "who",
            "s until delta is reached",
            "s until its own stop",
            "mini-batches",
            "delta at its stop",
            "atoms found");

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
        ScikitRecovery peer = ScikitRecovery.find(
                Path.of(System.getProperty("autoencoder4j.benchmarks.folder", "benchmarks")), alpha);
        SparseModel sizes = new SparseModel(features, units, sparsity);
        Path folder = Files.createTempDirectory("recover");
        try {
            OurRecovery.run(task(sizes, starts.get(0), 0), sparsity, batch, limit);
            for (RecoveryTask.Start start : starts) {
                for (int seed = 1; seed <= seeds; seed++) {
                    RecoveryTask task = task(sizes, start, seed);
                    add(start, seed, OurRecovery.run(task, sparsity, batch, limit));
                    add(start, seed, peer.run(task, folder, batch, limit));
                    table.write(output, "recover");
                }
            }
        } finally {
            for (String name : List.of("Y", "W", "A", "D")) {
                Files.deleteIfExists(folder.resolve(name));
            }
            Files.delete(folder);
        }
        System.out.println(table.markdown());
        return 0;
    }

    private void requireOptions() {
        Checks.realType("--dtype", type);
        Checks.between("--k", sparsity, 1, units);
        Checks.between("--batch", batch, 1, samples);
        Checks.atLeast("--seeds", seeds, 1);
        Checks.positive("--alpha", alpha);
        Checks.positive("--limit", limit);
    }

    private RecoveryTask task(SparseModel sizes, RecoveryTask.Start start, long seed) {
        return RecoveryTask.of(sizes, samples, start, type, seed);
    }

    private void add(RecoveryTask.Start start, int seed, Recovery run) {
        System.err.println(seed + " " + run);
        table.row(
                start.name().toLowerCase(Locale.ROOT),
                seed,
                run.who(),
                run.secondsToLimit(),
                run.secondsToStop(),
                run.batches(),
                run.delta(),
                run.found());
    }
}
