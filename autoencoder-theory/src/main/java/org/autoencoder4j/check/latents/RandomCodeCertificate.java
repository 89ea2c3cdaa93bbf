package org.autoencoder4j.check.latents;

import java.util.Arrays;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.latents.internal.FiringRule;
import org.autoencoder4j.check.latents.law.SupportLaw;
import org.autoencoder4j.check.latents.law.ValueMoments;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.sae.LatentActivation.TopK;

/**
 * How seldom a sparse autoencoder misses the support of a random code. Where the worst code of a set has every atom against the
 * unit, which needs few atoms to fail it, random ones hardly ever do.
 *
 * <p>With {@link EncodedDictionary}'s G and beta, {@code sigma_i = sigma ||E_i||}, t_i the unit's threshold, {@code u_i = t_i -
 * beta_i}, p_i the probability of atom i, and K(s) the cumulant of {@code sum_{j in S, j != i} G_ij x_j}, for every {@code s > 0}
 *
 * <pre>
 *   P(i not in S, z_i &gt; t_i)  &lt;= (1 - p_i) exp(K(s) + s^2 sigma_i^2 / 2 - s u_i)
 *   P(i in S, z_i &lt;= t_i)     &lt;= p_i exp(K_on(s) + s^2 sigma_i^2 / 2 + s u_i),   K_on(s) = K(-s) + log M(-s G_ii)
 * </pre>
 *
 * <p>with one atom fewer in K_on of supports of exactly k. The window of t_i is where both are at most {@code eps / (2 m)}, so
 * that all units together fail on at most a share eps of the samples. The s is found by a search; any would be valid.
 *
 * <p>A hard threshold fires at either side, and both count off the support. TopK of exactly k atoms is right if all of the
 * support is above a common level and all others at or below it, whatever the level: the one at which the sum of the bounds is least is taken.
 *
 * <p>These are upper bounds, some ten times the true probabilities: a report holds or is {@code INCONCLUSIVE}, and never fails.
 * Numbers are taken as they are: of an autoencoder in FLOAT the rounding of its own arithmetic is not in them. Immutable; threads may share it.
 *
 * @paper beyond NWH19 Theorem 3: docs/CERTIFICATES.md (C2)
 */
public final class RandomCodeCertificate {
    private final String codes;
    private final double failure;
    private final RandomCodeUnit[] units;
    private final int certifiedInClosedForm;

    private RandomCodeCertificate(String codes, double failure, RandomCodeScan scan) {
        this.codes = codes;
        this.failure = failure;
        this.units = scan.units();
        this.certifiedInClosedForm = scan.certifiedInClosedForm();
    }

    /**
     * Bounds the misfires of all units. Cost: {@code 2 n m^2} operations, some 20 to 50 {@code m^2} moments of values, of one or two
     * exponentials each, and for supports of exactly k the exact cumulants, {@code 6 k m^2} to {@code 12 k m^2} operations; of TopK
     * {@code 2 n m^2} once more. All on all processors; memory for {@code 256 m} products.
     *
     * @param encoded the encoder against a dictionary
     * @param supports the law of the supports, of as many atoms
     * @param values what is known of the law of values
     * @param sigma the standard deviation of normal noise in each feature, at least 0
     * @param failure eps, the share of samples of which windows may fail, above 0 and below 1
     * @return the certificate
     * @throws IllegalArgumentException if a number is outside its range, values take both signs and the activation is no hard
     *     threshold, or the activation is TopK of another k than supports are of
     */
    public static RandomCodeCertificate of(
            EncodedDictionary encoded, SupportLaw supports, ValueMoments values, double sigma, double failure) {
        if (supports.units() != encoded.units()) {
            throw new IllegalArgumentException("supports are of " + supports.units() + " atoms and the autoencoder has "
                    + encoded.units() + " latents; there must be one atom for each latent");
        }
        Checks.nonNegative("sigma", sigma);
        if (!(failure > 0 && failure < 1)) {
            throw new IllegalArgumentException("failure = " + failure + " must lie strictly between 0 and 1");
        }
        FiringRule rule = rule(encoded, supports);
        if (values instanceof ValueMoments.Signed && !rule.twoSided()) {
            throw new IllegalArgumentException("values take both signs and the activation is "
                    + encoded.autoencoder().activation() + ", which gives no negative code; use a hard threshold");
        }
        double delta = failure / (2 * encoded.units());
        RandomCodeScan scan = new RandomCodeScan(encoded, supports, values, sigma, delta, rule);
        return new RandomCodeCertificate(
                "supports " + supports + ", values " + values + " and normal noise of sigma " + sigma, failure, scan);
    }

    private static FiringRule rule(EncodedDictionary encoded, SupportLaw supports) {
        if (!(encoded.autoencoder().activation() instanceof TopK top)) {
            return FiringRule.of(encoded.autoencoder().activation(), encoded.units());
        }
        if (!(supports instanceof SupportLaw.Uniform uniform && uniform.sparsity() == top.k())) {
            throw new IllegalArgumentException("the activation is " + top + " and supports are " + supports
                    + "; TopK keeps supports of exactly its own k only");
        }
        return new FiringRule(new double[encoded.units()], false);
    }

    /**
     * Returns what was found of a unit.
     *
     * @param unit i, from 0 to m - 1
     * @return its window and the probabilities of its misfires
     * @throws IllegalArgumentException if unit is outside its range
     */
    public RandomCodeUnit unit(int unit) {
        Checks.between("unit", unit, 0, units.length - 1L);
        return units[unit];
    }

    /**
     * Returns the number of units.
     *
     * @return m
     */
    public int units() {
        return units.length;
    }

    /**
     * Bounds the mean number of misfires of a sample, which is no less than the probability of one.
     *
     * @return the sum of all bounds
     */
    public double expectedMisfires() {
        return Arrays.stream(units).mapToDouble(RandomCodeUnit::misfire).sum();
    }

    /**
     * Counts the units whose threshold is within their window.
     *
     * @return how many
     */
    public int certifiedUnits() {
        return (int) Arrays.stream(units).filter(RandomCodeUnit::certified).count();
    }

    /**
     * Counts the units that a closed form certifies, Bernstein's inequality with the mean, variance and greatest term of a row. It
     * takes no search and is much looser: none in many cases where {@link #certifiedUnits} counts some.
     *
     * @return how many; 0 for supports that are not uniform, and values without a range or mean, of which there is none
     */
    public int certifiedInClosedForm() {
        return certifiedInClosedForm;
    }

    /**
     * Reports whether the support of a random code is missed with at most the probability eps. The probability lies between 0
     * and the bound.
     *
     * @return the report
     */
    public Report report() {
        double bound = expectedMisfires();
        RandomCodeUnit worst = units[0];
        for (RandomCodeUnit unit : units) {
            worst = unit.misfire() > worst.misfire() ? unit : worst;
        }
        return Report.on(
                        "the support of a random code is missed with a probability of at most " + failure + ", of "
                                + codes + ", in exact arithmetic",
                        Reference.asPrinted("docs/CERTIFICATES.md", "(C2)"))
                .claiming(new Bound("mean misfires of a sample", bound, Relation.AT_MOST, failure, 0, bound))
                .with("units", units.length)
                .with("certifiedUnits", certifiedUnits())
                .with("certifiedInClosedForm", certifiedInClosedForm)
                .with("greatestMisfire", worst.misfire())
                .witnessedBy("unit " + worst.unit() + " has the greatest bound");
    }

    @Override
    public String toString() {
        return "RandomCodeCertificate[" + codes + ", mean misfires at most " + expectedMisfires() + "]";
    }
}
