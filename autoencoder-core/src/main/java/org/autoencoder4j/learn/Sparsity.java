package org.autoencoder4j.learn;

import org.autoencoder4j.backend.Checks;

/** How many units describe a sample: at most so many, so many on average, or as few as a wanted R^2 needs. */
public sealed interface Sparsity {
    /**
     * Each sample has at most k active units: what {@code SparseEncoder.pursuit(k, sign)} finds.
     *
     * @param k the most active units of a sample
     */
    record Most(int k) implements Sparsity {
        /**
         * Checks the number.
         *
         * @param k at least 1
         */
        public Most {
            Checks.atLeast("the most active units", k, 1);
        }
    }

    /**
     * Samples have l active units on average. Units are active down to one threshold, which is the same for all samples,
     * so that samples with much to tell have more of them; at the same mean this describes samples better than a fixed
     * number. The dictionary is learned with at most l rounded up for each sample; then the threshold of
     * {@code SparseEncoder.pursuitTo} is set on up to 8192 samples.
     *
     * @param l the mean number of active units
     */
    record Mean(double l) implements Sparsity {
        /**
         * Checks the number.
         *
         * @param l finite and above 0
         */
        public Mean {
            Checks.positive("the mean number of active units", l);
        }
    }

    /**
     * The least k with which the samples' R^2, in their own units, reaches a target. For k = 1, 2, 3, 4, 6, 9 and so on,
     * and then between the last two of these, a dictionary is learned from the one before; so all points of the path from
     * k to R^2 are there to look at, in {@link Learned#path}.
     *
     * @param target the R^2
     */
    record Reaching(double target) implements Sparsity {
        /**
         * Checks the number.
         *
         * @param target above 0 and below 1
         */
        public Reaching {
            if (!(target > 0 && target < 1)) {
                throw new IllegalArgumentException("the target R^2 = " + target + " must be above 0 and below 1");
            }
        }
    }

    /**
     * Allows each sample the same number of active units.
     *
     * @param k the most active units of a sample, at least 1
     * @return the sparsity
     * @throws IllegalArgumentException if k is below 1
     */
    static Sparsity most(int k) {
        return new Most(k);
    }

    /**
     * Asks for a mean number of active units.
     *
     * @param l the mean, finite and above 0
     * @return the sparsity
     * @throws IllegalArgumentException if l is not above 0 or not finite
     */
    static Sparsity mean(double l) {
        return new Mean(l);
    }

    /**
     * Asks for as few active units as describe samples well enough.
     *
     * @param target the R^2 that is wanted, above 0 and below 1
     * @return the sparsity
     * @throws IllegalArgumentException if target is not in its range
     */
    static Sparsity reaching(double target) {
        return new Reaching(target);
    }
}
