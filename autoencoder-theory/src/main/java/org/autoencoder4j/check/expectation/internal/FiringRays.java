package org.autoencoder4j.check.expectation.internal;

import java.util.Arrays;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.internal.PaperActivation;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.HardThreshold;

/**
 * Where units pass their pre-activation: the rays {@code z > t_i}, and for a hard threshold {@code z < -t_i}, too. Whether
 * the end belongs to a ray matters only for a pre-activation without noise.
 */
public final class FiringRays {
    private final double[] levels;
    private final boolean twoSided;

    private FiringRays(double[] levels, boolean twoSided) {
        this.levels = levels;
        this.twoSided = twoSided;
    }

    /** Those of ReLU or a hard threshold; others are refused. */
    public static FiringRays of(Activation activation, int units) {
        PaperActivation.require(activation);
        double[] levels = new double[units];
        if (activation instanceof HardThreshold hard) {
            Arrays.fill(levels, hard.lambda());
            return new FiringRays(levels, true);
        }
        return new FiringRays(levels, false);
    }

    /** Those of JumpReLU: a threshold below 0 acts as 0. */
    public static FiringRays above(double... thresholds) {
        double[] levels = new double[thresholds.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = Math.max(0, Checks.between("thresholds[" + i + "]", thresholds[i], -1e300, 1e300));
        }
        return new FiringRays(levels, false);
    }

    public int units() {
        return levels.length;
    }

    public double level(int unit) {
        return levels[unit];
    }

    public boolean twoSided() {
        return twoSided;
    }

    /** How many rays each unit has. */
    public int count() {
        return twoSided ? 2 : 1;
    }

    /** To which side a ray goes: 1 or -1. */
    public int side(int ray) {
        return ray == 0 ? 1 : -1;
    }

    /** Where a ray ends. */
    public double end(int unit, int ray) {
        return side(ray) * levels[unit];
    }
}
