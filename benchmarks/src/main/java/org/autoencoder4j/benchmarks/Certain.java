package org.autoencoder4j.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.autoencoder4j.backend.Backend;
import org.autoencoder4j.init.TwoLayerStart;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.ntk.certificate.JointDescentCertificate;
import org.autoencoder4j.ntk.certificate.JointStart;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long the certificate of a start of joint training takes, and how much memory. */
@Command(
        name = "certain",
        mixinStandardHelpOptions = true,
        description =
                "Measures a random start of joint training in double, at random directions, and the same with the start's"
                        + " decoder moved so that a part of the error is left, and prints seconds and the most memory that was"
                        + " resident: of the measurement with the certificate of the flow, and of that of descent.")
final class Certain implements Callable<Integer> {
    private static final double GIBI = 1L << 30;

    @Option(names = "--samples", description = "n (default: ${DEFAULT-VALUE})")
    private int samples = 1275;

    @Option(names = "--features", description = "d (default: ${DEFAULT-VALUE})")
    private int features = 784;

    @Option(names = "--units", description = "m (default: ${DEFAULT-VALUE})")
    private int units = 6000;

    @Option(
            names = "--left",
            description = "the part of the error that is left in the second state (default: ${DEFAULT-VALUE})")
    private double left = 1e-4;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Certain())
                .setExecutionExceptionHandler(PlainMessage::print)
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        ResidentMemory.require();
        Backend.require();
        INDArray x = Dictionaries.gaussian(features, samples, DataType.DOUBLE, RandomStreams.of(1))
                .transpose()
                .dup('c');
        TwoLayerAutoencoder start =
                TwoLayerStart.standard(features, DataType.DOUBLE).autoencoder(units, RandomStreams.of(2));
        double before = ResidentMemory.peak() / GIBI;
        certify("start", start, x);
        certify(left + " of the error", FittedDecoder.of(start, x, left), x);
        System.out.println(String.format(
                Locale.ROOT, "peak resident memory %.2f GiB (%.2f before)", ResidentMemory.peak() / GIBI, before));
        return 0;
    }

    private static void certify(String name, TwoLayerAutoencoder state, INDArray x) {
        Stopwatch first = new Stopwatch();
        JointStart start = JointStart.of(state, x);
        boolean flow = start.flow(1).isCertain();
        System.out.println(name + ": " + start + ", flow certain: " + flow + ", " + first);
        Stopwatch second = new Stopwatch();
        JointDescentCertificate descent = start.descent(1);
        System.out.println(String.format(
                Locale.ROOT,
                "%s: descent certain: %s, c + flips = %.3g, %s",
                name,
                descent.isCertain(),
                descent.c() + descent.flips(),
                second));
    }

    /** Seconds, and those of all processors together, which other processes change less. */
    private static final class Stopwatch {
        private final long start = System.nanoTime();
        private final long used = processorTime();

        private static long processorTime() {
            return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean bean
                    ? bean.getProcessCpuTime()
                    : 0;
        }

        @Override
        public String toString() {
            double seconds = (System.nanoTime() - start) / 1e9;
            return String.format(
                    Locale.ROOT, "%.1f s (%.1f s of processor time)", seconds, (processorTime() - used) / 1e9);
        }
    }
}
