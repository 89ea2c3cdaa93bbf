package org.autoencoder4j.check.consistency;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.closeness.Matching;
import org.autoencoder4j.check.closeness.SignFlips;
import org.autoencoder4j.check.closeness.internal.Alignment;
import org.autoencoder4j.check.internal.HeapColumns;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.HardThreshold;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Theorem 3 on given matrices: its hypotheses with measured numbers, its bias windows and thresholds, and whether what
 * it concludes is true there. The conclusions of (ii) and (iii) are held against the exact worst case of a
 * {@link ConsistencyCertificate}; that of (i), which is about random codes, against the tail of the codes' law.
 *
 * <p>Where a report does not hold and the columns stand in another order or sign than the atoms, it says by
 * {@code deltaIfAligned} and its witness how near {@link Matching#align} would bring them. Immutable; threads may share
 * it.
 *
 * @paper NWH19 Theorem 3
 */
public final class TheoremThree {
    private static final double UNIT_TOLERANCE = 1e-6;
    private static final double ROUNDING = 1e-12;

    private final INDArray weights;
    private final INDArray dictionary;
    private final InnerProducts products;
    private final CodeSet codes;
    private final double noise;

    private TheoremThree(INDArray weights, INDArray dictionary, CodeSet codes, double noise) {
        this.weights = weights;
        this.dictionary = dictionary;
        this.codes = codes;
        this.noise = noise;
        this.products = InnerProducts.of(weights, dictionary, codes.sparsity());
    }

    /**
     * Measures weights whose column i stands for atom i. Cost: that of {@link InnerProducts#of}; each report adds at most
     * that of {@link ConsistencyCertificate#of}.
     *
     * @param weights W, {@code n x m} with finite entries; not to be changed afterwards
     * @param dictionary A, {@code n x m} with finite entries, of the weights' type; not to be changed afterwards
     * @param codes the codes, with k from 1 to m - 1
     * @param noiseBound nu, a bound on all {@code |<W_i, eta>|}, at least 0
     * @return the theorem's numbers
     * @throws IllegalArgumentException if shapes, types or numbers are not as described
     */
    public static TheoremThree of(INDArray weights, INDArray dictionary, CodeSet codes, double noiseBound) {
        return new TheoremThree(weights, dictionary, codes, Checks.nonNegative("noiseBound", noiseBound));
    }

    /**
     * Returns the inner products that the theorem rests on, with delta and the incoherence.
     *
     * @return the inner products
     */
    public InnerProducts products() {
        return products;
    }

    /**
     * Returns a closed-form bias window at the measured closeness and coherence.
     *
     * @param formula the formula
     * @return the window; empty if low is above high
     */
    public Interval window(WindowFormula formula) {
        return formula.window(products.delta(), coherence(), codes, noise);
    }

    /**
     * Reports whether every bias in a closed-form window recovers every code with ReLU units, by comparing it with the
     * exact window that suits all units: an end that fails is too weak here. Conditions: unit columns; a window that is
     * not empty; for all formulas but {@link WindowFormula#GERSHGORIN} the theorem's {@code mu <= delta sqrt(n) / k}; and
     * for the printed ones what is printed beside it, {@code delta = O(1 / log n)}, {@code k = O(1 / delta^2)} and
     * {@code sigma = O(1 / sqrt(n))}, with hidden constants taken as 1 and sigma as {@code nu / log n} (Claim 2). The
     * exact window takes the noise bound into account; the printed ones were not made for any. A claim allows
     * {@code 1e-12 a2 k} for rounding, since a formula may meet the exact window in an end.
     *
     * @param formula the formula
     * @return the report; the witness is the code that comes closest to failing at an end
     * @throws IllegalArgumentException if the codes take both signs
     * @paper NWH19 Theorem 3 (ii)
     */
    public Report reluWindow(WindowFormula formula) {
        Interval window = window(formula);
        ConsistencyCertificate exact = ConsistencyCertificate.of(
                TiedAutoencoder.withoutBias(weights, Activation.relu()), dictionary, codes, noise);
        Interval common = exact.commonBiasWindow();
        boolean highIsWorse = common.high() - window.high() <= window.low() - common.low();
        boolean printed = formula.reference().form() == Reference.Form.AS_PRINTED;
        Report report = unit(Report.on(
                        "every bias in the window recovers every code"
                                + (printed ? ", hidden constants taken as 1" : ""),
                        formula.reference()))
                .requiring(new Bound("low end of the window", window.low(), Relation.BELOW, window.high()));
        if (formula != WindowFormula.GERSHGORIN) {
            report = report.requiring(new Bound(
                    "mu",
                    products.incoherence().mu(),
                    Relation.AT_MOST,
                    products.delta() * Math.sqrt(features()) / codes.sparsity()));
        }
        if (printed) {
            report = printedHypotheses(report, 1)
                    .requiring(new Bound("k", codes.sparsity(), Relation.AT_MOST, 1 / Math.pow(products.delta(), 2)));
        }
        double rounding = ROUNDING * codes.a2() * codes.sparsity();
        return hinted(report.claiming(
                        Bound.exact("low end of the window", window.low(), Relation.AT_LEAST, common.low() - rounding))
                .claiming(Bound.exact(
                        "high end of the window", window.high(), Relation.AT_MOST, common.high() + rounding))
                .with("delta", products.delta())
                .with("lowSlack", window.low() - common.low())
                .with("highSlack", common.high() - window.high())
                .witnessedBy((highIsWorse
                                ? exact.worstOffSupport(exact.bindingHigh(), window.high())
                                : exact.worstOnSupport(exact.bindingLow(), window.low()))
                        .toString()));
    }

    /**
     * Reports whether the hard threshold {@code a1 / 2} without bias recovers every code. Conditions: unit columns, and
     * with the radii of {@link WindowFormula#GERSHGORIN}, noise included,
     *
     * <p>{@code a2 (delta sqrt(k (1 + (k-1) c)) + k c) + nu < a1 / 2} and {@code (1 - delta^2/2) a1 - a2 (delta
     * sqrt((k-1)(1 + (k-2) c)) + (k-1) c) - nu >= a1 / 2}.
     *
     * <p>The conditions bound what the certificate measures, so the report never {@code FAILS}; codes may be recovered
     * where it is {@code NOT_APPLICABLE}, which {@link ConsistencyCertificate#report} tells.
     *
     * @return the report; its claims are those of {@link ConsistencyCertificate#report}
     * @paper NWH19 Theorem 3 (iii), with its constants; "threshold 1/2" is a misprint for a1/2
     */
    public Report fixedThreshold() {
        double lambda = codes.a1() / 2;
        Interval window = window(WindowFormula.GERSHGORIN);
        Report exact = ConsistencyCertificate.of(
                        TiedAutoencoder.withoutBias(weights, new HardThreshold(lambda)), dictionary, codes, noise)
                .report();
        Report report = unit(Report.on(
                        "the hard threshold a1 / 2 recovers every code",
                        Reference.corrected("NWH19", "Theorem 3 (iii)")))
                .requiring(new Bound("bound on |z| off the support", -window.high(), Relation.BELOW, lambda))
                .requiring(new Bound("bound on |z| on the support", -window.low(), Relation.AT_LEAST, lambda))
                .with("delta", products.delta())
                .witnessedBy(exact.witness().orElseThrow());
        for (Bound bound : exact.bounds()) {
            report = report.claiming(bound);
        }
        return hinted(report);
    }

    /**
     * Reports whether the hard threshold {@code a1 / 2} without bias recovers random codes of independent signs with a
     * stated probability. Conditions: unit columns and, with a constant C in the place of the hidden ones,
     *
     * <p>{@code delta <= C / log n}, {@code sigma <= C / sqrt(n)}, {@code mu <= C sqrt(n) / log(n)^2}, {@code k <= C n /
     * log n}, where sigma is taken as {@code nu / log n} (Claim 2).
     *
     * <p>These are all that print asks for, and they are not enough. {@link Reference.Form#CORRECTED} asks also for
     * {@code k <= C sqrt(n) / (mu log n)}, and for a {@link #failureBound} that allows the probability.
     *
     * @param form whether to check the theorem as printed or corrected
     * @param constant C, above 0
     * @param consistent how many drawn samples were recovered ({@link CodeConsistency#consistent}) by the weights with
     *     that threshold
     * @param probability the probability of the claim, between 0 and 1
     * @return the report
     * @throws IllegalArgumentException if a number is outside its range, or the codes do not take both signs
     * @paper NWH19 Theorem 3 (i)
     */
    public Report randomSigns(Reference.Form form, double constant, Proportion consistent, double probability) {
        return randomSigns(form, constant, failureBound(), consistent, probability);
    }

    /**
     * Reports the same, corrected, of values that need not be bounded: random signs and magnitudes of a sub-Gaussian law in
     * the place of a2, and with {@link #failureBound(ValueLaw)}. Of the codes of this theorem k, the size of supports and
     * a1 count, which sets the threshold; a2 plays no part.
     *
     * @param constant C, above 0
     * @param values the law of the values, of mean 0
     * @param consistent how many drawn samples were recovered
     * @param probability the probability of the claim, between 0 and 1
     * @return the report
     * @throws IllegalArgumentException if a number is outside its range, or the codes or values do not take both signs
     * @throws org.autoencoder4j.model.law.UnstatedConstantException if the law is not sub-Gaussian or does not say how
     *     often values are below a1
     * @paper NWH19 Theorem 3 (i), with a sub-Gaussian parameter for a2
     */
    public Report randomSigns(double constant, ValueLaw values, Proportion consistent, double probability) {
        return randomSigns(Reference.Form.CORRECTED, constant, failureBound(values), consistent, probability)
                .with("subGaussian", values.subGaussian())
                .with("probabilityBelowA1", values.probabilityBelow(codes.a1()));
    }

    private Report randomSigns(
            Reference.Form form, double constant, double failureBound, Proportion consistent, double probability) {
        Checks.positive("constant", constant);
        Checks.between("probability", probability, 0, 1);
        double log = Math.log(features());
        double root = Math.sqrt(features());
        double mu = products.incoherence().mu();
        Report report = unit(Report.on(
                "the hard threshold a1 / 2 recovers codes of random signs with high probability, hidden constants"
                        + " taken as " + constant,
                new Reference("NWH19", "Theorem 3 (i)", form)));
        report = printedHypotheses(report, constant)
                .requiring(new Bound("mu", mu, Relation.AT_MOST, constant * root / (log * log)))
                .requiring(new Bound("k", codes.sparsity(), Relation.AT_MOST, constant * features() / log));
        if (form == Reference.Form.CORRECTED) {
            report = report.requiring(new Bound(
                            "k of the product condition",
                            codes.sparsity(),
                            Relation.AT_MOST,
                            constant * root / (mu * log)))
                    .requiring(new Bound("bound on failures", failureBound, Relation.AT_MOST, 1 - probability));
        }
        return hinted(report.claiming(consistent.bound("rate of consistent samples", Relation.AT_LEAST, probability))
                .with("failureBound", failureBound)
                .with("constantOfTheProduct", codes.sparsity() * mu * log / root));
    }

    /** What all parts of the theorem print, with a constant in the place of the hidden ones. */
    private Report printedHypotheses(Report report, double constant) {
        double log = Math.log(features());
        return report.requiring(new Bound("delta", products.delta(), Relation.AT_MOST, constant / log))
                .requiring(new Bound(
                        "sigma, as nu / log n", noise / log, Relation.AT_MOST, constant / Math.sqrt(features())));
    }

    /**
     * Bounds the probability that the hard threshold {@code a1 / 2} without bias fails on a code of independent random
     * signs, whatever its support and magnitudes, by Hoeffding's inequality: with V the greatest sum of k squared
     * products ({@link InnerProducts#greatestSum}) and noise at most nu,
     *
     * <p>{@code 2 (m - k) exp(-(a1/2 - nu)^2 / (2 a2^2 V)) + k exp(-((1 - delta^2/2) a1 - a1/2 - nu)^2 / (2 a2^2 V))},
     *
     * <p>at most 1, and 1 if one of the two distances is not above 0. If supports may be smaller than k, as many as
     * {@code m - 1} units are off a support that is not empty, and the first factor is {@code 2 (m - 1)}. On the empty
     * one nothing fails: the noise alone is below the threshold.
     *
     * @return the bound
     * @throws IllegalArgumentException if the codes do not take both signs
     */
    public double failureBound() {
        requireBothSigns();
        return failureBound(codes.a2(), 0);
    }

    /**
     * Bounds the same probability for codes whose values, given their support, are independent of a law of both signs that is
     * sub-Gaussian with parameter s, bounded or not:
     *
     * <p>{@code 2 (m - k) exp(-(a1/2 - nu)^2 / (2 s^2 V)) + k exp(-((1 - delta^2/2) a1 - a1/2 - nu)^2 / (2 s^2 V)) + k
     * P(|x| < a1)}.
     *
     * <p>A sum of independent values with factors c is sub-Gaussian with parameter {@code s ||c||}, whatever the
     * magnitudes; and a unit whose own value is below a1 may be lost, which the last term allows. The codes' a2 plays no
     * part.
     *
     * @param values the law of the values, of mean 0
     * @return the bound
     * @throws IllegalArgumentException if the codes or the values do not take both signs, or the mean is not 0
     * @throws org.autoencoder4j.model.law.UnstatedConstantException if the law is not sub-Gaussian or does not say how
     *     often values are below a1
     */
    public double failureBound(ValueLaw values) {
        requireBothSigns();
        if (!values.signed() || values.kappa1() != 0) {
            throw new IllegalArgumentException(
                    "values = " + values + "; Theorem 3 (i) is about values of both signs and mean 0");
        }
        return failureBound(values.subGaussian(), values.probabilityBelow(codes.a1()));
    }

    private double failureBound(double parameter, double below) {
        double delta = products.delta();
        double off = codes.a1() / 2 - noise;
        double on = (1 - delta * delta / 2) * codes.a1() - codes.a1() / 2 - noise;
        int k = codes.sparsity();
        int silent = weights.columns() - (codes.size() == SupportSize.EXACTLY ? k : 1);
        return off > 0 && on > 0
                ? Math.min(1, 2 * silent * tail(off, parameter) + k * (tail(on, parameter) + below))
                : 1;
    }

    private double tail(double distance, double parameter) {
        double radius = parameter * Math.sqrt(2 * products.greatestSum());
        return radius == 0 ? 0 : Math.exp(-Math.pow(distance / radius, 2));
    }

    private void requireBothSigns() {
        if (!codes.takesBothSigns()) {
            throw new IllegalArgumentException(
                    "codes are of " + codes + "; Theorem 3 (i) is about codes of both signs");
        }
    }

    /** Says of weights in another order or sign than the atoms how near a matching would bring them. */
    private Report hinted(Report report) {
        SignFlips flips = codes.takesBothSigns() ? SignFlips.ALLOWED : SignFlips.FORBIDDEN;
        return report.verdict() == Verdict.HOLDS
                ? report
                : Alignment.of(HeapColumns.of("weights", weights), HeapColumns.of("dictionary", dictionary), flips)
                        .map(alignment -> alignment.hint(report, ""))
                        .orElse(report);
    }

    private Report unit(Report report) {
        return report.requiring(new Bound(
                "greatest deviation of a length from 1", products.normDeviation(), Relation.AT_MOST, UNIT_TOLERANCE));
    }

    private int features() {
        return weights.rows();
    }

    private double coherence() {
        return products.incoherence().coherence();
    }

    @Override
    public String toString() {
        return "TheoremThree[" + codes + ", " + products + "]";
    }
}
