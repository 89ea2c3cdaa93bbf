package org.autoencoder4j.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.StatUtils;
import org.autoencoder4j.backend.Backend;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.train.UpdateRule;
import org.nd4j.linalg.api.buffer.DataType;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures one point in a process of its own, and prints a line: seconds, active units, peak bytes, Gflop/s of a product. */
@Command(name = "scaling-point", mixinStandardHelpOptions = true, description = "Measures one point of a curve.")
final class ScalingPoint implements Callable<Integer> {
    private static final double LEARNING_RATE = 0.01;
    private static final int LEAST_STEPS = 5;

    @Option(names = "--n", required = true, description = "features")
    private int features;

    @Option(names = "--m", required = true, description = "units")
    private int units;

    @Option(names = "--k", required = true, description = "active units of a sample")
    private int sparsity;

    @Option(names = "--samples", required = true, description = "N")
    private long samples;

    @Option(names = "--dtype", description = "FLOAT or DOUBLE")
    private DataType type = DataType.FLOAT;

    @Option(names = "--seconds", description = "how long to step, after as long a warm-up")
    private double seconds = 2;

    /** The outcome. */
    record Measured(double seconds, double active, double peakBytes, double gemmGigaflops) {
        static Measured parse(String line) {
            String[] words = line.split(" ", -1);
            return new Measured(
                    Double.parseDouble(words[0]),
                    Double.parseDouble(words[1]),
                    Double.parseDouble(words[2]),
                    Double.parseDouble(words[3]));
        }

        /** Returns the median of each number. */
        static Measured median(List<Measured> all) {
            return new Measured(
                    median(all, Measured::seconds),
                    median(all, Measured::active),
                    median(all, Measured::peakBytes),
                    median(all, Measured::gemmGigaflops));
        }

        private static double median(List<Measured> all, ToDoubleFunction<Measured> number) {
            return StatUtils.percentile(all.stream().mapToDouble(number).toArray(), 50);
        }

        String line() {
            return String.format(Locale.ROOT, "%.9f %.6f %.0f %.3f", seconds, active, peakBytes, gemmGigaflops);
        }
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ScalingPoint()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Backend.require();
        RandomStreams streams = RandomStreams.of(1);
        SparseModel sizes = new SparseModel(features, units, sparsity);
        GenerativeModel model = sizes.model(type, streams);
        TiedAutoencoder start = sizes.near(model, streams);
        Batches observations = Batches.of(model.batches(streams, samples).batch(0));
        UpdateRule.Session<TiedAutoencoder> session = TiedDescent.of(
                        SampleGradient.of(observations), LearningRate.constant(LEARNING_RATE))
                .start(start);
        double active = session.evaluate().gradient().meanL0();
        times(session);
        double median = StatUtils.percentile(times(session), 50);
        long peak = ResidentMemory.peak();
        System.out.println(new Measured(median, active, peak, BlasPeak.gigaflops(type)).line());
        return 0;
    }

    private double[] times(UpdateRule.Session<TiedAutoencoder> session) {
        List<Double> times = new ArrayList<>();
        double total = 0;
        while (total < seconds || times.size() < LEAST_STEPS) {
            long start = System.nanoTime();
            session.evaluate();
            session.advance();
            double time = (System.nanoTime() - start) * 1e-9;
            times.add(time);
            total += time;
        }
        return times.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
