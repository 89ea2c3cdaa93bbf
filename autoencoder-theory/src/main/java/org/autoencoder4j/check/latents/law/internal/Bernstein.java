package org.autoencoder4j.check.latents.law.internal;

import java.util.Optional;
import org.autoencoder4j.check.latents.law.ValueMoments;

/**
 * Levels in closed form for uniform subsets and values on a range, by Bernstein's inequality: looser than {@link
 * MisfireBounds}, and without a search.
 *
 * @param mean of a value
 * @param second a bound of its second moment
 * @param low its least value
 * @param high its greatest
 * @param ownMean the mean of a unit's own value, times its sign
 * @param ownWidth the width of the range of that
 */
public record Bernstein(double mean, double second, double low, double high, double ownMean, double ownWidth) {
    /** Empty where no mean or no range is known. */
    public static Optional<Bernstein> of(ValueMoments values) {
        if (values instanceof ValueMoments.Constant constant) {
            double c = constant.value();
            return Optional.of(new Bernstein(c, c * c, c, c, c, 0));
        }
        if (values instanceof ValueMoments.Uniform uniform) {
            double a1 = uniform.a1();
            double a2 = uniform.a2();
            double second = (a1 * a1 + a1 * a2 + a2 * a2) / 3;
            return Optional.of(new Bernstein((a1 + a2) / 2, second, a1, a2, (a1 + a2) / 2, a2 - a1));
        }
        if (values instanceof ValueMoments.Mean mean) {
            double a1 = mean.a1();
            double a2 = mean.a2();
            // No law has a greater second moment than the one on both ends.
            double second = (a1 + a2) * mean.mean() - a1 * a2;
            return Optional.of(new Bernstein(mean.mean(), second, a1, a2, mean.mean(), a2 - a1));
        }
        if (values instanceof ValueMoments.Signed signed) {
            return of(signed.magnitude()).map(v -> new Bernstein(0, v.second, -v.high, v.high, v.ownMean, v.ownWidth));
        }
        return Optional.empty();
    }

    /**
     * A u with {@code P(side sum_{j in S} g_j v_j + noise > u) <= exp(-log)}, S a uniform subset.
     *
     * @param variance of the noise and of all else that is sub-Gaussian
     */
    public double level(double[] others, int side, int size, double log, double variance) {
        double sum = 0;
        double squares = 0;
        double greatest = Double.NEGATIVE_INFINITY;
        for (double product : others) {
            double g = side * product;
            sum += g;
            squares += g * g;
            greatest = Math.max(greatest, Math.max(low * g, high * g));
        }
        double mu = mean * sum / others.length;
        double third = (greatest - mu) * log / 3;
        double spread = size * (second * squares / others.length - mu * mu) + variance;
        return size * mu + third + Math.sqrt(third * third + 2 * spread * log);
    }
}
