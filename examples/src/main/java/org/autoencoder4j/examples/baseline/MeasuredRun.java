package org.autoencoder4j.examples.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.examples.baseline.RecoveryMeasure.Recovered;
import org.autoencoder4j.network.Parameters;
import org.autoencoder4j.train.StopReason;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.autoencoder4j.train.TrainingResult;
import org.autoencoder4j.train.UpdateRule;

/**
 * A run that is measured at its steps, by a clock that stands still meanwhile.
 *
 * @param points what was measured, the last at the end
 * @param stopReason why it ended
 */
record MeasuredRun(List<Point> points, StopReason stopReason) {
    /**
     * One of the steps.
     *
     * @param step the step
     * @param seconds since the beginning
     * @param recovered what was measured
     */
    record Point(long step, double seconds, Recovered recovered) {}

    /**
     * Trains.
     *
     * @param rule the rule
     * @param stop when it ends
     * @param start where it begins
     * @param coder codes that belong to parameters
     * @param measure the measure
     * @param each how many steps there are from one measurement to the next
     */
    static <P extends Parameters<P>> MeasuredRun of(
            UpdateRule<P> rule,
            StoppingRule<P> stop,
            P start,
            Function<P, SparseCoder> coder,
            RecoveryMeasure measure,
            long each) {
        List<Point> points = new ArrayList<>();
        long begin = System.nanoTime();
        long[] measuring = {0};
        TrainingResult<P> result = Trainer.of(rule, stop)
                .withListener((step, progress) -> {
                    long now = System.nanoTime();
                    if (step.index() % each == 0) {
                        points.add(new Point(
                                step.index(),
                                (now - begin - measuring[0]) * 1e-9,
                                measure.of(coder.apply(step.parameters()))));
                        measuring[0] += System.nanoTime() - now;
                    }
                })
                .train(start);
        double seconds = (System.nanoTime() - begin - measuring[0]) * 1e-9;
        Point end = new Point(result.steps(), seconds, measure.of(coder.apply(result.parameters())));
        points.removeIf(point -> point.step() == end.step());
        points.add(end);
        return new MeasuredRun(points, result.stopReason());
    }

    Point last() {
        return points.get(points.size() - 1);
    }

    /** A number of each point. */
    double[] curve(ToDoubleFunction<Point> number) {
        return points.stream().mapToDouble(number).toArray();
    }
}
