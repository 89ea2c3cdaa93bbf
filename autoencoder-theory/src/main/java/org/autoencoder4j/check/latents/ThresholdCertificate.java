package org.autoencoder4j.check.latents;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.latents.internal.FiringRule;
import org.autoencoder4j.check.latents.internal.RowExtremes;
import org.autoencoder4j.check.latents.internal.UnitMeasure;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;

/**
 * Whether a sparse autoencoder with ReLU, JumpReLU or a hard threshold finds the support of <em>every</em> code of a set,
 * exactly, unit by unit.
 *
 * <p>With {@link EncodedDictionary}'s G and beta, {@code up_ij} and {@code dn_ij} the greatest and the least of {@code G_ij
 * x_j} over the values of atom j, and {@code |<E_i, eta>| <= nu_i},
 *
 * <pre>
 *   T_i = sum of the k largest up_ij, j != i        B_i = sum of the k least dn_ij, j != i
 *   L_i = dn_ii + sum of the k - 1 least dn_ij, j != i
 * </pre>
 *
 * <p>(for supports of at most k atoms only terms above 0 are taken in T and only terms below 0 in B and L). All codes are
 * found, whatever the noise, if and only if for each unit
 * <ul>
 *   <li>ReLU, JumpReLU, {@code t_i = max(theta_i, 0)}: {@code beta_i + T_i + nu_i <= t_i} and {@code beta_i + L_i - nu_i >
 *       t_i};
 *   <li>hard threshold: {@code beta_i + T_i + nu_i < lambda}, {@code beta_i + B_i - nu_i > -lambda} and {@code beta_i + L_i -
 *       nu_i >= lambda}.
 * </ul>
 *
 * <p>A margin within {@link LatentUnit#rounding} of 0 says nothing. With u = {@code 2^-52} for an autoencoder in DOUBLE and
 * {@code 2^-23} in FLOAT it is {@code (n + k + 8) u (||E_i|| (k max x max ||A_j|| + ||c|| + s ||b_dec||) + |beta_i| + |b_enc_i| + nu_i
 * + t_i)}, which bounds what a sample that is rounded to that type, and {@code encode} in it, change: so a unit that holds is right in
 * the autoencoder's own arithmetic, and one that fails is wrong in it. "Found" means that the units which fire are those of the
 * support, with positive codes. Immutable; threads may share it.
 *
 * @paper beyond NWH19 Theorem 3: docs/CERTIFICATES.md (C1.1)
 */
public final class ThresholdCertificate {
    /** The curve over k goes at least so far: more terms of each row would hardly ever be looked at. */
    private static final int CURVE = 64;

    /** Bounds that fail come first, the surest first, and then those that are the nearest to failing. */
    private static final Comparator<Bound> RANK = Comparator.comparing(
                    (Bound bound) -> bound.verdict() != Verdict.FAILS)
            .thenComparingDouble(bound -> bound.verdict() == Verdict.FAILS ? bound.high() : bound.low());

    private final LatentCodes codes;
    private final LatentNoise noise;
    private final WorstCodes worst;
    private final FiringRule rule;
    private final int depth;
    private final LatentUnit[] units;
    private final UnitMeasure measure;

    private ThresholdCertificate(EncodedDictionary encoded, LatentCodes codes, LatentNoise noise, FiringRule rule) {
        this.codes = codes;
        this.noise = noise;
        this.worst = new WorstCodes(encoded, codes);
        this.rule = rule;
        this.depth = Math.min(encoded.units() - 1, Math.max(CURVE, codes.sparsity()));
        this.units = new LatentUnit[encoded.units()];
        this.measure = new UnitMeasure(encoded.products(), codes, noise, rule);
        encoded.products().forEachRow("certificate", () -> {
            RowExtremes row = new RowExtremes(codes, depth);
            return (unit, products) -> units[unit] = measure.of(unit, row.read(unit, products), depth);
        });
    }

    /**
     * Measures an autoencoder. Cost: {@code 2 n m^2} operations, products in blocks of 256 units, and for each row {@code O(m)} and
     * {@code O(k)} for each of its terms that is among the {@code max(k, 64)} extreme ones when it comes, of m in a random order some
     * {@code k log(m / k)}; on all processors. Memory for {@code 256 m} products.
     *
     * @param encoded the autoencoder's encoder against a dictionary
     * @param codes the codes, of as many atoms
     * @param noise the noise
     * @return the certificate
     * @throws IllegalArgumentException if the number of atoms differs, the activation is TopK, or a hard threshold is 0
     */
    public static ThresholdCertificate of(EncodedDictionary encoded, LatentCodes codes, LatentNoise noise) {
        requireAtoms(encoded, codes, noise);
        FiringRule rule = FiringRule.of(encoded.autoencoder().activation(), encoded.units());
        if (rule.twoSided()) {
            Checks.positive("lambda", rule.level(0));
        }
        return new ThresholdCertificate(encoded, codes, noise, rule);
    }

    static void requireAtoms(EncodedDictionary encoded, LatentCodes codes, LatentNoise noise) {
        if (codes.units() != encoded.units()) {
            throw new IllegalArgumentException("codes are of " + codes.units() + " atoms and the autoencoder has "
                    + encoded.units() + " latents; there must be one atom for each latent");
        }
        if (noise instanceof LatentNoise.Gaussian gaussian && gaussian.units() != encoded.units()) {
            throw new IllegalArgumentException("noise is bounded in " + gaussian.units()
                    + " units and the autoencoder has " + encoded.units() + " latents; make it with their number");
        }
    }

