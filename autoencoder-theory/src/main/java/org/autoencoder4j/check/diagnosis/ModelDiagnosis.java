package org.autoencoder4j.check.diagnosis;

import java.util.List;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.closeness.Incoherence;
import org.autoencoder4j.check.consistency.CodeSet;
import org.autoencoder4j.check.consistency.ConsistencyCertificate;
import org.autoencoder4j.check.consistency.NoiseTail;
import org.autoencoder4j.check.consistency.Proportion;
import org.autoencoder4j.check.internal.PaperActivation;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.HardThreshold;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What observations and a trained autoencoder say of the generative model behind them, when nobody knows the dictionary:
 * <em>estimates</em>, all of them, which take the weights for the dictionary and the encoder's supports for the true
 * ones. They are good where both nearly are, and say nothing about atoms that were not learned.
 *
 * <p>On each sample's support S the values are the least-squares ones, {@code argmin ||y - A_S x||} with A the weights'
 * columns divided by their lengths, so that neither the bias nor other units shift them; sigma^2 is the residual per remaining degree of freedom, and a1, a2 are the 1 % and
 * 99 % quantiles of the values' magnitudes. Immutable; threads may share it.
 *
 * @paper NWH19 assumptions A1 to A4, Theorems 3 and 4: their plausibility
 */
public final class ModelDiagnosis {
    private final TiedAutoencoder autoencoder;
    private final INDArray atoms;
    private final SupportStatistics statistics;

    private ModelDiagnosis(TiedAutoencoder autoencoder, INDArray atoms, SupportStatistics statistics) {
        this.autoencoder = autoencoder;
        this.atoms = atoms;
        this.statistics = statistics;
    }

    /**
     * Estimates from samples. Cost: {@code N (2 n m + n k^2)} operations for supports
     * of k units, the spectral norm of the residuals, and memory for {@code m^2} counts and copies of the samples.
     *
     * @param autoencoder the trained autoencoder, with at least 2 units and no zero column; a hard threshold
     *     above 0
     * @param observations Y, {@code N x n} with finite entries, of the autoencoder's type
     * @return the estimates
     * @throws IllegalArgumentException if an argument is not as described, or no sample has a support on which the
     *     weights are independent
     */
    public static ModelDiagnosis of(TiedAutoencoder autoencoder, INDArray observations) {
        Checks.matrix("observations", observations, -1, autoencoder.features(), "one column for each feature");
        Checks.sameType("observations", observations.dataType(), "the autoencoder", autoencoder.dataType());
        Checks.finite("observations", observations);
        Checks.atLeast("the number of units", autoencoder.units(), 2);
        PaperActivation.require(autoencoder.activation());
        if (autoencoder.activation() instanceof HardThreshold threshold) {
            Checks.positive("lambda", threshold.lambda());
        }
        INDArray unit = autoencoder.weights().divRowVector(autoencoder.weights().norm2(0));
        Checks.finite("weights divided by their norms", unit);
        return new ModelDiagnosis(autoencoder.copy(), unit, SupportStatistics.of(autoencoder, unit, observations));
    }

    /**
     * Estimates k.
     *
     * @return the mean size of a support
     */
    public double meanSparsity() {
        return statistics.meanSparsity();
    }

    /**
     * Estimates k as a whole number.
     *
     * @return the median size of a support
     */
    public int sparsity() {
        return statistics.medianSparsity();
    }

    /**
     * Estimates p_i.
     *
     * @param unit i
     * @return the fraction of samples on which the unit fires
     * @throws IllegalArgumentException if unit is outside its range
     */
    public Proportion inclusion(int unit) {
        Checks.between("unit", unit, 0, autoencoder.units() - 1L);
        return statistics.inclusion(unit);
    }

    /**
     * Estimates a1, the least magnitude of a value.
     *
     * @return the 1 % quantile of the magnitudes
     */
    public double a1() {
        return statistics.magnitude(1);
    }

    /**
     * Estimates a2, the greatest magnitude of a value.
     *
     * @return the 99 % quantile of the magnitudes
     */
    public double a2() {
        return statistics.magnitude(99);
    }

    /**
     * Estimates kappa1.
     *
     * @return the mean value on the supports
     */
    public double kappa1() {
        return statistics.kappa1();
    }

    /**
     * Estimates kappa2.
     *
     * @return the mean squared value on the supports
     */
    public double kappa2() {
        return statistics.kappa2();
    }

