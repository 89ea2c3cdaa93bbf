package org.autoencoder4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.autoencoder4j.backend.Backend;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.nd4j.linalg.api.buffer.DataType;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Watches the resident memory of this process while it trains, or while it computes a gradient over a large file. */
@Command(
        name = "memory",
        mixinStandardHelpOptions = true,
        description = {
            "Trains with n = 256, m = 512, N = 4096: a warm-up, then 1000 steps. Prints the resident memory every 50"
                    + " steps; exit code 1 if it ever differs by more than 5 %% from that after the warm-up. Only Linux"
                    + " tells the resident memory; elsewhere it ends with a message.",
            "With --file: one gradient over a memory-mapped .npy file of 10^6 x 256 floats; exit code 1 if more than"
                    + " 1.5 GiB were resident."
        })
final class Memory implements Callable<Integer> {
    private static final SparseModel SIZES = new SparseModel(256, 512, 8);
    private static final int SAMPLES = 4096;
    private static final int STEPS = 1000;
    private static final int EVERY = 50;
    private static final double ALLOWED = 0.05;
    private static final int FILE_SAMPLES = 1_000_000;
    private static final double MOST_GIBIBYTES = 1.5;
    private static final double GIBI = 1L << 30;

    @Option(names = "--fresh", description = "draw new samples at each step, instead of one sample kept in memory")
    private boolean fresh;

    @Option(
            names = "--warm-up",
            paramLabel = "STEPS",
            description = "steps before the first number that counts (default: ${DEFAULT-VALUE}): by then the JVM has"
                    + " compiled what runs")
    private int warmUp = 500;

    @Option(
            names = "--file",
            paramLabel = "BIG.npy",
            description = "the file, written first if it is missing (1.02 GB)")
    private Optional<Path> file = Optional.empty();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Memory())
                .setExecutionExceptionHandler(PlainMessage::print)
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        ResidentMemory.require();
        Checks.atLeast("--warm-up", warmUp, 0);
        Backend.require();
        GenerativeModel model = SIZES.model(DataType.FLOAT, RandomStreams.of(1));
        return file.isPresent() ? readOnce(model, file.get()) : train(model);
    }

    private int train(GenerativeModel model) {
        RandomStreams streams = RandomStreams.of(1);
        Batches batches = fresh
                ? model.batches(streams, SAMPLES)
                : Batches.of(model.draw(streams, 0, SAMPLES).observations());
        List<Long> series = new ArrayList<>();
        System.out.println("step after the warm-up, resident MB");
        TiedDescent rule = TiedDescent.of(SampleGradient.of(batches), LearningRate.constant(1));
        Trainer.of(rule, StoppingRule.steps(warmUp + STEPS))
                .withListener((step, progress) -> {
                    long counted = step.index() - warmUp;
                    if (counted % EVERY == 0) {
                        long bytes = resident();
                        System.out.println(counted + ", " + bytes / 1e6);
                        if (counted >= 0) {
                            series.add(bytes);
                        }
                    }
                })
                .train(SIZES.near(model, streams));
        double first = series.get(0);
        double largest = series.stream()
                .mapToDouble(bytes -> Math.abs(bytes / first - 1))
                .max()
                .orElseThrow();
        System.out.println(String.format(
                Locale.ROOT,
                "The largest deviation from step 0, after %d steps of warm-up, is %.2f %%; allowed are %.0f %%.",
                warmUp,
                100 * largest,
                100 * ALLOWED));
        return largest <= ALLOWED ? 0 : 1;
    }

    private static long resident() {
        try {
            return ResidentMemory.now();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int readOnce(GenerativeModel model, Path file) throws IOException {
        RandomStreams streams = RandomStreams.of(1);
        LargeNpy.writeIfMissing(file, model.batches(streams, FILE_SAMPLES));
        long before = ResidentMemory.peak();
        Batches batches = Npy.map(file);
        TiedGradient gradient = SampleGradient.of(batches).at(SIZES.near(model, streams), 0);
        double peak = ResidentMemory.peak() / GIBI;
        System.out.println(String.format(
                Locale.ROOT,
                "%s: loss %.6f, %.2f active units; peak resident memory %.3f GiB (%.3f before), of which the file may be"
                        + " %.3f; allowed are %.1f.",
                batches,
                gradient.loss(),
                gradient.meanL0(),
                peak,
                before / GIBI,
                4.0 * batches.size() * batches.features() / GIBI,
                MOST_GIBIBYTES));
        return peak <= MOST_GIBIBYTES ? 0 : 1;
    }
}
