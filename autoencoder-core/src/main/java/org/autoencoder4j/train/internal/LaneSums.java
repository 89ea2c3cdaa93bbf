package org.autoencoder4j.train.internal;

import java.util.Arrays;

/** What a lane adds up over its samples. */
final class LaneSums {
    final double[] bias;
    final double[] activity;
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
        twiceLoss = 0;
    }
}
