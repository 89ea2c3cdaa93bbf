package org.autoencoder4j.check.contraction.internal;

import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.SparseCodes;

/**
 * The numbers of a step on sparse codes.
 *
 * @param step a = {@code zeta p1 kappa2}
 * @param pairs pi2 = {@code (k - 1)/(m - 1)}, the probability of another unit, given one
 * @param triples pi3 = {@code (k - 1)(k - 2)/((m - 1)(m - 2))}, that of two others
 * @param noise s2 = {@code sigma^2 / kappa2}
 */
public record SparseNumbers(double step, double pairs, double triples, double noise) {
    public static SparseNumbers of(GenerativeModel model, SparseCodes law, double learningRate) {
        double kappa2 = law.values().kappa2();
        return new SparseNumbers(
                learningRate * law.inclusionOfDistinct(1) * kappa2,
                SparseConstants.pairs(law),
                SparseConstants.triples(law),
                model.noise() * model.noise() / kappa2);
    }
}
