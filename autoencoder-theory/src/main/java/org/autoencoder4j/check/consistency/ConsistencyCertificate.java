package org.autoencoder4j.check.consistency;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.closeness.Matching;
import org.autoencoder4j.check.closeness.SignFlips;
import org.autoencoder4j.check.closeness.internal.Alignment;
import org.autoencoder4j.check.closeness.internal.ColumnMatch;
import org.autoencoder4j.check.internal.HeapColumns;
import org.autoencoder4j.check.internal.PaperActivation;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.HardThreshold;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Whether an autoencoder recovers the support and the signs of <em>every</em> code of a set, exactly and without hidden
 * constants. Unit i stands for atom i.
 *
 * <p>With {@code G = W^T A}, noise bounded by {@code |<W_i, eta>| <= nu} and {@code z_i = sum_j G_ij x_j + <W_i, eta> +
 * b_i}, the extremes of z_i over the set are sums of the k largest or least terms of a row of G. For k values in
 * [a1, a2], all sums over j other than i:
 * <ul>
 *   <li>off the support, {@code z_i <= b_i + nu + (sum of the k largest of max(a1 G_ij, a2 G_ij))};
 *   <li>on the support, {@code z_i >= b_i - nu + min(a1 G_ii, a2 G_ii) + (sum of the k - 1 least of min(a1 G_ij,
 *       a2 G_ij))}.
 * </ul>
 * For supports of at most k units only terms of the right sign are taken; for values of both signs the terms are
 * {@code a2 |G_ij|}. All are attained, by the {@link WorstCode}s. Every code is recovered if and only if for each unit
 * <ul>
 *   <li>ReLU: the greatest z_i off the support is at most 0 and the least on it is above 0;
 *   <li>hard threshold: the greatest {@code |z_i|} off the support is below lambda and the least {@code z_i sgn(x_i)} on
 *       it is at least lambda.
 * </ul>
 *
 * <p>Sums are rounded: a margin below {@code (n + k + 4) 2^-52 (a2 k ||W_i|| max_j ||A_j|| + |b_i| + nu + lambda)}, which
 * bounds the rounding of all sums of unit i, says nothing, and is {@code INCONCLUSIVE}. Immutable; threads may share it.
 *
 * @paper NWH19 Theorem 3, in place of its bias windows
 */
public final class ConsistencyCertificate {
    private final HeapColumns weights;
    private final HeapColumns atoms;
    private final double[] bias;
    private final Activation activation;
    private final CodeSet codes;
    private final double noise;
    private final double longestAtom;
    private final WorstCases worstCases;
    private final Interval[] separations;
    private final Interval[] biasWindows;

    private ConsistencyCertificate(TiedAutoencoder autoencoder, INDArray dictionary, CodeSet codes, double noise) {
        this(
                HeapColumns.of("weights", autoencoder.weights()),
                HeapColumns.of("dictionary", dictionary),
                autoencoder.bias().castTo(DataType.DOUBLE).toDoubleVector(),
                autoencoder.activation(),
                codes,
                noise);
    }

    /** The certificate of another's weights and biases after they are aligned. */
    private ConsistencyCertificate(ConsistencyCertificate other, ColumnMatch match) {
        this(
                match.align(other.weights),
                other.atoms,
                match.align(other.bias),
                other.activation,
                other.codes,
                other.noise);
    }

    private ConsistencyCertificate(
            HeapColumns weights, HeapColumns atoms, double[] bias, Activation activation, CodeSet codes, double noise) {
        this.weights = weights;
        this.atoms = atoms;
        this.bias = bias;
        this.activation = activation;
        this.codes = codes;
        this.noise = noise;
        this.worstCases = new WorstCases(codes);
        this.longestAtom =
                IntStream.range(0, atoms.count()).mapToDouble(atoms::norm).max().orElseThrow();
        this.separations = new Interval[bias.length];
        this.biasWindows = new Interval[bias.length];
        try (Work work = Work.begin("certificate: units", bias.length)) {
            for (int from = 0; from < bias.length; from += HeapColumns.BLOCK) {
                int to = Math.min(bias.length, from + HeapColumns.BLOCK);
                double[][] products = weights.products(from, to, atoms, 0);
                for (int i = from; i < to; i++) {
                    measure(i, products[i - from]);
                    work.advance(1);
                }
            }
        }
    }