    /**
     * Returns what was found of a unit.
     *
     * @param unit i, from 0 to m - 1
     * @return its windows, margin and verdict
     * @throws IllegalArgumentException if unit is outside its range
     */
    public LatentUnit unit(int unit) {
        return units[checked(unit)];
    }

    private int checked(int unit) {
        return (int) Checks.between("unit", unit, 0, units.length - 1L);
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
     * Counts units.
     *
     * @param verdict what is said of them
     * @return of how many
     */
    public int count(Verdict verdict) {
        return (int) Arrays.stream(units).filter(u -> u.verdict() == verdict).count();
    }

    /**
     * Returns the curve of certified units: for codes of <em>at most</em> k atoms, whatever the certificate's own are.
     *
     * @return a number of units for each k from 1 to {@link #greatestSparsity}; it falls with k
     */
    public int[] certifiedUnits() {
        return IntStream.rangeClosed(1, depth)
                .map(k -> (int) Arrays.stream(units)
                        .filter(u -> u.largestSparsity() >= k)
                        .count())
                .toArray();
    }

    /**
     * Returns the greatest k of the curve.
     *
     * @return the greater of the codes' own k and 64, but at most m - 1
     */
    public int greatestSparsity() {
        return depth;
    }

    /**
     * Returns the unit of the least margin.
     *
     * @return the first such unit
     */
    public int bindingUnit() {
        int binding = 0;
        for (LatentUnit u : units) {
            binding = u.margin() < units[binding].margin() ? u.unit() : binding;
        }
        return binding;
    }

    /**
     * Returns the worst code without the unit's atom. Cost: {@code 2 n m}.
     *
     * @param unit i, from 0 to m - 1
     * @return the code and noise at which the greatest pre-activation is attained; of a hard threshold the greatest magnitude
     * @throws IllegalArgumentException if unit is outside its range
     */
    public LatentWitness worstOffSupport(int unit) {
        LatentUnit u = unit(unit);
        return rule.twoSided() && -u.leastOff() > u.greatestOff()
                ? worst.below(unit, measure.noiseOff(unit), u.leastOff())
                : worst.above(unit, codes.sparsity(), codes.size(), measure.noiseOff(unit), u.greatestOff());
    }

    /**
     * Returns the worst code with the unit's atom. Cost: {@code 2 n m}.
     *
     * @param unit i, from 0 to m - 1
     * @return the code and noise at which the least pre-activation is attained
     * @throws IllegalArgumentException if unit is outside its range
     */
    public LatentWitness worstOnSupport(int unit) {
        return worst.on(checked(unit), measure.noiseOn(unit), units[unit].leastOn());
    }

    /**
     * Reports whether the support of every code is found. The claims are about the units whose slack off and on the support is the
     * nearest to wrong, or most surely wrong, their rounding counted: if they hold, those of all units do. The witness is the worse
     * one's code: one that fails, if the verdict is {@code FAILS}.
     *
     * @return the report
     */
    public Report report() {
        int off = worst(this::offBound);
        int on = worst(this::onBound);
        boolean ofOff = RANK.compare(offBound(off), onBound(on)) <= 0;
        LatentWitness witness = ofOff ? worstOffSupport(off) : worstOnSupport(on);
        return Report.on(
                        "the support of every code of " + codes + " is found, with " + noise,
                        Reference.asPrinted("docs/CERTIFICATES.md", "(C1.1)"))
                .claiming(offBound(off))
                .claiming(onBound(on))
                .with("units", units.length)
                .with("certifiedUnits", count(Verdict.HOLDS))
                .with("failingUnits", count(Verdict.FAILS))
                .with("margin", units[bindingUnit()].margin())
                .with("bindingUnit", bindingUnit())
                .with("unitsWithAThreshold", unitsWithAThreshold())
                .with("largestSparsityOfAll", largestSparsity())
                .witnessedBy(witness.toString());
    }

    private int worst(IntFunction<Bound> bound) {
        return IntStream.range(0, units.length)
                .boxed()
                .min(Comparator.comparing(bound::apply, RANK))
                .orElseThrow();
    }

    private Bound offBound(int unit) {
        LatentUnit u = units[unit];
        return measure.offBound(rule.slackOff(unit, u.greatestOff(), u.leastOff()), u.rounding())
                .named("threshold minus greatest pre-activation off the support, unit " + unit);
    }

    private Bound onBound(int unit) {
        LatentUnit u = units[unit];
        return measure.onBound(rule.slackOn(unit, u.leastOn()), u.rounding())
                .named("least pre-activation on the support minus threshold, unit " + unit);
    }

    private int unitsWithAThreshold() {
        return (int) Arrays.stream(units)
                .filter(u -> u.thresholdWindow().low() < u.thresholdWindow().high())
                .count();
    }

    private int largestSparsity() {
        return Arrays.stream(units).mapToInt(LatentUnit::largestSparsity).min().orElseThrow();
    }

    @Override
    public String toString() {
        return "ThresholdCertificate[" + count(Verdict.HOLDS) + " of " + units.length + " units for " + codes + "]";
    }
}
