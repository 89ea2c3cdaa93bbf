package org.autoencoder4j.check.refinement;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;

/**
 * The error of a column that the noise of N samples leaves, to first order, where the supports are the true ones:
 *
 * <p>{@code |W_i - A_i| = sigma (n - 1) / sqrt((n - k) N p_i kappa)},
 * {@code kappa = kappa2 - kappa1^2 (k - 1) / (m - 1)},
 *
 * <p>where {@code p_i = k / m} for the mean unit, and kappa is kappa2 for values of mean 0. With codes that are known
 * it would be {@code sigma sqrt((n - 1) / (N p_i kappa))}: to estimate them costs a factor of about {@code 1 + (k - 1)
 * / (2 n)}.
 *
 * @param features n, above k
 * @param sparsity k, at least 1
 * @param noise sigma, at least 0
 * @param share {@code p_i}, how often the unit is in the support, above 0 and at most 1
 * @param energy kappa, above 0
 * @paper beyond NWH19 Theorem 4: docs/REFINEMENT.md (LS4)
 */
public record StatisticalFloor(int features, int sparsity, double noise, double share, double energy) {
    /**
     * Makes a floor.
     *
     * @param features n
     * @param sparsity k
     * @param noise sigma
     * @param share p_i
     * @param energy kappa
     * @throws IllegalArgumentException if a number is outside its range
     */
    public StatisticalFloor {
        Checks.atLeast("sparsity", sparsity, 1);
        Checks.atLeast("features", features, sparsity + 1L);
        Checks.nonNegative("noise", noise);
        Checks.positive("share", share);
        Checks.between("share", share, 0, 1);
        Checks.positive("energy", energy);
    }

    /**
     * Returns the floor of a unit that is in as many supports as the mean one, as all are for uniform supports.
     *
     * @param model the model
     * @return the floor, with {@code p = k / m}
     * @throws IllegalArgumentException unless {@code n > k}
     * @throws org.autoencoder4j.model.law.UnstatedConstantException if the law does not state k or its values, with
     *     kappa1 and kappa2
     */
    public static StatisticalFloor of(GenerativeModel model) {
        return of(model, (double) model.codeLaw().sparsity() / model.units());
    }

    /**
     * Returns the floor of a unit.
     *
     * @param model the model
     * @param unit i, from 0 to m - 1
     * @return the floor, with p_i of the law
     * @throws IllegalArgumentException if unit is outside its range, or unless {@code n > k} and {@code p_i > 0}
     * @throws org.autoencoder4j.model.law.UnstatedConstantException if the law does not state k, p_i or its values,
     *     with kappa1 and kappa2
     */
    public static StatisticalFloor of(GenerativeModel model, int unit) {
        return of(model, model.codeLaw().inclusion(unit));
    }

    private static StatisticalFloor of(GenerativeModel model, double share) {
        CodeLaw law = model.codeLaw();
        ValueLaw values = law.values();
        int k = law.sparsity();
        double others = k == 1 ? 0 : (k - 1.0) / (law.units() - 1.0);
        double energy = values.kappa2() - values.kappa1() * values.kappa1() * others;
        return new StatisticalFloor(model.features(), k, model.noise(), share, energy);
    }

    /**
     * Returns the error of the column.
     *
     * @param samples N, above 0
     * @return {@code sigma (n - 1) / sqrt((n - k) N p kappa)}
     * @throws IllegalArgumentException if samples is not above 0
     */
    public double error(double samples) {
        return noise * amplification() / Math.sqrt(Checks.positive("samples", samples));
    }

    /**
     * Returns how many samples an error takes: the inverse of {@link #error}.
     *
     * @param error the error, above 0
     * @return N, 0 if there is no noise
     * @throws IllegalArgumentException if error is not above 0
     */
    public double samples(double error) {
        double root = noise * amplification() / Checks.positive("error", error);
        return root * root;
    }

    /**
     * Returns how much noise an error allows: the inverse of {@link #error} in sigma.
     *
     * @param error the error, at least 0
     * @param samples N, above 0
     * @return the sigma at which N samples leave the error
     * @throws IllegalArgumentException if error is negative or samples not above 0
     */
    public double noise(double error, double samples) {
        return Checks.nonNegative("error", error) * Math.sqrt(Checks.positive("samples", samples)) / amplification();
    }

    private double amplification() {
        return (features - 1) / Math.sqrt((features - sparsity) * share * energy);
    }

    /**
     * Estimates the error of a column from a run itself, without its model.
     *
     * @param features n, at least 2
     * @param noise the standard deviation of the noise, as estimated: the mean squared residual over {@code n - k},
     *     rooted
     * @param energy {@code C_ii}, the sum of the column's squared codes over the samples, above 0
     * @return {@code sigma sqrt((n - 1) / C_ii)}
     * @throws IllegalArgumentException if a number is outside its range
     */
    public static double estimate(int features, double noise, double energy) {
        Checks.atLeast("features", features, 2);
        return Checks.nonNegative("noise", noise) * Math.sqrt((features - 1) / Checks.positive("energy", energy));
    }
}
