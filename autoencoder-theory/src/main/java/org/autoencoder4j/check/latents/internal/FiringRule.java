package org.autoencoder4j.check.latents.internal;

import java.util.Arrays;
import org.autoencoder4j.sae.LatentActivation;
import org.autoencoder4j.sae.LatentActivation.HardThreshold;
import org.autoencoder4j.sae.LatentActivation.JumpRelu;
import org.autoencoder4j.sae.LatentActivation.Relu;

/** At which level the units of a threshold encoder fire, and whether on both sides. */
public final class FiringRule {
    private final double[] levels;
    private final boolean twoSided;

    public FiringRule(double[] levels, boolean twoSided) {
        this.levels = levels;
        this.twoSided = twoSided;
    }

    public static FiringRule of(LatentActivation activation, int units) {
        double[] levels = new double[units];
        if (activation instanceof JumpRelu jump) {
            double[] thresholds = jump.thresholds();
            for (int i = 0; i < units; i++) {
                levels[i] = Math.max(0, thresholds[i]);
            }
        } else if (activation instanceof HardThreshold hard) {
            Arrays.fill(levels, hard.lambda());
        } else if (!(activation instanceof Relu)) {
            throw new IllegalArgumentException("the activation is " + activation
                    + "; it must be ReLU, JumpReLU or a hard threshold: TopKCertificate is for TopK");
        }
        return new FiringRule(levels, activation instanceof HardThreshold);
    }

    public double level(int unit) {
        return levels[unit];
    }

    public boolean twoSided() {
        return twoSided;
    }

    /** How many sides of the noise can do harm off the support. */
    public int sidesOff() {
        return twoSided ? 2 : 1;
    }

    /** How far codes without the atom keep from firing the unit. */
    public double slackOff(int unit, double greatestOff, double leastOff) {
        return levels[unit] - (twoSided ? Math.max(greatestOff, -leastOff) : greatestOff);
    }

    /** How far codes with the atom keep from leaving the unit silent. */
    public double slackOn(int unit, double leastOn) {
        return leastOn - levels[unit];
    }
}
