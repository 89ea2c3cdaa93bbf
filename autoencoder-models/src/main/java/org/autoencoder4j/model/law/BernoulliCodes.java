package org.autoencoder4j.model.law;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.Checks;

/**
 * Codes whose units are in the support independently of each other, unit i with probability p_i. So
 * {@code P[c distinct units are in S] = prod p_i} over them, the mean size of a support is {@code sum_i p_i}, and its
 * variance {@code sum_i p_i (1 - p_i)}. There is no k that all supports share; S may be empty.
 */
public final class BernoulliCodes implements CodeLaw {
    private static final long serialVersionUID = 1;

    private final double[] probabilities;
    private final ValueLaw values;

    BernoulliCodes(double[] probabilities, ValueLaw values) {
        this.probabilities = probabilities.clone();
        this.values = values;
        Checks.atLeast("number of probabilities", probabilities.length, 1);
        for (int i = 0; i < probabilities.length; i++) {
            if (!(probabilities[i] > 0 && probabilities[i] <= 1)) {
                throw new IllegalArgumentException("probabilities[" + i + "] = " + probabilities[i]
                        + " must be above 0 and at most 1: leave out units that are never in the support");
            }
        }
    }

    /**
     * Returns the probability of each unit to be in the support.
     *
     * @return p, a copy
     */
    public double[] probabilities() {
        return probabilities.clone();
    }

    /**
     * Returns the mean size of a support.
     *
     * @return {@code sum_i p_i}
     */
    public double meanSupportSize() {
        return Arrays.stream(probabilities).sum();
    }

    @Override
    public int units() {
        return probabilities.length;
    }

    /** {@inheritDoc} There is none: always an exception. */
    @Override
    public int sparsity() {
        throw new UnstatedConstantException(
                "sparsity k, the size of every support",
                this,
                "supports have any size, " + meanSupportSize()
                        + " in the mean; where k is needed use CodeLaw.sparse, whose supports all have k units");
    }

    @Override
    public ValueLaw values() {
        return values;
    }

    @Override
    public double inclusion(int... indices) {
        Indices.countDistinct(indices, probabilities.length);
        double product = 1;
        for (int t = 0; t < indices.length; t++) {
            product *= Indices.contains(indices, t, indices[t]) ? 1 : probabilities[indices[t]];
        }
        return product;
    }

    /** {@code prod_{i in S} p_i prod_{i not in S} (1 - p_i)}. */
    @Override
    public double supportProbability(int... units) {
        Indices.countDistinct(units, probabilities.length);
        return IntStream.range(0, probabilities.length)
                .mapToDouble(i -> Indices.contains(units, units.length, i) ? probabilities[i] : 1 - probabilities[i])
                .reduce(1, (product, factor) -> product * factor);
    }

    /** Draws one number for each unit, then the values. */
    @Override
    public SparseCode draw(RandomGenerator random) {
        int[] support = new int[probabilities.length];
        int size = 0;
        for (int i = 0; i < probabilities.length; i++) {
            if (random.nextDouble() < probabilities[i]) {
                support[size++] = i;
            }
        }
        double[] drawn = new double[size];
        Arrays.setAll(drawn, t -> values.draw(random));
        return new SparseCode(probabilities.length, Arrays.copyOf(support, size), drawn);
    }

    @Override
    public String toString() {
        return "BernoulliCodes[units=" + probabilities.length + ", probabilities from "
                + Arrays.stream(probabilities).min().orElseThrow() + " to "
                + Arrays.stream(probabilities).max().orElseThrow() + ", values=" + values + "]";
    }
}
