package org.autoencoder4j.sae;

import java.util.Arrays;
import org.autoencoder4j.backend.Checks;

/**
 * Which latents are active, of the pre-activations z of one sample, and with what values. What is NaN stays NaN, so that a
 * broken sample is not taken for one without active latents; of TopK all are NaN if one is. Immutable.
 */
public sealed interface LatentActivation {
    /** {@code max(z_i, 0)}. */
    record Relu() implements LatentActivation {
        @Override
        public void apply(double[] z, double[] decoderNorms) {
            for (int i = 0; i < z.length; i++) {
                z[i] = z[i] <= 0 ? 0 : z[i];
            }
        }

        @Override
        public String toString() {
            return "relu";
        }
    }

    /**
     * {@code z_i} where {@code |z_i| >= lambda}, of both signs.
     *
     * @param lambda the threshold, at least 0
     */
    record HardThreshold(double lambda) implements LatentActivation {
        /**
         * Checks the threshold.
         *
         * @param lambda the threshold, finite and at least 0
         */
        public HardThreshold {
            Checks.nonNegative("lambda", lambda);
        }

        @Override
        public void apply(double[] z, double[] decoderNorms) {
            for (int i = 0; i < z.length; i++) {
                z[i] = Math.abs(z[i]) < lambda ? 0 : z[i];
            }
        }

        @Override
        public String toString() {
            return "hardThreshold(" + lambda + ")";
        }
    }

    /** {@code z_i} where {@code z_i > theta_i} and {@code z_i > 0}: a threshold for each latent. */
    final class JumpRelu implements LatentActivation {
        private final double[] thresholds;

        private JumpRelu(double[] thresholds) {
            this.thresholds = thresholds;
        }

        /**
         * Makes the activation.
         *
         * @param thresholds theta, one finite number for each latent; those below 0 act as 0
         * @return the activation
         * @throws IllegalArgumentException if one is not finite
         */
        public static JumpRelu of(double... thresholds) {
            for (int i = 0; i < thresholds.length; i++) {
                if (!Double.isFinite(thresholds[i])) {
                    throw new IllegalArgumentException("thresholds[" + i + "] = " + thresholds[i] + " must be finite");
                }
            }
            return new JumpRelu(thresholds.clone());
        }

        /**
         * Returns the thresholds.
         *
         * @return theta, a copy
         */
        public double[] thresholds() {
            return thresholds.clone();
        }

        @Override
        public void apply(double[] z, double[] decoderNorms) {
            for (int i = 0; i < z.length; i++) {
                z[i] = z[i] <= 0 || z[i] <= thresholds[i] ? 0 : z[i];
            }
        }

        @Override
        public void requireUnits(int units) {
            if (thresholds.length != units) {
                throw new IllegalArgumentException("there are " + thresholds.length
                        + " thresholds; there must be one for each of " + units + " latents");
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof JumpRelu that && Arrays.equals(thresholds, that.thresholds);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(thresholds);
        }

        @Override
        public String toString() {
            return "jumpRelu(" + thresholds.length + " thresholds)";
        }
    }

    /**
     * The k greatest z_i; of equal ones those of the lower latents. With the ReLU those of them that are not above 0 become 0.
     * Rescaled, each z_i is multiplied by the length of its decoder column first, and a code is divided by it when it is
     * decoded.
     *
     * @param k how many, at least 1
     * @param relu whether what is kept must be above 0
     * @param rescaled whether products count by the lengths of the decoder's columns
     */
    record TopK(int k, boolean relu, boolean rescaled) implements LatentActivation {
        /**
         * Checks the number.
         *
         * @param k how many, at least 1
         * @param relu whether what is kept must be above 0
         * @param rescaled whether products count by the lengths of the decoder's columns
         */
        public TopK {
            Checks.atLeast("k", k, 1);
        }

        @Override
        public void apply(double[] z, double[] decoderNorms) {
            if (rescaled) {
                for (int i = 0; i < z.length; i++) {
                    z[i] *= decoderNorms[i];
                }
            }
            double[] sorted = z.clone();
            Arrays.sort(sorted);
            if (Double.isNaN(sorted[z.length - 1])) {
                // Which ones are the greatest is not known then.
                Arrays.fill(z, Double.NaN);
                return;
            }
            double least = sorted[Math.max(0, z.length - k)];
            int equal = 0;
            for (int i = Math.max(0, z.length - k); i < z.length && sorted[i] == least; i++) {
                equal++;
            }
            for (int i = 0; i < z.length; i++) {
                boolean kept = z[i] > least || (z[i] == least && equal-- > 0);
                z[i] = kept && !(relu && z[i] <= 0) ? z[i] : 0;
            }
        }

        @Override
        public void requireUnits(int units) {
            Checks.between("k", k, 1, units);
        }

        @Override
        public String toString() {
            return "topK(" + k + (relu ? ", relu" : "") + (rescaled ? ", rescaled" : "") + ")";
        }
    }

    /**
     * Makes codes of the pre-activations of one sample.
     *
     * @param z the pre-activations, overwritten by the code
     * @param decoderNorms the lengths of the decoder's columns
     */
    void apply(double[] z, double[] decoderNorms);

    /**
     * Requires that it fits a number of latents.
     *
     * @param units m
     * @throws IllegalArgumentException if it does not
     */
    default void requireUnits(int units) {}
}
