package org.autoencoder4j.train;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.autoencoder4j.train.StopReason.Kind;

/** Watches whether the least loss of the last steps is better than the least before them. */
final class Stall<P> implements StoppingRule.Watch<P> {
    private final int window;
    private final double fraction;
    private final ArrayDeque<Double> recent = new ArrayDeque<>();

    /** Those of the recent losses that no later one is below, so in ascending order. */
    private final ArrayDeque<Double> minima = new ArrayDeque<>();

    private double before = Double.POSITIVE_INFINITY;

    Stall(int window, double fraction) {
        this.window = window;
        this.fraction = fraction;
    }

    @Override
    public Optional<StopReason> check(Step<? extends P> step, Progress progress) {
        if (progress.last().meanL0() > 0) {
            add(progress.last().loss());
        }
        if (before == Double.POSITIVE_INFINITY || minima.getFirst() < before * (1 - fraction)) {
            return Optional.empty();
        }
        return Optional.of(new StopReason(
                Kind.CONVERGED,
                "the loss has not fallen by a fraction of " + fraction + " in " + window + " steps (least before "
                        + before + ", since " + minima.getFirst() + ")"));
    }

    private void add(double loss) {
        while (!minima.isEmpty() && minima.getLast() > loss) {
            minima.removeLast();
        }
        minima.addLast(loss);
        recent.addLast(loss);
        if (recent.size() > window) {
            double oldest = recent.removeFirst();
            before = Math.min(before, oldest);
            if (minima.getFirst() == oldest) {
                minima.removeFirst();
            }
        }
    }

    private String name() {
        return "stalled(" + window + ", " + fraction + ")";
    }

    @Override
    public Map<String, double[]> memory() {
        double[] losses = recent.stream().mapToDouble(Double::doubleValue).toArray();
        return Map.of(
                name(),
                DoubleStream.concat(DoubleStream.of(before), DoubleStream.of(losses))
                        .toArray());
    }

    @Override
    public void restore(Map<String, double[]> memory) {
        double[] numbers = memory.get(name());
        if (numbers == null) {
            return;
        }
        if (numbers.length < 1 || numbers.length > window + 1L) {
            throw new IllegalArgumentException("the memory of " + name() + " has " + numbers.length
                    + " numbers; it must be 1 to " + (window + 1L));
        }
        DoubleStream.of(numbers).skip(1).forEach(this::add);
        before = numbers[0];
    }
}
