package org.autoencoder4j.check.latents.law;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.latents.law.internal.Cumulants;

/**
 * What is known of the law of a value on the support, as a bound of its moments {@code M(t) = E exp(t v)}. Values are
 * independent of each other and of the noise, given the support.
 *
 * @paper beyond NWH19 Theorem 3: docs/CERTIFICATES.md (C2)
 */
public sealed interface ValueMoments {
    /**
     * A value that is always the same: {@code M(t) = exp(c t)}.
     *
     * @param value c, above 0
     */
    record Constant(double value) implements ValueMoments {
        /**
         * Checks the value.
         *
         * @param value c, above 0
         */
        public Constant {
            Checks.positive("value", value);
        }

        @Override
        public double log(double t) {
            return value * t;
        }

        @Override
        public double scale() {
            return value;
        }
    }

    /**
     * Values that are uniform: {@code M(t) = (exp(a2 t) - exp(a1 t)) / (t (a2 - a1))}.
     *
     * @param a1 the least value, above 0
     * @param a2 the greatest, at least a1
     */
    record Uniform(double a1, double a2) implements ValueMoments {
        /**
         * Checks the range.
         *
         * @param a1 the least value, above 0
         * @param a2 the greatest, at least a1
         */
        public Uniform {
            requireRange(a1, a2);
        }

        @Override
        public double log(double t) {
            double width = Math.abs(t) * (a2 - a1);
            double least = Math.min(a1 * t, a2 * t);
            // log((e^w - 1) / w), which is w/2 to first order.
            return width < 1e-8 ? least + width / 2 : least + width + Math.log(-Math.expm1(-width) / width);
        }

        @Override
        public double scale() {
            return a2;
        }
    }

    /**
     * Any law on a range with a known mean; of those the one on both ends has the greatest moments: {@code M(t) = ((a2 - kappa1)
     * exp(a1 t) + (kappa1 - a1) exp(a2 t)) / (a2 - a1)}.
     *
     * @param a1 the least value, above 0
     * @param a2 the greatest, above a1
     * @param mean kappa1, between them
     */
    record Mean(double a1, double a2, double mean) implements ValueMoments {
        /**
         * Checks the numbers.
         *
         * @param a1 the least value, above 0
         * @param a2 the greatest, above a1
         * @param mean kappa1, from a1 to a2
         */
        public Mean {
            requireRange(a1, a2);
            Checks.positive("a2 - a1", a2 - a1);
            Checks.between("mean", mean, a1, a2);
        }

        @Override
        public double log(double t) {
            return Cumulants.logSum(
                    Math.log((a2 - mean) / (a2 - a1)) + a1 * t, Math.log((mean - a1) / (a2 - a1)) + a2 * t);
        }

        @Override
        public double scale() {
            return a2;
        }
    }

    /**
     * Any law on a range: {@code M(t) = exp(max(a1 t, a2 t))}.
     *
     * @param a1 the least value, above 0
     * @param a2 the greatest, at least a1
     */
    record Range(double a1, double a2) implements ValueMoments {
        /**
         * Checks the range.
         *
         * @param a1 the least value, above 0
         * @param a2 the greatest, at least a1
         */
        public Range {
            requireRange(a1, a2);
        }

        @Override
        public double log(double t) {
            return Math.max(a1 * t, a2 * t);
        }

        @Override
        public double scale() {
            return a2;
        }
    }

    /**
     * Sub-Gaussian values, in no range: {@code M(t) <= exp(kappa1 t + s^2 t^2 / 2)}.
     *
     * @param mean kappa1, above 0
     * @param parameter s, at least 0
     */
    record SubGaussian(double mean, double parameter) implements ValueMoments {
        /**
         * Checks the numbers.
         *
         * @param mean kappa1, above 0
         * @param parameter s, at least 0
         */
        public SubGaussian {
            Checks.positive("mean", mean);
            Checks.nonNegative("parameter", parameter);
        }

        @Override
        public double log(double t) {
            return mean * t + parameter * parameter * t * t / 2;
        }

        @Override
        public double scale() {
            return mean + parameter;
        }
    }

    /**
     * Values of random signs, each as likely as the other, of magnitudes with a law: {@code (M(t) + M(-t)) / 2}. For hard
     * thresholds only.
     *
     * @param magnitude the law of the magnitudes
     */
    record Signed(ValueMoments magnitude) implements ValueMoments {
        @Override
        public double log(double t) {
            return Cumulants.logSum(magnitude.log(t), magnitude.log(-t)) - Math.log(2);
        }

        @Override
        public double scale() {
            return magnitude.scale();
        }

        @Override
        public double ownLog(double t) {
            return magnitude.log(t);
        }
    }

    /**
     * Bounds the moments of a value.
     *
     * @param t any number
     * @return {@code log M(t)}, or an upper bound of it
     */
    double log(double t);

    /**
     * Bounds the moments of a unit's own value, times its sign.
     *
     * @param t any number
     * @return {@code log E exp(t |v|)}, or an upper bound of it
     */
    default double ownLog(double t) {
        return log(t);
    }

    /**
     * Returns how large values are.
     *
     * @return the greatest magnitude, or of values in no range a usual one
     */
    double scale();

    private static void requireRange(double a1, double a2) {
        Checks.positive("a1", a1);
        Checks.between("a2", a2, a1, Double.MAX_VALUE);
    }
}
