package org.autoencoder4j.check.refinement;

import java.util.Optional;
import org.autoencoder4j.check.consistency.Proportion;
import org.autoencoder4j.learn.sweep.Phase;

/**
 * What a {@link SweepRecorder} found at the dictionary of a sweep.
 *
 * @param step how many updates were done before
 * @param phase the phase of the run
 * @param samples how many samples the sweep read
 * @param swaps how many units the update before replaced
 * @param delta the greatest error of a column, {@code max_i |W_i - A_i|} after matching
 * @param median the median error of a column
 * @param explainedShare the share of the sweep's samples that are explained
 * @param right how many fresh samples have the right support
 * @param explainedRight of those fresh samples that are explained, how many have the right support; empty if none is
 * @param rate the Rayleigh quotient of the Jacobian of (LS3) at the present error without its rescalings, from drawn
 *     supports: at most the factor by which an exact sweep shrinks it, to first order and in the norm of {@code tr(D C D^T)}
 */
public record SweepRow(
        long step,
        Phase phase,
        long samples,
        int swaps,
        double delta,
        double median,
        double explainedShare,
        Proportion right,
        Optional<Proportion> explainedRight,
        double rate) {}
