package org.autoencoder4j.check.expectation.internal;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * What a unit makes of a normal pre-activation z of mean mu and deviation d, with f its density and sums over the unit's
 * rays, which go to the side s from the end t:
 *
 * <pre>
 *   probability = P(on)     first = E[z 1(on)]     second = E[z^2 1(on)]     ends = sum s f(t)     rise = sum s t f(t)
 * </pre>
 *
 * <p>Without deviation z is mu, and on its end it counts half: so two equal units share what a jump there gives.
 */
public record RayMoments(double probability, double first, double second, double ends, double rise) {
    private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

    /** Computes the moments. */
    public static RayMoments of(FiringRays rays, int unit, double mean, double deviation) {
        double probability = 0;
        double first = 0;
        double second = 0;
        double ends = 0;
        double rise = 0;
        for (int ray = 0; ray < rays.count(); ray++) {
            int side = rays.side(ray);
            double end = rays.end(unit, ray);
            double share = passed(side, end, mean, deviation);
            double density = density(end, mean, deviation);
            double spread = deviation * deviation;
            probability += share;
            first += mean * share + side * spread * density;
            second += (mean * mean + spread) * share + side * spread * (mean + end) * density;
            ends += side * density;
            rise += side * end * density;
        }
        return new RayMoments(probability, first, second, ends, rise);
    }

    private static double passed(int side, double end, double mean, double deviation) {
        if (deviation > 0) {
            return STANDARD.survivalProbability(side * (end - mean) / deviation);
        }
        return mean == end ? 0.5 : side * (mean - end) > 0 ? 1 : 0;
    }

    /** The density of z at a place; 0 without deviation. */
    public static double density(double place, double mean, double deviation) {
        return deviation > 0 ? STANDARD.density((place - mean) / deviation) / deviation : 0;
    }
}
