package org.autoencoder4j.learn;

import org.autoencoder4j.learn.sweep.Phase;
import org.autoencoder4j.learn.sweep.SweepGradient;
import org.autoencoder4j.train.Step;

/**
 * One sweep of a run.
 *
 * @param step how many updates had been done before it
 * @param phase what it was for
 * @param mostActive the most active units of its codes
 * @param samples how many samples it read
 * @param loss the mean of {@code 1/2 |z - W x|^2} over them, for preprocessed samples z
 * @param r2 {@code 1 - sum |z - W x|^2 / sum |z|^2}
 * @param meanL0 the mean number of active units
 * @param deadUnits how many units no sample activated
 * @param swaps how many units the update before it replaced
 * @param movement by how much a column moved at most in that update; NaN of the first sweep
 */
public record SweepRow(
        long step,
        Phase phase,
        int mostActive,
        long samples,
        double loss,
        double r2,
        double meanL0,
        int deadUnits,
        int swaps,
        double movement) {
    static SweepRow of(Step<?> step, SweepGradient sweep) {
        return new SweepRow(
                step.index(),
                sweep.phase(),
                sweep.mostActive(),
                sweep.sums().samples(),
                sweep.loss(),
                sweep.r2(),
                sweep.meanL0(),
                sweep.deadUnits(),
                sweep.swaps(),
                sweep.movement());
    }
}
