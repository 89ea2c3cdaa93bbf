package org.autoencoder4j.examples.dictionary;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.network.TiedAutoencoder;

/** The distance to the truth at each step of a run, and the time that it took to measure it. */
final class Distances {
    private final GenerativeModel truth;
    private final List<Double> deltas = new ArrayList<>();
    private Duration measuring = Duration.ZERO;

    Distances(GenerativeModel truth) {
        this.truth = truth;
    }

    void measure(TiedAutoencoder autoencoder, double loss) {
        long start = System.nanoTime();
        deltas.add(
                Double.isFinite(loss)
                        ? RecoveryReport.closeness(autoencoder, truth).delta()
                        : Double.NaN);
        measuring = measuring.plusNanos(System.nanoTime() - start);
    }

    double[] deltas() {
        return deltas.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** What a run took but for the measurements. */
    double secondsWithout(Duration elapsed) {
        return elapsed.minus(measuring).toMillis() / 1000.0;
    }
}
