package org.autoencoder4j.gradient.internal.rows;

import java.util.Arrays;

/** What a lane adds up over its samples. */
public final class LaneSums {
    public final double[] bias;
    public final double[] activity;

    /** The sums of squares of the observations and of the codes. */
    public double energy;

    public double codes;

    /** Twice the loss; a Gram form leaves the energy out. */
    public double twiceLoss;

    public LaneSums(int units) {
        bias = new double[units];
        activity = new double[units];
    }

    /** Counts the samples that activate each unit. */
    public void count(ActiveCodes codes) {
        for (int e = 0; e < codes.entries(); e++) {
            activity[codes.units[e]]++;
        }
    }

    public void clear() {
        Arrays.fill(bias, 0);
        Arrays.fill(activity, 0);
        energy = 0;
        codes = 0;
        twiceLoss = 0;
    }
}
