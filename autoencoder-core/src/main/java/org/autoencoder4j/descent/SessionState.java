package org.autoencoder4j.descent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.autoencoder4j.storage.Settings;

/**
 * What a run is besides its arrays.
 *
 * @param step how many updates were done
 * @param scale the factor of the learning rate, below 1 once it has backed off
 * @param keptColumns how many columns the last update could not put where a constraint wants them
 * @param firstLoss the loss at the first step, NaN before that
 * @param firstNorm the norm of the gradient there
 * @param bestLoss the loss of the best parameters if they are not the present ones, else infinite
 */
record SessionState(long step, double scale, int keptColumns, double firstLoss, double firstNorm, double bestLoss) {
    static final SessionState START = new SessionState(0, 1, 0, Double.NaN, Double.NaN, Double.POSITIVE_INFINITY);

    private static final String BEST_LOSS = "bestLoss";

    static SessionState of(Settings saved) {
        return new SessionState(
                saved.count("step"),
                saved.number("scale"),
                Math.toIntExact(saved.count("keptColumns")),
                saved.number("firstLoss"),
                saved.number("firstGradientNorm"),
                saved.node().has(BEST_LOSS) ? saved.number(BEST_LOSS) : Double.POSITIVE_INFINITY);
    }

    void write(ObjectNode settings) {
        settings.put("step", step).put("scale", scale).put("keptColumns", keptColumns);
        settings.put("firstLoss", firstLoss).put("firstGradientNorm", firstNorm);
        if (hasBest()) {
            settings.put(BEST_LOSS, bestLoss);
        }
    }

    /** Whether the best parameters are not the present ones, and so lie in a folder of their own. */
    boolean hasBest() {
        return bestLoss < Double.POSITIVE_INFINITY;
    }
}