    /**
     * Says whether values seem to take both signs.
     *
     * @return whether the rarer sign makes up more than 5 % of the values
     */
    public boolean signed() {
        return statistics.rarerSign() > 0.05;
    }

    /**
     * Estimates sigma.
     *
     * @return the root of the residual sum of squares per remaining degree of freedom
     */
    public double noise() {
        return statistics.noise();
    }

    /**
     * Says which conditions of the theorems are plausible, with the estimates in place of the unknown numbers. A verdict
     * here is about the estimates and the encoder's supports. In this order:
     * <ol>
     *   <li>incoherence against the sparsity: {@code a2 k mu / sqrt(n) < a1 / 2};
     *   <li>consistency of every code;
     *   <li>A1, comparable frequencies of the units: {@code min p_i / max p_i >= 3/4};
     *   <li>A1, pairs: {@code p_ij <= 2 p_i p_j} for any two units;
     *   <li>A2, values: two values of a code have a covariance of at most {@code kappa2 / 10}; for samples with two or
     *       more, of which 30 are needed to decide;
     *   <li>A4, whiteness: no direction has more than twice the mean variance of the residuals; where there are any.
     * </ol>
     *
     * <p>The last four are tests on the given samples, whose number is a finding. Frequencies are known to exact
     * intervals that hold for all units and pairs at once, the covariance to 4 standard errors, and the greatest variance
     * to what normal noise does to it: a false {@code HOLDS} or {@code FAILS} has a probability of about 4e-5 each, and
     * with too few samples a report is {@code INCONCLUSIVE}. That values are uncorrelated is less than that they are
     * independent, and pairs say nothing of triples: these are not tested.
     *
     * <p>Cost: {@code O(m^2)} for pairs.
     *
     * @return the six reports
     */
    public List<Report> reports() {
        SupportTests tests = new SupportTests(statistics, autoencoder.units());
        return List.of(
                incoherence(),
                consistency(),
                estimated(tests.frequencies()),
                estimated(tests.pairs()),
                estimated(tests.values()),
                estimated(tests.noise()));
    }

    private Report incoherence() {
        Incoherence incoherence = Incoherence.of(atoms);
        double others = Math.max(1, sparsity()) * incoherence.coherence() * a2();
        return estimated(Report.on(
                                "estimate: other atoms disturb a unit by less than half the least value",
                                Reference.corrected("NWH19", "Theorem 3 (i), (iii)"))
                        .claiming(new Bound("a2 k mu / sqrt(n)", others, Relation.BELOW, a1() / 2)))
                .with("mu", incoherence.mu())
                .witnessedBy("units " + incoherence.first() + " and " + incoherence.second());
    }

    private Report consistency() {
        int k = Math.min(Math.max(1, sparsity()), autoencoder.units() - 1);
        boolean relu = autoencoder.activation().equals(Activation.relu());
        double least = Math.max(a1(), Double.MIN_NORMAL);
        double greatest = Math.max(a2(), least);
        CodeSet codes =
                signed() && !relu ? CodeSet.signed(k, least, greatest) : CodeSet.nonNegative(k, least, greatest);
        double failure = 1.0 / (1 + statistics.samples());
        double bound =
                noise() > 0 ? NoiseTail.of(autoencoder.weights(), noise()).bound(failure) : 0;
        ConsistencyCertificate certificate = ConsistencyCertificate.of(autoencoder, atoms, codes, bound);
        int binding = certificate.bindingUnit();
        return estimated(Report.on(
                                "estimate: every code is recovered if the weights have the directions of the dictionary",
                                Reference.corrected("NWH19", "Theorem 3"))
                        .claiming(Bound.rounded(
                                "margin of the binding unit",
                                certificate.margin(binding),
                                Relation.ABOVE,
                                0,
                                certificate.rounding(binding))))
                .with("noiseBound", bound)
                .witnessedBy("unit " + binding);
    }

    private Report estimated(Report report) {
        return report.with("samples", statistics.samples())
                .with("unusableSamples", (double) statistics.skipped())
                .with("k", meanSparsity())
                .with("a1", a1())
                .with("a2", a2())
                .with("sigma", noise());
    }

    @Override
    public String toString() {
        return "ModelDiagnosis[k=" + meanSparsity() + ", a1=" + a1() + ", a2=" + a2() + ", sigma=" + noise() + "]";
    }
}
