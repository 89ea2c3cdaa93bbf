package org.autoencoder4j.check.latents.law;

import java.util.Arrays;
import org.autoencoder4j.backend.Checks;

/** How supports are drawn. */
public sealed interface SupportLaw {
    /**
     * Uniform subsets of exactly k of m atoms.
     *
     * @param sparsity k, from 1 to m - 1
     * @param units m
     */
    record Uniform(int sparsity, int units) implements SupportLaw {
        /**
         * Checks the numbers.
         *
         * @param sparsity k, from 1 to m - 1
         * @param units m
         */
        public Uniform {
            Checks.between("sparsity", sparsity, 1, units - 1L);
        }

        @Override
        public double inclusion(int atom) {
            return sparsity / (double) units;
        }
    }

    /** Each atom on its own, with a probability of its own. */
    final class Independent implements SupportLaw {
        private final double[] probabilities;

        private Independent(double[] probabilities) {
            this.probabilities = probabilities;
        }

        /**
         * Makes the law.
         *
         * @param probabilities p_j, one from 0 to 1 for each atom
         * @return the law
         * @throws IllegalArgumentException if one is outside its range
         */
        public static Independent of(double... probabilities) {
            for (int j = 0; j < probabilities.length; j++) {
                Checks.between("probabilities[" + j + "]", probabilities[j], 0, 1);
            }
            return new Independent(probabilities.clone());
        }

        @Override
        public double inclusion(int atom) {
            return probabilities[atom];
        }

        @Override
        public int units() {
            return probabilities.length;
        }

        @Override
        public String toString() {
            return "Independent[mean size=" + Arrays.stream(probabilities).sum() + "]";
        }
    }

    /**
     * Returns how often an atom is in the support.
     *
     * @param atom j, from 0 to m - 1
     * @return p_j
     */
    double inclusion(int atom);

    /**
     * Returns the number of atoms.
     *
     * @return m
     */
    int units();
}
