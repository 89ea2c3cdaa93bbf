package org.autoencoder4j.check.latents;

import org.autoencoder4j.check.consistency.Interval;
import org.autoencoder4j.report.Verdict;

/**
 * What a {@link ThresholdCertificate} says of one unit.
 *
 * @param unit i
 * @param verdict whether the unit is right for every code: {@code INCONCLUSIVE} if the margin is within rounding of 0, for example
 *     of an autoencoder in FLOAT that exact arithmetic would pass
 * @param greatestOff the greatest pre-activation of codes without the unit's atom, noise included
 * @param leastOff the least pre-activation of such codes
 * @param leastOn the least pre-activation of codes with the atom, noise included
 * @param level what decides between on and off: the threshold, at least 0
 * @param margin how far the pre-activations keep from the level on the right side; negative if some code fails
 * @param rounding a bound on what rounding changes in the margin, in the type of the autoencoder
 * @param biasWindow the b_enc at which the unit never fails, all else as it is. ReLU and JumpReLU: {@code low < b <= high}.
 *     Hard threshold: {@code low < b < high}, and an end that comes from codes with the atom belongs to it. Empty if low is
 *     not below high
 * @param thresholdWindow the thresholds at which the unit never fails, {@code low <= theta < high}, of a hard threshold
 *     {@code low < lambda <= high}; empty if low is not below high
 * @param valueError the range of {@code z_i - x_i} over the codes with the atom: how much a code that is found shrinks or
 *     leaks. Of normal noise both sides count here
 * @param largestSparsity the largest k at which the unit is certified for codes of at most k atoms, 0 if there is none; no
 *     larger k is looked at than {@link ThresholdCertificate#greatestSparsity}
 */
public record LatentUnit(
        int unit,
        Verdict verdict,
        double greatestOff,
        double leastOff,
        double leastOn,
        double level,
        double margin,
        double rounding,
        Interval biasWindow,
        Interval thresholdWindow,
        Interval valueError,
        int largestSparsity) {}
