package org.autoencoder4j.model.law;

import java.util.random.RandomGenerator;

/** What the laws of values share: the range of magnitudes, and draws from it. */
final class Magnitudes {
    private Magnitudes() {}

    static void check(double a1, double a2) {
        if (!(a1 > 0 && a1 <= a2 && a2 < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a1 = " + a1 + " and a2 = " + a2
                    + " must satisfy 0 < a1 <= a2 < infinity: values are bounded away from 0 and bounded");
        }
    }

    static double secondMomentOfUniform(double a1, double a2) {
        return (a1 * a1 + a1 * a2 + a2 * a2) / 3;
    }

    static double drawUniform(double a1, double a2, RandomGenerator random) {
        return Math.min(a2, a1 + (a2 - a1) * random.nextDouble());
    }

    static double drawSign(RandomGenerator random) {
        return random.nextLong() < 0 ? -1 : 1;
    }
}
