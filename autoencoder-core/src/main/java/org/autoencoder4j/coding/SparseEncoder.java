package org.autoencoder4j.coding;

import java.io.Serializable;
import java.util.OptionalInt;

/**
 * Finds a sparse code of a sample under a given dictionary. It sees the sample through its products with the atoms,
 * {@code c = W^T y}, and its energy {@code |y|^2} alone, and the atoms through their {@link Gram} matrix
 * {@code G = W^T W}; with these, every residual can be followed without the sample:
 *
 * <pre>
 *   W^T (y - W x) = c - G x,   |y - W x|^2 = |y|^2 - 2 c^T x + x^T G x.
 * </pre>
 *
 * <p>An encoder is an immutable description, which threads may share; what it needs for the work lives in a
 * {@link Worker}. One of a user's own is one class with {@link #name} and {@link #worker}; {@link SupportFit} does the
 * least squares on a support. All choices between equal numbers go to the lowest unit.
 *
 * <p>The encoders here compare products as they are, so they are meant for atoms of length 1. With others they are still
 * exact in what they say of values, gains and residuals, but prefer long atoms.
 */
public interface SparseEncoder extends Serializable {
    /** Codes one sample after the other. One thread uses it. */
    @FunctionalInterface
    interface Worker {
        /**
         * Codes a sample. The gain of a unit in it is by how much the residual's energy would grow without the unit: with
         * the values of the others fitted anew where the encoder fits them, and else with those that they have.
         *
         * @param products c, of length m, not to be changed
         * @param energy {@code |y|^2}
         * @param code receives the code in place of the one that it holds
         */
        void encode(double[] products, double energy, SampleCode code);
    }

    /**
     * Returns the name and the settings, by which a saved coder and a checkpoint know the encoder again: two that give
     * different codes have different names.
     *
     * @return for example {@code pursuit(5, SIGNED)}
     */
    String name();

    /**
     * Makes what codes samples under a dictionary, with buffers of its own.
     *
     * @param gram G, of the dictionary
     * @return a worker for one thread
     */
    Worker worker(Gram gram);

    /**
     * Returns the signs that values may have.
     *
     * @return by default both
     */
    default CodeSign sign() {
        return CodeSign.SIGNED;
    }

    /**
     * Returns the most active units of a code.
     *
     * @return k, or by default empty where there is no such number
     */
    default OptionalInt most() {
        return OptionalInt.empty();
    }

    /**
     * Returns the code of the tied encoder with a hard threshold and no bias: {@code x_i = c_i} where the product reaches
     * lambda, else 0. With s active units it costs {@code m + s^2} operations a sample.
     *
     * @param lambda the threshold, finite and at least 0
     * @param sign which signs values may have
     * @return the encoder
     * @throws IllegalArgumentException if lambda is negative or not finite
     * @paper NWH19 eq. (2)
     */
    static SparseEncoder threshold(double lambda, CodeSign sign) {
        return new ThresholdedProducts(lambda, sign);
    }

    /**
     * Returns the code of the tied encoder with the threshold at the k-th greatest product of the sample: {@code x_i = c_i}
     * there, else 0. Cost: {@code m + k^2} operations a sample.
     *
     * @param most k, at least 1
     * @param sign which signs values may have
     * @return the encoder
     * @throws IllegalArgumentException if most is below 1
     */
    static SparseEncoder largest(int most, CodeSign sign) {
        return new LargestProducts(most, sign);
    }

    /**
     * Returns the code on the support of {@link #largest}, with the values that leave the least residual there:
     * {@code x_S = G_SS^-1 c_S}. A unit whose atom the others of the support contain but for {@code 1e-6} of its square is
     * left out; values that have a sign that they may not are dropped, the least first, each time with a new fit. Cost:
     * {@code m + k^3 / 3} operations a sample.
     *
     * @param most k, at least 1
     * @param sign which signs values may have
     * @return the encoder
     * @throws IllegalArgumentException if most is below 1
     */
    static SparseEncoder leastSquares(int most, CodeSign sign) {
        return new ThresholdingPursuit(most, 0, sign);
    }

    /**
     * Returns hard thresholding pursuit: {@link #leastSquares}, and then in each round the support of the k greatest
     * {@code x + c - G x}, again with least squares; it ends early when a round changes nothing. Cost: {@code (k + 1) m}
     * operations a round.
     *
     * @param most k, at least 1
     * @param rounds how many rounds at most, at least 0
     * @param sign which signs values may have
     * @return the encoder
     * @throws IllegalArgumentException if most is below 1 or rounds negative
     */
    static SparseEncoder thresholdingPursuit(int most, int rounds, CodeSign sign) {
        return new ThresholdingPursuit(most, rounds, sign);
    }

    /**
     * Returns orthogonal matching pursuit: the unit whose product with the residual, {@code c - G x}, is the greatest joins
     * the support, the values are fitted by least squares, and so on to k units. It ends early at a residual that is
     * rounding, where no product has a sign that it may have, and at an atom that the support contains but for
     * {@code 1e-6} of its square. At the end values that have a sign that they may not are dropped, the least first, each
     * time with a new fit. Cost: {@code k m + k (k - 1) m / 2} operations a sample.
     *
     * @param most k, at least 1
     * @param sign which signs values may have
     * @return the encoder
     * @throws IllegalArgumentException if most is below 1
     */
    static SparseEncoder pursuit(int most, CodeSign sign) {
        return MatchingPursuit.most(most, sign);
    }

    /**
     * Returns orthogonal matching pursuit that ends when no product with the residual reaches lambda, however many units
     * that takes.
     *
     * @param lambda the threshold, finite and above 0
     * @param sign which signs values may have
     * @return the encoder
     * @throws IllegalArgumentException if lambda is not above 0 or not finite
     */
    static SparseEncoder pursuitTo(double lambda, CodeSign sign) {
        return MatchingPursuit.to(lambda, sign);
    }

    /**
     * Returns matching pursuit in stages, for thousands of units: at each stage all units join the support whose products
     * with the residual are at least 0.7 of the greatest, the greatest first and k in all, and then come least squares.
     * Cost: {@code (k + 1) m} operations a stage, of which there are often two or three.
     *
     * @param most k, at least 1
     * @param sign which signs values may have
     * @return the encoder
     * @throws IllegalArgumentException if most is below 1
     */
    static SparseEncoder stagewise(int most, CodeSign sign) {
        return new StagewisePursuit(most, sign);
    }
}
