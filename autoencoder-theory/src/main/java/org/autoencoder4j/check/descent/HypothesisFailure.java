package org.autoencoder4j.check.descent;

import org.autoencoder4j.report.Bound;

/**
 * A hypothesis that is false at one step of a run for one column.
 *
 * @param step the step
 * @param unit the column, counted in the order of the atoms
 * @param hypothesis the hypothesis, with its measured number
 */
public record HypothesisFailure(long step, int unit, Bound hypothesis) {
    @Override
    public String toString() {
        return "step " + step + ", column " + unit + ": " + hypothesis;
    }
}
