package org.autoencoder4j.check.latents.internal;

import org.autoencoder4j.check.consistency.Interval;
import org.autoencoder4j.check.consistency.SupportSize;
import org.autoencoder4j.check.latents.LatentCodes;
import org.autoencoder4j.check.latents.LatentNoise;
import org.autoencoder4j.check.latents.LatentUnit;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Verdict;

/** What the extremes of a row of G say of its unit. */
public record UnitMeasure(EncoderProducts encoded, LatentCodes codes, LatentNoise noise, FiringRule rule) {
    /** The extreme pre-activations of a unit over codes of some size, noise included. */
    private record Extremes(double greatestOff, double leastOff, double leastOn, double margin) {}

    /** All that is told of a unit, its largest k up to a depth. */
    public LatentUnit of(int unit, RowExtremes row, int depth) {
        int k = codes.sparsity();
        Extremes all = extremes(unit, row, k, codes.size());
        double rounding = rounding(unit, k);
        double beta = encoded.bias(unit);
        double bothSides = noise.bound(encoded.norm(unit), 2);
        return new LatentUnit(
                unit,
                verdict(unit, all, rounding),
                all.greatestOff,
                all.leastOff,
                all.leastOn,
                rule.level(unit),
                all.margin,
                rounding,
                biasWindow(unit, all),
                new Interval(Math.max(rule.twoSided() ? -all.leastOff : 0, all.greatestOff), all.leastOn),
                new Interval(
                        beta - bothSides + row.leastError(k, codes.size()),
                        beta + bothSides + row.greatestError(k, codes.size())),
                largestSparsity(unit, row, depth));
    }

    private Extremes extremes(int unit, RowExtremes row, int k, SupportSize size) {
        double beta = encoded.bias(unit);
        double off = noiseOff(unit);
        double greatestOff = beta + row.greatestOff(k, size) + off;
        double leastOff = beta + row.leastOff(k, size) - off;
        double leastOn = beta + row.leastOn(k, size) - noiseOn(unit);
        double margin = Math.min(rule.slackOff(unit, greatestOff, leastOff), rule.slackOn(unit, leastOn));
        return new Extremes(greatestOff, leastOff, leastOn, margin);
    }

    /** nu_i off the support, where noise on both sides may do harm. */
    public double noiseOff(int unit) {
        return noise.bound(encoded.norm(unit), rule.sidesOff());
    }

    /** nu_i on the support. */
    public double noiseOn(int unit) {
        return noise.bound(encoded.norm(unit), 1);
    }

    private double rounding(int unit, int k) {
        return encoded.rounding(unit, k, codes.greatest(), Math.abs(noiseOff(unit)) + rule.level(unit));
    }

    private Verdict verdict(int unit, Extremes all, double rounding) {
        Verdict off = offBound(rule.slackOff(unit, all.greatestOff, all.leastOff), rounding)
                .verdict();
        Verdict on = onBound(rule.slackOn(unit, all.leastOn), rounding).verdict();
        if (off == Verdict.FAILS || on == Verdict.FAILS) {
            return Verdict.FAILS;
        }
        return off == Verdict.HOLDS ? on : off;
    }

    /** The claim that codes without the atom keep so far from firing a unit. */
    public Bound offBound(double slack, double rounding) {
        return Bound.rounded(
                "threshold minus greatest pre-activation off the support",
                slack,
                rule.twoSided() ? Relation.ABOVE : Relation.AT_LEAST,
                0,
                rounding);
    }

    /** The claim that codes with the atom keep so far from leaving it silent. */
    public Bound onBound(double slack, double rounding) {
        return Bound.rounded(
                "least pre-activation on the support minus threshold",
                slack,
                rule.twoSided() ? Relation.AT_LEAST : Relation.ABOVE,
                0,
                rounding);
    }

    private Interval biasWindow(int unit, Extremes all) {
        double b = encoded.encoderBias(unit);
        double level = rule.level(unit);
        double low = b + level - all.leastOn;
        return new Interval(
                rule.twoSided() ? Math.max(low, b - level - all.leastOff) : low, b + level - all.greatestOff);
    }

    /** Codes of at most k atoms are among those of at most k + 1: margins fall with k. */
    private int largestSparsity(int unit, RowExtremes row, int depth) {
        int k = 0;
        while (k < depth && extremes(unit, row, k + 1, SupportSize.AT_MOST).margin > rounding(unit, k + 1)) {
            k++;
        }
        return k;
    }
}
