package org.autoencoder4j.model.law;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.autoencoder4j.backend.Checks;

/**
 * The codes of a mixture: exactly one entry is 1, that of unit i with probability p_i, and the others are 0. So k,
 * kappa1, kappa2, a1 and a2 are 1, and two different units are never in the support together.
 *
 * @paper NWH19 section 2.2, mixture of Gaussians
 */
public final class OneHotCodes implements CodeLaw {
    private static final long serialVersionUID = 1;

    private static final ValueLaw ONE = ValueLaw.nonNegativeUniform(1, 1);

    private final double[] weights;
    private final double[] cumulative;

    OneHotCodes(double[] weights) {
        this.weights = weights.clone();
        this.cumulative = new double[weights.length];
        Checks.atLeast("number of weights", weights.length, 1);
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += Checks.positive("weights[" + i + "]", weights[i]);
            cumulative[i] = sum;
        }
        if (!(Math.abs(sum - 1) <= 1e-9)) {
            throw new IllegalArgumentException("weights sum to " + sum + "; their sum must be 1 (to within 1e-9)");
        }
        cumulative[weights.length - 1] = 1;
    }

    /**
     * Returns the weights of the mixture.
     *
     * @return p, a copy
     */
    public double[] weights() {
        return weights.clone();
    }

    @Override
    public int units() {
        return weights.length;
    }

    @Override
    public int sparsity() {
        return 1;
    }

    @Override
    public ValueLaw values() {
        return ONE;
    }

    @Override
    public double inclusion(int... indices) {
        return switch (Indices.countDistinct(indices, weights.length)) {
            case 0 -> 1;
            case 1 -> weights[indices[0]];
            default -> 0;
        };
    }

    /** Draws the unit by inverting the cumulative weights: one number, {@code log2 m} steps. */
    @Override
    public SparseCode draw(RandomGenerator random) {
        int found = Arrays.binarySearch(cumulative, random.nextDouble());
        // Unit i owns the half-open interval from the sum of the weights before it to the sum that includes it.
        int unit = found >= 0 ? found + 1 : -found - 1;
        return new SparseCode(weights.length, new int[] {unit}, new double[] {1});
    }

    @Override
    public String toString() {
        return "OneHotCodes[units=" + weights.length + ", weights from "
                + Arrays.stream(weights).min().orElseThrow() + " to "
                + Arrays.stream(weights).max().orElseThrow() + "]";
    }
}