    /**
     * Measures an autoencoder. Cost: {@code 2 n m^2 + O(m^2 log k)} operations, products in blocks of 256 units; memory
     * for copies of both matrices and for {@code 256 m} products.
     *
     * @param autoencoder the autoencoder, with one unit for each atom, in the atoms' order and sign ({@link
     *     Matching#align} brings weights and biases there)
     * @param dictionary A, {@code n x m} with finite entries, of the autoencoder's type
     * @param codes the codes, with k from 1 to m - 1; values of both signs only with a hard threshold, since a ReLU
     *     never gives a negative code
     * @param noiseBound nu, a bound on all {@code |<W_i, eta>|}, at least 0; {@link NoiseTail#bound} gives one
     * @return the certificate
     * @throws IllegalArgumentException if shapes, types or numbers are not as described, or a hard threshold is 0
     */
    public static ConsistencyCertificate of(
            TiedAutoencoder autoencoder, INDArray dictionary, CodeSet codes, double noiseBound) {
        Checks.matrix(
                "dictionary", dictionary, autoencoder.features(), autoencoder.units(), "the shape of the weights");
        Checks.sameType("dictionary", dictionary.dataType(), "weights", autoencoder.dataType());
        Checks.finite("bias", autoencoder.bias());
        Checks.between("sparsity", codes.sparsity(), 1, autoencoder.units() - 1L);
        Checks.nonNegative("noiseBound", noiseBound);
        PaperActivation.require(autoencoder.activation());
        if (autoencoder.activation() instanceof HardThreshold threshold) {
            Checks.positive("lambda", threshold.lambda());
        } else if (codes.takesBothSigns()) {
            throw new IllegalArgumentException(
                    "codes take both signs and the activation is ReLU, which gives no negative code; use a hard"
                            + " threshold");
        }
        return new ConsistencyCertificate(autoencoder, dictionary, codes, noiseBound);
    }

    private void measure(int unit, double[] products) {
        double greatestOff = worstCases.off(products, unit, 1) + noise;
        double leastOff = worstCases.off(products, unit, -1) - noise;
        double leastOn = worstCases.on(products, unit) - noise;
        double b = bias[unit];
        if (activation instanceof HardThreshold threshold) {
            double lambda = threshold.lambda();
            separations[unit] = new Interval(
                    Math.max(greatestOff + b, -(leastOff + b)), leastOn + (codes.takesBothSigns() ? -Math.abs(b) : b));
            biasWindows[unit] = codes.takesBothSigns()
                    ? symmetric(Math.min(leastOn - lambda, lambda - greatestOff))
                    : new Interval(Math.max(lambda - leastOn, -lambda - leastOff), lambda - greatestOff);
        } else {
            separations[unit] = new Interval(greatestOff + b, leastOn + b);
            biasWindows[unit] = new Interval(-leastOn, -greatestOff);
        }
    }

    private static Interval symmetric(double halfWidth) {
        return new Interval(-halfWidth, halfWidth);
    }

    /**
     * Returns the number of units.
     *
     * @return m
     */
    public int units() {
        return bias.length;
    }

    /**
     * Returns the biases at which a unit never fails. If low is above high there is none. ReLU: {@code low < b_i <=
     * high}. Hard threshold: {@code low < b_i < high}, and an end that comes from codes with i in their support belongs
     * to the window, too.
     *
     * @param unit i, from 0 to m - 1
     * @return the window, for the autoencoder's activation
     * @throws IllegalArgumentException if unit is outside its range
     */
    public Interval biasWindow(int unit) {
        return biasWindows[checked(unit)];
    }

