package org.autoencoder4j.train;

import java.util.Map;
import java.util.Optional;
import org.autoencoder4j.train.StopReason.Kind;

/** Watches whether a metric still falls, and keeps the parameters at which it was least. */
final class EarlyStopping<P> implements StoppingRule.Watch<P> {
    private final String metric;
    private final long patience;
    private double least = Double.POSITIVE_INFINITY;
    private long leastAt;
    private boolean isBest;

    EarlyStopping(String metric, long patience) {
        this.metric = metric;
        this.patience = patience;
    }

    @Override
    public Optional<StopReason> check(Step<? extends P> step, Progress progress) {
        requireMetric(progress.history());
        double value = progress.last().metric(metric);
        if (progress.step() == 0 && Double.isNaN(value) && metric.equals(History.HELD_OUT_LOSS)) {
            throw new IllegalArgumentException(
                    "metric \"" + metric + "\" is not measured: give the trainer withHeldOut");
        }
        isBest = value < least;
        if (isBest) {
            least = value;
            leastAt = progress.step();
        }
        if (least == Double.POSITIVE_INFINITY || progress.step() - leastAt < patience) {
            return Optional.empty();
        }
        return Optional.of(new StopReason(
                Kind.CONVERGED,
                metric + " has not fallen below " + least + ", which it was at step " + leastAt + ", for " + patience
                        + " steps; the parameters of that step are kept in the result"));
    }

    private void requireMetric(History history) {
        boolean isStandard = metric.equals(History.LOSS) || metric.equals(History.HELD_OUT_LOSS);
        if (!isStandard && !history.metrics().contains(metric)) {
            throw new IllegalArgumentException("metric \"" + metric + "\" is not measured: give the trainer one of that"
                    + " name by withMetric, or use " + History.LOSS + ", " + History.HELD_OUT_LOSS + " or one of "
                    + history.metrics());
        }
    }

    @Override
    public boolean isBest() {
        return isBest;
    }

    private String name() {
        return "earlyStopping(" + metric + ")";
    }

    @Override
    public Map<String, double[]> memory() {
        return Map.of(name(), new double[] {least, leastAt});
    }

    @Override
    public void restore(Map<String, double[]> memory) {
        double[] numbers = memory.get(name());
        if (numbers == null) {
            return;
        }
        if (numbers.length != 2) {
            throw new IllegalArgumentException(
                    "the memory of " + name() + " has " + numbers.length + " numbers; it must be 2");
        }
        least = numbers[0];
        leastAt = (long) numbers[1];
    }
}
