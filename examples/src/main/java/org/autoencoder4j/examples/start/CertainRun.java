package org.autoencoder4j.examples.start;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.autoencoder4j.ntk.certificate.CertaintyRecord;
import org.autoencoder4j.ntk.certificate.CertaintyRecorder;

/** A run of descent with a constant step that was followed to its end, with what was certain on the way. */
final class CertainRun {
    /** Below this part of the first squared error it is rounding that remains. */
    static final double ROUNDING = 1e-20;

    private static final double ROOM = 1 + 1e-9;

    private final String name;
    private final CertaintyRecorder recorder;
    private final double eta;
    private final double[] squaredErrors;

    CertainRun(String name, CertaintyRecorder recorder, double eta, double[] squaredErrors) {
        this.name = name;
        this.recorder = recorder;
        this.eta = eta;
        this.squaredErrors = squaredErrors;
    }

    String name() {
        return name;
    }

    CertaintyRecorder recorder() {
        return recorder;
    }

    double eta() {
        return eta;
    }

    double[] squaredErrors() {
        return squaredErrors;
    }

    /** What is promised of the squared error from a step on; NaN before. */
    double[] line(CertaintyRecord from, double factor) {
        double[] line = new double[squaredErrors.length];
        Arrays.setAll(
                line, k -> k < from.step() ? Double.NaN : squared(from) * Math.pow(factor, k - (double) from.step()));
        return line;
    }

    private static double squared(CertaintyRecord record) {
        return record.residual() * record.residual();
    }

    /** By how much a step of descent is certain to multiply the squared error at most. */
    double descentFactor(CertaintyRecord from) {
        return 1 - eta * from.descent().rate();
    }

    /** The same for the time of a step of the flow. */
    double flowFactor(CertaintyRecord from) {
        return Math.exp(-eta * from.flow().rate());
    }

    /** The last step that is told apart from rounding. */
    int last() {
        int last = squaredErrors.length - 1;
        while (last > 0 && !(squaredErrors[last] > ROUNDING * squaredErrors[0])) {
            last--;
        }
        return last;
    }

    /** The factor by which a step multiplied the squared error on the whole, from a step to the last. */
    double measuredFactor(CertaintyRecord from) {
        int first = (int) from.step();
        int last = last();
        return last <= first ? Double.NaN : Math.pow(squaredErrors[last] / squaredErrors[first], 1.0 / (last - first));
    }

    /** What was not as it should be. */
    Optional<String> failure() {
        Optional<CertaintyRecord> from = recorder.descent();
        if (from.isEmpty()) {
            return Optional.of(name + ": after " + (squaredErrors.length - 1)
                    + " steps nothing is certain; more --steps, more --units or a smaller --gamma may help");
        }
        double[] line = line(from.get(), descentFactor(from.get()));
        int last = last();
        for (int k = (int) from.get().step(); k <= last; k++) {
            if (!(squaredErrors[k] <= line[k] * ROOM)) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "%s: at step %d the squared error is %.3g, and it was certain to be at most %.3g",
                        name,
                        k,
                        squaredErrors[k],
                        line[k]));
            }
        }
        return Optional.empty();
    }

    void put(ObjectNode node) {
        node.put("run", name).put("eta", eta);
        recorder.flow()
                .ifPresent(from -> node.putObject("flow")
                        .put("certainFrom", from.step())
                        .put("residual", from.residual())
                        .put("mu", from.flow().mu())
                        .put("rate", from.flow().rate()));
        recorder.descent()
                .ifPresent(from -> node.putObject("descent")
                        .put("certainFrom", from.step())
                        .put("residual", from.residual())
                        .put("mu", from.descent().mu())
                        .put("rate", from.descent().rate())
                        .put("factor", descentFactor(from))
                        .put("measuredFactor", measuredFactor(from)));
        node.put("firstSquaredError", squaredErrors[0]);
        node.put("lastSquaredError", squaredErrors[squaredErrors.length - 1]);
    }
}