    /**
     * Returns the biases that suit all units at once, for a constant bias.
     *
     * @return the greatest low and the least high of {@link #biasWindow}; empty if low is above high
     */
    public Interval commonBiasWindow() {
        return new Interval(biasWindows[bindingLow()].low(), biasWindows[bindingHigh()].high());
    }

    /** The unit with the greatest lower end of its bias window. */
    int bindingLow() {
        int binding = 0;
        for (int i = 1; i < units(); i++) {
            binding = biasWindows[i].low() > biasWindows[binding].low() ? i : binding;
        }
        return binding;
    }

    /** The unit with the least upper end of its bias window. */
    int bindingHigh() {
        int binding = 0;
        for (int i = 1; i < units(); i++) {
            binding = biasWindows[i].high() < biasWindows[binding].high() ? i : binding;
        }
        return binding;
    }

    /**
     * Returns the greatest pre-activation off the support (hard threshold: its magnitude) and the least one on the
     * support (for codes of both signs: times the sign of x_i), at the actual bias. A hard threshold lambda suits the
     * unit if and only if {@code low < lambda <= high}; a ReLU does if and only if {@code low <= 0 < high}.
     *
     * @param unit i, from 0 to m - 1
     * @return the two pre-activations as low and high; low may be above high
     * @throws IllegalArgumentException if unit is outside its range
     */
    public Interval separation(int unit) {
        return separations[checked(unit)];
    }

    /**
     * Tells how far the actual bias is inside the unit's window, which is also how far its pre-activations keep from
     * failing.
     *
     * @param unit i, from 0 to m - 1
     * @return {@code min(b_i - low, high - b_i)}; negative outside
     * @throws IllegalArgumentException if unit is outside its range
     */
    public double margin(int unit) {
        return Math.min(slackOn(checked(unit)), slackOff(unit));
    }

    private double slackOn(int unit) {
        return separations[unit].high() - level();
    }

    private double slackOff(int unit) {
        return level() - separations[unit].low();
    }

    private double level() {
        return activation instanceof HardThreshold threshold ? threshold.lambda() : 0;
    }

    /**
     * Returns a bound on what rounding changes in the margin of a unit: a margin that is no greater says nothing.
     *
     * @param unit i
     * @return {@code (n + k + 4) 2^-52 (a2 k ||W_i|| max_j ||A_j|| + |b_i| + nu + lambda)}
     */
    public double rounding(int unit) {
        double scale = codes.a2() * codes.sparsity() * weights.norm(unit) * longestAtom
                + Math.abs(bias[unit])
                + noise
                + level();
        return (weights.length() + codes.sparsity() + 4) * Math.ulp(1.0) * scale;
    }

    /**
     * Returns the unit of the least margin.
     *
     * @return the first such unit
     */
    public int bindingUnit() {
        int binding = 0;
        for (int i = 1; i < units(); i++) {
            binding = margin(i) < margin(binding) ? i : binding;
        }
        return binding;
    }

    /**
     * Returns the worst code without the unit in its support. Cost: {@code 2 n m}.
     *
     * @param unit i, from 0 to m - 1
     * @return the code at which {@link #separation}'s low is attained
     * @throws IllegalArgumentException if unit is outside its range
     */
    public WorstCode worstOffSupport(int unit) {
        return worstOffSupport(unit, bias[checked(unit)]);
    }

    WorstCode worstOffSupport(int unit, double b) {
        double[] products = products(unit);
        WorstCode highest = worstCases.codeOff(products, unit, 1, b, noise);
        WorstCode lowest = worstCases.codeOff(products, unit, -1, b, noise);
        boolean magnitude = activation instanceof HardThreshold;
        return magnitude && -lowest.preActivation() > highest.preActivation() ? lowest : highest;
    }

