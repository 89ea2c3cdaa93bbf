package org.autoencoder4j.model.law;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.autoencoder4j.backend.Checks;

/**
 * Codes whose support is a uniformly drawn set of k of the m units:
 * {@code P[c distinct units are in S] = prod_{t < c} (k - t) / (m - t)}.
 *
 * @param units m, at least 1
 * @param sparsity k, between 1 and m
 * @param values the law of the values on the support
 * @paper NWH19 assumptions A1, A2, A3
 */
public record SparseCodes(int units, int sparsity, ValueLaw values) implements CodeLaw {
    /**
     * Makes the law.
     *
     * @param units m
     * @param sparsity k
     * @param values the law of the values
     * @throws IllegalArgumentException if units is below 1 or sparsity is outside its range
     */
    public SparseCodes {
        Checks.atLeast("units", units, 1);
        if (sparsity < 1 || sparsity > units) {
            throw new IllegalArgumentException(
                    "sparsity k = " + sparsity + " must lie between 1 and the number of units m = " + units);
        }
    }

    @Override
    public double inclusion(int... indices) {
        return inclusionOfDistinct(Indices.countDistinct(indices, units));
    }

    /**
     * Returns the probability that the support holds c given distinct units, which is the same for all such units.
     *
     * @param count c, at least 0
     * @return {@code prod_{t < c} (k - t) / (m - t)}; 1 if c = 0, and 0 if c is above k
     * @throws IllegalArgumentException if count is negative
     */
    public double inclusionOfDistinct(int count) {
        Checks.atLeast("count", count, 0);
        if (count > sparsity) {
            return 0;
        }
        double probability = 1;
        for (int t = 0; t < count; t++) {
            probability *= (double) (sparsity - t) / (units - t);
        }
        return probability;
    }

    /** Draws the support by Floyd's method in {@code k^2 / 2} steps at most, then the values. */
    @Override
    public SparseCode draw(RandomGenerator random) {
        int[] support = new int[sparsity];
        for (int t = 0; t < sparsity; t++) {
            int last = units - sparsity + t;
            int candidate = random.nextInt(last + 1);
            support[t] = Indices.contains(support, t, candidate) ? last : candidate;
        }
        Arrays.sort(support);
        double[] drawn = new double[sparsity];
        Arrays.setAll(drawn, t -> values.draw(random));
        return new SparseCode(units, support, drawn);
    }
}
