package org.autoencoder4j.check.refinement;

import org.autoencoder4j.linalg.SpectralNorm;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Relation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The closed bound on the {@link LocalRate} of codes whose values have mean 0: with unit atoms, {@code beta = 1 - mu1(k
 * - 1)} above 0 and {@code q = max_{i != j} p_ij / p_i}, which is {@code (k - 1) / (m - 1)} for uniform supports,
 *
 * <p>{@code rho <= 1 - (1 - q |A|_2^2 / beta) / (1 + sigma^2 / (kappa2 beta))}.
 *
 * <p>Without noise that is {@code q |A|_2^2 / beta}, for random atoms about {@code (k - 1) / n (1 + sqrt(n / m))^2}.
 *
 * @param share q
 * @param norm {@code |A|_2}
 * @param dominance beta
 * @param noise {@code sigma^2 / kappa2}
 * @param rounding what rounding can make of beta
 * @paper beyond NWH19 Theorem 4: docs/REFINEMENT.md (LS3)
 */
public record RateBound(double share, double norm, double dominance, double noise, double rounding) {
    /**
     * Computes the bound. Cost: {@code 4 n m^2 + O(m^2 log m)} operations.
     *
     * @param model the model, whose atoms are divided by their lengths; that values have mean 0 is not looked at
     * @return the bound
     * @throws org.autoencoder4j.model.law.UnstatedConstantException if the law does not state k, kappa2 of its values
     *     or the probabilities of pairs
     */
    public static RateBound of(GenerativeModel model) {
        CodeLaw law = model.codeLaw();
        int terms = law.sparsity() - 1;
        INDArray atoms = unit(model.dictionary());
        CumulativeCoherence coherence = CumulativeCoherence.of(atoms);
        return new RateBound(
                greatestShare(law),
                SpectralNorm.of(atoms),
                1 - coherence.at(terms),
                model.noise() * model.noise() / law.values().kappa2(),
                coherence.rounding(terms));
    }

    /** The rate does not depend on the lengths of atoms, the bound does. */
    private static INDArray unit(INDArray dictionary) {
        INDArray atoms = dictionary.castTo(DataType.DOUBLE).dup('f');
        return atoms.diviRowVector(atoms.norm2(0));
    }

    private static double greatestShare(CodeLaw law) {
        double greatest = 0;
        for (int i = 0; i < law.units(); i++) {
            double own = law.inclusion(i);
            for (int j = 0; j < law.units() && own > 0; j++) {
                greatest = j == i ? greatest : Math.max(greatest, law.inclusion(i, j) / own);
            }
        }
        return greatest;
    }

    /**
     * Returns the bound.
     *
     * @return a number that may be above 1; infinite if beta is not above 0
     */
    public double value() {
        return dominance > 0
                ? 1 - (1 - share * norm * norm / dominance) / (1 + noise / dominance)
                : Double.POSITIVE_INFINITY;
    }

    /** The condition that any k atoms are independent. */
    Bound dominant() {
        return Bound.rounded("1 - mu1(k - 1)", dominance, Relation.ABOVE, 0, rounding);
    }
}