    /**
     * Returns the worst code with the unit in its support. Cost: {@code 2 n m}.
     *
     * @param unit i, from 0 to m - 1
     * @return the code at which {@link #separation}'s high is attained
     * @throws IllegalArgumentException if unit is outside its range
     */
    public WorstCode worstOnSupport(int unit) {
        return worstOnSupport(unit, bias[checked(unit)]);
    }

    WorstCode worstOnSupport(int unit, double b) {
        int sign = codes.takesBothSigns() && b > 0 ? -1 : 1;
        return worstCases.codeOn(products(unit), unit, sign, b, noise);
    }

    private double[] products(int unit) {
        double[] products = new double[units()];
        Arrays.setAll(products, j -> weights.product(unit, atoms, j));
        return products;
    }

    private int checked(int unit) {
        Checks.between("unit", unit, 0, units() - 1L);
        return unit;
    }

    /**
     * Reports whether every code of the set is recovered. The claims are about the two units with the least slack off
     * and on the support, and the witness is the worse one's code: a code that fails, if the verdict is {@code FAILS}.
     * Weights that do not hold in the order and sign in which they stand may do so in another: then the report has
     * {@code deltaIfAligned} and {@code marginIfAligned}, those after {@link Matching#align}. Cost of that: a matching and
     * a certificate.
     *
     * @return the report
     */
    public Report report() {
        int off = 0;
        int on = 0;
        int windows = 0;
        for (int i = 0; i < units(); i++) {
            off = slackOff(i) < slackOff(off) ? i : off;
            on = slackOn(i) < slackOn(on) ? i : on;
            windows += biasWindows[i].low() < biasWindows[i].high() ? 1 : 0;
        }
        Interval common = commonBiasWindow();
        Report report = Report.on(
                        "every code of " + codes + " has its support and signs recovered",
                        Reference.corrected("NWH19", "Theorem 3"))
                .claiming(claimOff(off))
                .claiming(claimOn(on))
                .with("margin", margin(bindingUnit()))
                .with("bindingUnit", bindingUnit())
                .with("noiseBound", noise)
                .with("unitsWithAWindow", windows)
                .with("commonWindowLow", common.low())
                .with("commonWindowHigh", common.high())
                .witnessedBy((slackOff(off) <= slackOn(on) ? worstOffSupport(off) : worstOnSupport(on)).toString());
        if (report.verdict() == Verdict.HOLDS) {
            return report;
        }
        SignFlips flips = codes.takesBothSigns() ? SignFlips.ALLOWED : SignFlips.FORBIDDEN;
        Optional<Alignment> alignment = Alignment.of(weights, atoms, flips);
        return alignment.isEmpty() ? report : aligned(report, alignment.orElseThrow());
    }

    private Report aligned(Report report, Alignment alignment) {
        ConsistencyCertificate there = new ConsistencyCertificate(this, alignment.match());
        double margin = there.margin(there.bindingUnit());
        return alignment.hint(report.with("marginIfAligned", margin), " and the margin to " + margin);
    }

    private Bound claimOff(int unit) {
        return activation instanceof HardThreshold threshold
                ? Bound.rounded(
                        "greatest |z| off the support, of unit " + unit,
                        separations[unit].low(),
                        Relation.BELOW,
                        threshold.lambda(),
                        rounding(unit))
                : Bound.rounded(
                        "bias of unit " + unit, bias[unit], Relation.AT_MOST, biasWindows[unit].high(), rounding(unit));
    }

    private Bound claimOn(int unit) {
        return activation instanceof HardThreshold threshold
                ? Bound.rounded(
                        "least |z| on the support, of unit " + unit,
                        separations[unit].high(),
                        Relation.AT_LEAST,
                        threshold.lambda(),
                        rounding(unit))
                : Bound.rounded(
                        "bias of unit " + unit, bias[unit], Relation.ABOVE, biasWindows[unit].low(), rounding(unit));
    }

    @Override
    public String toString() {
        return "ConsistencyCertificate[" + codes + ", margin=" + margin(bindingUnit()) + ", unit=" + bindingUnit()
                + "]";
    }
}
