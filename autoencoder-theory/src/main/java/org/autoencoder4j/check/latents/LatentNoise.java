package org.autoencoder4j.check.latents;

import org.apache.commons.numbers.gamma.InverseErfc;
import org.autoencoder4j.backend.Checks;

/** How far noise eta of the samples moves the pre-activations: by at most nu_i that of unit i. */
public sealed interface LatentNoise {
    /**
     * All eta with {@code ||eta|| <= rho}: {@code nu_i = rho ||E_i||} is attained, so that certificates are exact.
     *
     * @param rho the radius, at least 0; 0 is no noise
     */
    record Ball(double rho) implements LatentNoise {
        /**
         * Checks the radius.
         *
         * @param rho the radius, finite and at least 0
         */
        public Ball {
            Checks.nonNegative("rho", rho);
        }

        @Override
        public double bound(double norm, int sides) {
            return rho * norm;
        }

        @Override
        public String toString() {
            return "noise of length at most " + rho;
        }
    }

    /**
     * Normal noise of standard deviation sigma in each feature, but for a share delta of it: {@code nu_i = sigma ||E_i||
     * Q^-1(delta / m)} with Q the upper tail of the normal law. Given the code, only one side of the noise of each unit can do
     * harm, so that m events of probability {@code delta / m} cover all; off the support of a hard threshold both sides can,
     * and there it is {@code delta / (2 m)}.
     *
     * @param sigma the standard deviation, at least 0
     * @param delta the probability, of each code, that noise exceeds a bound that matters; above 0 and below 1
     * @param units m
     */
    record Gaussian(double sigma, double delta, int units) implements LatentNoise {
        /**
         * Checks the numbers.
         *
         * @param sigma the standard deviation, finite and at least 0
         * @param delta the probability, above 0 and below 1
         * @param units m, at least 1
         */
        public Gaussian {
            Checks.nonNegative("sigma", sigma);
            Checks.atLeast("units", units, 1);
            if (!(delta > 0 && delta < 1)) {
                throw new IllegalArgumentException("delta = " + delta + " must lie strictly between 0 and 1");
            }
        }

        @Override
        public double bound(double norm, int sides) {
            // Q(t) = erfc(t / sqrt 2) / 2; where even one unit's share is above 1/2, a bound below 0 would do.
            double deviations = Math.sqrt(2) * InverseErfc.value(Math.min(1, 2 * delta / (sides * (double) units)));
            return sigma * norm * deviations;
        }

        @Override
        public String toString() {
            return "normal noise of sigma " + sigma + " but for a share " + delta;
        }
    }

    /**
     * Returns no noise.
     *
     * @return a ball of radius 0
     */
    static LatentNoise none() {
        return new Ball(0);
    }

    /**
     * Bounds what the noise adds to a pre-activation.
     *
     * @param norm the length of the unit's encoder column
     * @param sides how many sides of the noise can do harm, 1 or 2
     * @return nu_i
     */
    double bound(double norm, int sides);
}
