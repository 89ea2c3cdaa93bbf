package org.autoencoder4j.train;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.progress.Work;

/** A number that a user measures at some steps of a run. */
record Metric<P>(String name, long every, ToDoubleFunction<? super P> measure) {
    private static final Pattern NAME = Pattern.compile("[\\p{Alnum}_.-]+");

    Metric {
        Checks.atLeast("every", every, 1);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name \"" + name
                    + "\" must be letters, digits, points, hyphens and underscores: it names a column");
        }
    }

    /** Measures if it is time to, else NaN; NaN too if an interrupt ends it. */
    double at(Step<? extends P> step) {
        try {
            return step.index() % every == 0 ? measure.applyAsDouble(step.parameters()) : Double.NaN;
        } catch (CancellationException e) {
            Work.requireInterrupted(e);
            return Double.NaN;
        }
    }

    /** Measures all for which it is time. */
    static <P> Map<String, Double> all(List<Metric<P>> metrics, Step<P> step) {
        Map<String, Double> measured = new HashMap<>();
        for (Metric<P> metric : metrics) {
            double value = metric.at(step);
            if (!Double.isNaN(value)) {
                measured.put(metric.name(), value);
            }
        }
        return measured;
    }

    static List<String> names(List<? extends Metric<?>> metrics) {
        return metrics.stream().<String>map(Metric::name).toList();
    }
}
