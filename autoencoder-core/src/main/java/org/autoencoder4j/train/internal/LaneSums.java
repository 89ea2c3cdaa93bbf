package org.autoencoder4j.train.internal;

import java.util.Arrays;

/** What a lane adds up over its samples. */
final class LaneSums {
    final double[] bias;
    final double[] activity;

    /** The sums of squares of the observations and of the codes. */
    double energy;

    double codes;

    /** Twice the loss; a Gram form leaves the energy out. */
    double twiceLoss;

    LaneSums(int units) {
        bias = new double[units];
        activity = new double[units];
    }

    /** Counts the samples that activate each unit. */
    void count(ActiveCodes codes) {
        for (int e = 0; e < codes.entries(); e++) {
            activity[codes.units[e]]++;
        }
    }

    void clear() {
        Arrays.fill(bias, 0);
        Arrays.fill(activity, 0);
        energy = 0;
        codes = 0;
        twiceLoss = 0;
    }
}
