package org.autoencoder4j.model.law;

import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import org.autoencoder4j.backend.Checks;

/** What the laws of values share: the range of magnitudes, and draws from it. */
final class Magnitudes {
    private Magnitudes() {}

    static void check(double a1, double a2) {
        if (!(a1 > 0 && a1 <= a2 && a2 < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a1 = " + a1 + " and a2 = " + a2
                    + " must satisfy 0 < a1 <= a2 < infinity: values are bounded away from 0 and bounded");
        }
    }

    /** Within these bounds the scale's square neither overflows nor loses digits. */
    static void checkScale(double scale) {
        Checks.between("scale", scale, 1e-100, 1e100);
    }

    static double check(double magnitude) {
        return Checks.between("magnitude", magnitude, 0, Double.POSITIVE_INFINITY);
    }

    static UnstatedConstantException noLeast(ValueLaw law) {
        return new UnstatedConstantException(
                "a1, the least magnitude",
                law,
                "its values come arbitrarily near 0; where a1 is needed use a law that is bounded away from 0, such as"
                        + " ValueLaw.truncatedGaussian");
    }

    static UnstatedConstantException noGreatest(ValueLaw law) {
        return new UnstatedConstantException(
                "a2, the greatest magnitude",
                law,
                "its values are unbounded; where a2 is needed use a bounded law, such as ValueLaw.truncatedGaussian");
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

    /** Draws again in the rare case of a 0, which would take the unit out of the support. */
    static double drawPositive(DoubleSupplier magnitudes) {
        double magnitude = 0;
        while (magnitude == 0) {
            magnitude = magnitudes.getAsDouble();
        }
        return magnitude;
    }
}
