package org.autoencoder4j.check.latents;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.consistency.Interval;
import org.autoencoder4j.check.consistency.SupportSize;
import org.autoencoder4j.check.latents.internal.EncoderProducts;
import org.autoencoder4j.check.latents.internal.PairBounds;
import org.autoencoder4j.check.latents.internal.PairLedger;
import org.autoencoder4j.check.latents.internal.PairNoise;
import org.autoencoder4j.check.latents.internal.PairSearch;
import org.autoencoder4j.check.latents.internal.RowHeads;
import org.autoencoder4j.check.latents.internal.TopKConditions;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.sae.LatentActivation.TopK;

/**
 * Whether TopK keeps the support of <em>every</em> code of a set, however ties are broken.
 *
 * <p>For codes with atom i and without atom j the least of {@code z_i - z_j} is, with {@code D_l = G_il - G_jl} and c_l the
 * least of {@code D_l x_l} over the values of atom l,
 *
 * <pre>
 *   M_ij = beta_i - beta_j + c_i + (sum of the k - 1 least c_l, l not in {i, j}),
 * </pre>
 *
 * <p>and noise lowers it by {@code nu_ij = rho ||E_i - E_j||}, for normal noise by {@code nu_i + nu_j}. TopK of K keeps
 * <ul>
 *   <li>all codes of exactly K atoms if and only if {@code M_ij > nu_ij} for all {@code i != j}; with ReLU also {@code beta_i +
 *       L_i - nu_i > 0};
 *   <li>with ReLU, all codes of at most K atoms if and only if these hold (L for at most K) and {@code beta_i + T_i + nu_i <=
 *       0}, T for at most K - 1;
 *   <li>with ReLU, all codes of fewer than K atoms (exactly or at most k) if and only if the conditions of ReLU hold, {@link
 *       ThresholdCertificate};
 *   <li>never codes of fewer than K atoms without ReLU, as K units are kept, and never codes of more.
 * </ul>
 *
 * <p>"Kept" is said of units, with whatever codes: that K units are kept where fewer atoms are in the code makes the code wrong
 * unless those too many are 0, as they may be by chance. Of a TopK that counts by the lengths of the decoder's columns, E_i and b_enc_i
 * are those times the length of column i.
 *
 * <p>Margins of all pairs are bounded first, from below by the extremes of single rows and from above by the worst code of each
 * unit; then the undecided ones are computed, those of least bounds first, and at last those that may have the least margin, until
 * all is known or time is up. What is left is {@code INCONCLUSIVE}. Rounding is that of the autoencoder's own type as in {@link
 * ThresholdCertificate}: 4 times the greatest of all units is allowed for in every margin. Immutable;
 * threads may share it.
 *
 * @paper beyond NWH19 Theorem 3: docs/CERTIFICATES.md (C1.2)
 */
public final class TopKCertificate {
    private static final Interval NEVER = new Interval(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY);

