package org.autoencoder4j.check.latents;

import org.autoencoder4j.check.consistency.Interval;
import org.autoencoder4j.check.consistency.SupportSize;
import org.autoencoder4j.check.latents.internal.FiringRule;
import org.autoencoder4j.check.latents.internal.RowExtremes;
import org.autoencoder4j.report.Verdict;

/** What the extremes of a row of G say of its unit. */
record UnitMeasure(EncodedDictionary encoded, LatentCodes codes, LatentNoise noise, FiringRule rule) {
    LatentUnit of(int unit, RowExtremes row, int depth) {
        int k = codes.sparsity();
        SupportSize size = codes.size();
        double beta = encoded.bias(unit);
        double off = noiseOff(unit);
        double on = noiseOn(unit);
        double greatestOff = beta + row.greatestOff(k, size) + off;
        double leastOff = beta + row.leastOff(k, size) - off;
        double leastOn = beta + row.leastOn(k, size) - on;
        double margin = Math.min(rule.slackOff(unit, greatestOff, leastOff), rule.slackOn(unit, leastOn));
        double rounding = rounding(unit, k);
        return new LatentUnit(
                unit,
                verdict(margin, rounding),
                greatestOff,
                leastOff,
                leastOn,
                rule.level(unit),
                margin,
                rounding,
                biasWindow(unit, greatestOff, leastOff, leastOn),
                thresholdWindow(greatestOff, leastOff, leastOn),
                new Interval(
                        beta - on + row.leastError(k, size),
                        beta + noise.bound(encoded.norm(unit), 1) + row.greatestError(k, size)),
                largestSparsity(unit, row, depth));
    }

    double noiseOff(int unit) {
        return noise.bound(encoded.norm(unit), rule.sidesOff());
    }

    double noiseOn(int unit) {
        return noise.bound(encoded.norm(unit), 1);
    }

    private double rounding(int unit, int k) {
        return encoded.products().rounding(unit, k, codes.greatest(), Math.abs(noiseOff(unit)) + rule.level(unit));
    }

    private static Verdict verdict(double margin, double rounding) {
        if (!(Math.abs(margin) > rounding)) {
            return Verdict.INCONCLUSIVE;
        }
        return margin > 0 ? Verdict.HOLDS : Verdict.FAILS;
    }

    private Interval biasWindow(int unit, double greatestOff, double leastOff, double leastOn) {
        double b = encoded.products().encoderBias(unit);
        double level = rule.level(unit);
        double low = b + level - leastOn;
        return new Interval(rule.twoSided() ? Math.max(low, b - level - leastOff) : low, b + level - greatestOff);
    }

    private Interval thresholdWindow(double greatestOff, double leastOff, double leastOn) {
        return new Interval(Math.max(rule.twoSided() ? -leastOff : 0, greatestOff), leastOn);
    }

    /** Codes of at most k atoms are among those of at most k + 1: margins fall with k. */
    private int largestSparsity(int unit, RowExtremes row, int depth) {
        double beta = encoded.bias(unit);
        int k = 0;
        while (k < depth) {
            double greatestOff = beta + row.greatestOff(k + 1, SupportSize.AT_MOST) + noiseOff(unit);
            double leastOff = beta + row.leastOff(k + 1, SupportSize.AT_MOST) - noiseOff(unit);
            double leastOn = beta + row.leastOn(k + 1, SupportSize.AT_MOST) - noiseOn(unit);
            double margin = Math.min(rule.slackOff(unit, greatestOff, leastOff), rule.slackOn(unit, leastOn));
            if (!(margin > rounding(unit, k + 1))) {
                return k;
            }
            k++;
        }
        return k;
    }
}
