package org.autoencoder4j.model.law;

import java.io.Serializable;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The law of a sparse code x* of m units: the law of its support S and, given S, of the values on it.
 *
 * <p>A law of your own has a number of units and draws codes; that is all that drawing samples and training on them take.
 * The constants are its to state, so that nobody who checks a theorem has to guess them: one that it does not override,
 * or does not have, is an {@link UnstatedConstantException} for whoever needs it. Its {@code toString} names it in
 * messages and should tell its parameters.
 *
 * <p>Immutable; threads may share it. It is sent to other processes by its fields, which are to be numbers or such values.
 *
 * @paper NWH19 assumptions A1, A2, A3
 */
public interface CodeLaw extends Serializable {
    /**
     * Returns the number of units.
     *
     * @return m, at least 1
     */
    int units();

    /**
     * Draws one code.
     *
     * @param random the source, of which alone the code is a function
     * @return a code of m units
     */
    SparseCode draw(RandomGenerator random);

    /**
     * Returns the size of every support, where all have the same.
     *
     * @return k, between 1 and m
     * @throws UnstatedConstantException if the law does not state it or sizes differ
     */
    default int sparsity() {
        throw unstated("sparsity k, the size of every support", "sparsity()");
    }

    /**
     * Returns the law of the values on the support, where these are independent draws from one law given S.
     *
     * @return the law, with those of a1, a2, kappa1 and kappa2 that it states
     * @throws UnstatedConstantException if the law does not state it or values are no such draws
     */
    default ValueLaw values() {
        throw unstated("values, the law from which the entries on the support are independent draws", "values()");
    }

    /**
     * Returns the probability that all the given units are in the support. Indices may repeat and then count once, so
     * that {@code inclusion(i, i) = inclusion(i) = p_i}, {@code inclusion(i, j) = p_ij}, and so on for p_ijl and
     * p_ijlq. Cost: quadratic in the number of indices.
     *
     * @param indices units, each from 0 to m - 1
     * @return the probability; 1 if no index is given
     * @throws IllegalArgumentException if an index is outside the range
     * @throws UnstatedConstantException if the law does not state it
     * @paper NWH19 assumption A1
     */
    default double inclusion(int... indices) {
        throw unstated("inclusion, the probabilities p_i and p_ij that units are in the support", "inclusion(int...)");
    }

    /**
     * Returns the probability that the support is exactly a given set. Where all supports have k units this is
     * {@link #inclusion} of the set if it has k units, and 0 otherwise.
     *
     * @param units the set, each unit from 0 to m - 1 and none twice
     * @return P[S = units]
     * @throws IllegalArgumentException if a unit is outside the range
     * @throws UnstatedConstantException if the law states neither this nor k and inclusion
     */
    default double supportProbability(int... units) {
        double inclusion = inclusion(units);
        return units.length == sparsity() ? inclusion : 0;
    }

    /**
     * Returns the least magnitude of a non-zero entry.
     *
     * @return a1, above 0
     * @throws UnstatedConstantException if neither this law nor that of its values states it
     * @paper NWH19 assumption A3
     */
    default double a1() {
        return valuesFor("a1").a1();
    }

    /**
     * Returns the greatest magnitude of a non-zero entry.
     *
     * @return a2, finite and at least a1
     * @throws UnstatedConstantException if neither this law nor that of its values states it
     * @paper NWH19 assumption A3
     */
    default double a2() {
        return valuesFor("a2").a2();
    }

    /**
     * Returns the mean of a non-zero entry.
     *
     * @return kappa1 = E[x_i | i in S]
     * @throws UnstatedConstantException if neither this law nor that of its values states it
     * @paper NWH19 assumption A2
     */
    default double kappa1() {
        return valuesFor("kappa1").kappa1();
    }

    /**
     * Returns the second moment of a non-zero entry.
     *
     * @return kappa2 = E[x_i^2 | i in S]
     * @throws UnstatedConstantException if neither this law nor that of its values states it
     * @paper NWH19 assumption A2
     */
    default double kappa2() {
        return valuesFor("kappa2").kappa2();
    }

    /**
     * Tells whether entries take both signs. If they do, atoms are determined only up to their sign.
     *
     * @return true for sparse coding, false for mixtures and non-negative codes
     * @throws UnstatedConstantException if neither this law nor that of its values states it
     */
    default boolean signed() {
        return valuesFor("signed").signed();
    }

    private ValueLaw valuesFor(String constant) {
        try {
            return values();
        } catch (UnstatedConstantException e) {
            throw unstated(constant, constant + "() or values()");
        }
    }

    private UnstatedConstantException unstated(String constant, String method) {
        return new UnstatedConstantException(
                constant, this, "let it override " + method + " if it has that, or use what does not need it");
    }

    /**
     * Returns the codes of a mixture with given weights: exactly one entry is 1.
     *
     * @param weights p, one positive weight for each unit, with sum 1 to within 1e-9
     * @return the law, with k = kappa1 = kappa2 = a1 = a2 = 1
     * @throws IllegalArgumentException if there is no weight, one is not above 0, or the sum is not 1
     */
    static OneHotCodes oneHot(double... weights) {
        return new OneHotCodes(weights);
    }

    /**
     * Returns the codes of a mixture with equal weights 1/m.
     *
     * @param units m, at least 1
     * @return the law
     * @throws IllegalArgumentException if units is below 1
     */
    static OneHotCodes oneHotUniform(int units) {
        double[] weights = new double[Math.max(0, units)];
        Arrays.fill(weights, 1.0 / units);
        return new OneHotCodes(weights);
    }

    /**
     * Returns codes whose support is a uniformly drawn set of k units.
     *
     * @param units m, at least 1
     * @param sparsity k, between 1 and m
     * @param values the law of the values on the support
     * @return the law
     * @throws IllegalArgumentException if units is below 1 or sparsity is outside its range
     */
    static SparseCodes sparse(int units, int sparsity, ValueLaw values) {
        return new SparseCodes(units, sparsity, values);
    }

    /**
     * Returns codes whose units are in the support independently of each other.
     *
     * @param probabilities p, one for each unit, above 0 and at most 1
     * @param values the law of the values on the support
     * @return the law; it has no k
     * @throws IllegalArgumentException if there is no probability or one is outside its range
     */
    static BernoulliCodes bernoulli(double[] probabilities, ValueLaw values) {
        return new BernoulliCodes(probabilities, values);
    }
}