    private static final Interval NOWHERE = new Interval(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

    /** A number of nanoseconds that a clock can be ahead. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final EncodedDictionary encoded;
    private final LatentCodes codes;
    private final LatentNoise noise;
    private final TopKConditions conditions;
    private final double radius;
    private final RowHeads heads;
    private final TopKUnit[] units;
    private final int[] rivals;
    private final Interval margin;
    private final long undecided;

    private TopKCertificate(
            EncodedDictionary encoded,
            LatentCodes codes,
            LatentNoise noise,
            TopKConditions conditions,
            Duration limit) {
        this.encoded = encoded;
        this.codes = codes;
        this.noise = noise;
        this.conditions = conditions;
        this.radius = radius(encoded, codes, noise);
        this.heads = RowHeads.of(encoded.products(), codes, noise, conditions);
        PairLedger ledger = new PairLedger(encoded.units());
        double possible = Double.POSITIVE_INFINITY;
        if (conditions.pairs()) {
            PairNoise pairNoise = new PairNoise(encoded.products(), noise);
            ledger = new PairBounds(encoded.products(), heads, pairNoise, radius).scan();
            Thread caller = Thread.currentThread();
            long end = System.nanoTime() + (limit.compareTo(LONGEST) > 0 ? LONGEST : limit).toNanos();
            possible = new PairSearch(
                            encoded.products(),
                            codes,
                            heads,
                            pairNoise,
                            radius,
                            ledger,
                            () -> System.nanoTime() - end >= 0 || caller.isInterrupted())
                    .run();
        }
        this.units = new TopKUnit[encoded.units()];
        this.rivals = new int[units.length];
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < units.length; i++) {
            units[i] = unit(i, ledger);
            rivals[i] = ledger.rival(i);
            least = Math.min(least, heads.slack(i));
        }
        this.undecided = ledger.pending();
        this.margin = conditions.impossible()
                ? NEVER
                : new Interval(Math.min(possible, least), Math.min(ledger.best(), least));
    }

    /** A bound on the rounding of a margin. */
    static double radius(EncodedDictionary encoded, LatentCodes codes, LatentNoise noise) {
        return 4
                * IntStream.range(0, encoded.units())
                        .mapToDouble(i -> encoded.products()
                                .rounding(
                                        i,
                                        codes.sparsity(),
                                        codes.greatest(),
                                        Math.abs(noise.bound(encoded.norm(i), 1))))
                        .max()
                        .orElseThrow();
    }

    static TopK topK(EncodedDictionary encoded) {
        if (!(encoded.autoencoder().activation() instanceof TopK top)) {
            throw new IllegalArgumentException("the activation is "
                    + encoded.autoencoder().activation() + "; it must be TopK: ThresholdCertificate is for the others");
        }
        return top;
    }

    /**
     * Measures an autoencoder. Cost: the bounds {@code 8 n m^2} operations, {@code 10 n m^2} with noise in a ball, and of
     * the search for extremes as in {@link ThresholdCertificate}; memory for {@code 4 * 256 m} products and {@code m k} numbers; then at most O(m), and for most dictionaries far less,
     * for each pair that they leave open, in the given time.
     *
     * @param encoded the encoder of a TopK autoencoder against a dictionary
     * @param codes the codes, of as many atoms
     * @param noise the noise
     * @param limit how long pairs may be computed exactly, at least 0; 0 gives the bounds alone. It does not limit the bounds
     * @return the certificate
     * @throws IllegalArgumentException if the number of atoms differs, the activation is not TopK, or limit is negative
     */
    public static TopKCertificate of(EncodedDictionary encoded, LatentCodes codes, LatentNoise noise, Duration limit) {
        ThresholdCertificate.requireAtoms(encoded, codes, noise);
        TopK top = topK(encoded);
        if (limit.isNegative()) {
            throw new IllegalArgumentException("limit = " + limit + " must be at least 0");
        }
        return new TopKCertificate(encoded, codes, noise, TopKConditions.of(top, codes), limit);
    }

    private TopKUnit unit(int i, PairLedger ledger) {
        if (conditions.impossible()) {
            return new TopKUnit(i, Verdict.FAILS, NEVER, 0, NOWHERE, NOWHERE);
        }
        double slack = heads.slack(i);
        double high = Math.min(slack, ledger.high(i));
        long open = ledger.pending(i);
        Verdict verdict = Verdict.HOLDS;
        if (high < -radius) {
            verdict = Verdict.FAILS;
        } else if (open > 0 || slack <= radius) {
            verdict = Verdict.INCONCLUSIVE;
        }
        return new TopKUnit(
                i,
                verdict,
                new Interval(Math.min(slack, ledger.low(i)), high),
                open,
                bias(i, ledger.low(i), ledger.lowOutside(i)),
                bias(i, ledger.high(i), ledger.highOutside(i)));
    }

    /** How far the bias of a unit can fall, and rise, before a pair or a sign is wrong. */
    private Interval bias(int i, double over, double under) {
        EncoderProducts products = encoded.products();
        double beta = products.bias(i);
        return new Interval(
                products.encoderBias(i, beta - Math.min(over, heads.slackOn(i))),
                products.encoderBias(i, beta + Math.min(under, heads.slackOff(i))));
    }

    /**
     * Returns what was found of a unit.
     *
     * @param unit i, from 0 to m - 1
     * @return its verdict and margin
     * @throws IllegalArgumentException if unit is outside its range
     */
    public TopKUnit unit(int unit) {
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
     * Counts units.
     *
     * @param verdict what is said of them
     * @return of how many
     */
    public int count(Verdict verdict) {
        return (int) Arrays.stream(units).filter(u -> u.verdict() == verdict).count();
    }

    /**
     * Returns between which numbers the least margin of all conditions lies.
     *
     * @return both ends are the same if it is known; negative infinity if no encoder is right
     */
    public Interval margin() {
        return margin;
    }

    /**
     * Counts pairs that are undecided: that the bounds leave open and time did not suffice for, or within rounding of 0.
     *
     * @return how many of {@code m (m - 1)}
     */
    public long undecidedPairs() {
        return undecided;
    }

    /**
     * Returns the code at which the least margin that was found is attained. Cost: as of {@link #witness(int)}.
     *
     * @return the witness of the unit of the least margin; empty if none was found
     */
    public Optional<CodeWitness> witness() {
        int least = 0;
        for (TopKUnit each : units) {
            least = each.margin().high() < units[least].margin().high() ? each.unit() : least;
        }
        return witness(least);
    }

    /**
     * Returns the worst code that was found for a unit: a {@link PairWitness} if another unit is the nearest to outrank it, and a
     * {@link LatentWitness} if its sign is nearer to wrong. Where no encoder is right it is a code that is missed, whatever the
     * unit does. Cost: {@code 4 n m}.
     *
     * @param unit i, from 0 to m - 1
     * @return the code at which the high end of its margin is attained, or a still lower one; empty if the bounds found none
     * @throws IllegalArgumentException if unit is outside its range
     */
    public Optional<CodeWitness> witness(int unit) {
        double high = unit(unit).margin().high();
        if (conditions.impossible()) {
            return Optional.of(missed(unit));
        }
        if (heads.slack(unit) <= high) {
            return Double.isInfinite(high) ? Optional.empty() : Optional.of(wrongSign(unit));
        }
        return Optional.of(PairWitness.of(encoded, codes, noise, unit, rivals[unit]));
    }

    private LatentWitness wrongSign(int unit) {
        WorstCodes worst = new WorstCodes(encoded, codes);
        double nu = noise.bound(encoded.norm(unit), 1);
        return heads.slackOn(unit) <= heads.slackOff(unit)
                ? worst.on(unit, nu, heads.slackOn(unit))
                : worst.above(unit, conditions.others(), conditions.othersSize(), nu, -heads.slackOff(unit));
    }

    /** A code of another number of atoms than are kept. */
    private LatentWitness missed(int unit) {
        boolean fewer = codes.size() == SupportSize.AT_MOST && topK(encoded).k() == codes.sparsity();
        int size = codes.sparsity() - (fewer ? 1 : 0);
        return new WorstCodes(encoded, codes).of(unit, Arrays.copyOf(heads.worstSupport(unit), size));
    }

    /**
     * Reports whether TopK keeps the support of every code. The claim is that the least margin is above 0; its interval is
     * what is known of it. The witness is the code that attains it: one that fails, if the verdict is {@code FAILS}.
     *
     * @return the report
     */
    public Report report() {
        Report report = Report.on(
                "TopK keeps the support of every code of " + codes + ", with " + noise,
                Reference.asPrinted("docs/CERTIFICATES.md", "(C1.2)"));
        if (conditions.impossible()) {
            report = never(report, topK(encoded), codes).with("units", units.length);
        } else {
            report = report.claiming(new Bound(
                            "least margin",
                            margin.high(),
                            Relation.ABOVE,
                            0,
                            margin.low() - radius,
                            margin.high() + radius))
                    .with("units", units.length)
                    .with("certifiedUnits", count(Verdict.HOLDS))
                    .with("failingUnits", count(Verdict.FAILS))
                    .with("undecidedPairs", (double) undecided);
        }
        Optional<CodeWitness> witness = witness();
        return witness.isPresent() ? report.witnessedBy(witness.get().toString()) : report;
    }

    /** Claims of a report what no encoder fulfils. */
    static Report never(Report report, TopK top, LatentCodes codes) {
        boolean few = top.k() < codes.sparsity();
        int least = codes.size() == SupportSize.EXACTLY ? codes.sparsity() : 0;
        return report.claiming(Bound.exact(
                "units that are kept",
                top.k(),
                few ? Relation.AT_LEAST : Relation.AT_MOST,
                few ? codes.sparsity() : least));
    }

    @Override
    public String toString() {
        return "TopKCertificate[" + count(Verdict.HOLDS) + " of " + units.length + " units for " + codes + ", "
                + undecided + " pairs undecided]";
    }
}
