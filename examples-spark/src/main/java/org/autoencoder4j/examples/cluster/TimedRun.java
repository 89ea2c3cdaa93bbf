package org.autoencoder4j.examples.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.train.Progress;
import org.autoencoder4j.train.Step;
import org.autoencoder4j.train.TrainingListener;

/** What a run gave, and how long each of its gradients took. */
final class TimedRun implements TrainingListener<TiedAutoencoder> {
    private static final double SECOND = 1e9;

    private final DoubleSupplier processorSeconds;
    private final List<Row> rows = new ArrayList<>();
    private double[] numbers = new double[0];
    private long time;
    private double processorTime;

    /**
     * A gradient.
     *
     * @param loss its loss
     * @param seconds from the end of the one before, by the clock
     * @param processorSeconds the same, of all processes
     */
    record Row(double loss, double seconds, double processorSeconds) {}

    /**
     * Begins to take the time.
     *
     * @param processorSeconds the processor time of all processes of the run so far
     */
    TimedRun(DoubleSupplier processorSeconds) {
        this.processorSeconds = processorSeconds;
        lap();
    }

    @Override
    public void onStep(Step<TiedAutoencoder> step, Progress progress) {
        long before = time;
        double processorBefore = processorTime;
        lap();
        rows.add(new Row(step.gradient().loss(), (time - before) / SECOND, processorTime - processorBefore));
        numbers = numbers(step.parameters());
    }

    private void lap() {
        time = System.nanoTime();
        processorTime = processorSeconds.getAsDouble();
    }

    private static double[] numbers(TiedAutoencoder parameters) {
        return parameters.arrays().values().stream()
                .flatMapToDouble(array -> Arrays.stream(array.dup('c').data().asDouble()))
                .toArray();
    }

    /** Its gradients, that of step 0 first. */
    List<Row> rows() {
        return rows;
    }

    /** A sentence that says where another run gave something else, if it did. */
    Optional<String> difference(TimedRun other) {
        double[] losses = losses();
        int step = Arrays.mismatch(losses, other.losses());
        if (step >= 0) {
            return Optional.of("the runs differ at step " + step + ": "
                    + (step < Math.min(losses.length, other.losses().length)
                            ? "losses " + losses[step] + " and " + other.losses()[step]
                            : "one ends there"));
        }
        int number = Arrays.mismatch(numbers, other.numbers);
        return number < 0
                ? Optional.empty()
                : Optional.of("the trained parameters differ at number " + number + ": " + numbers[number] + " and "
                        + other.numbers[number]);
    }

    private double[] losses() {
        return rows.stream().mapToDouble(Row::loss).toArray();
    }

    /** The steps that tell of the speed: not the first, in which code is loaded, nor one that was disturbed. */
    private static IntStream steady(int rows, int disturbed) {
        return IntStream.range(1, rows).filter(step -> step != disturbed);
    }

    /** The median of the seconds by the clock, but for those of step 0 and of a disturbed one. */
    double medianSeconds(int disturbed) {
        double[] sorted = steady(rows.size(), disturbed)
                .mapToDouble(step -> rows.get(step).seconds())
                .sorted()
                .toArray();
        int half = sorted.length / 2;
        return sorted.length == 0
                ? Double.NaN
                : sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** The mean of the processor seconds, but for those of step 0 and of a disturbed one. */
    double meanProcessorSeconds(int disturbed) {
        return steady(rows.size(), disturbed)
                .mapToDouble(step -> rows.get(step).processorSeconds())
                .average()
                .orElse(Double.NaN);
    }
}
