package org.autoencoder4j.check.diagnosis;

import java.util.HashMap;
import java.util.Map;
import org.autoencoder4j.check.consistency.Interval;
import org.autoencoder4j.check.consistency.Proportion;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;

/**
 * Whether supports, values and residuals look like assumptions A1, A2 and A4. Intervals for units and pairs hold all at
 * once: each report decides wrongly with probability of about Q(4) = 3.2e-5 in either direction.
 */
final class SupportTests {
    private static final double UNIFORMITY = 0.75;
    private static final double DEPENDENCE = 2;
    private static final double COVARIANCE = 0.1;
    private static final double ANISOTROPY = 2;
    private static final double LEAST_NOISE = 1e-6;

    /** Normal noise exceeds {@code 1 + sqrt(n/N) + t / sqrt(N)} with probability {@code exp(-t^2 / 2)}. */
    private static final double DEVIATION = 4.6;

    private final SupportStatistics statistics;
    private final int units;
    private final Map<Long, Interval> intervals = new HashMap<>();

    SupportTests(SupportStatistics statistics, int units) {
        this.statistics = statistics;
        this.units = units;
    }

    /** A1: all p_i are of one order. */
    Report frequencies() {
        Extremes rare = new Extremes();
        Extremes frequent = new Extremes();
        for (int i = 0; i < units; i++) {
            double p = statistics.inclusion(i).rate();
            Interval interval = interval(statistics.inclusion(i), units);
            rare.least(i, p, interval);
            frequent.greatest(i, p, interval);
        }
        return Report.on(
                        "estimate: one learning rate serves all units",
                        Reference.corrected("NWH19", "A1 and Theorem 4, step size"))
                .claiming(new Bound(
                        "min p_i / max p_i",
                        rare.rate / frequent.rate,
                        Relation.AT_LEAST,
                        UNIFORMITY,
                        rare.low / frequent.high,
                        frequent.low > 0 ? rare.high / frequent.low : Double.POSITIVE_INFINITY))
                .witnessedBy("unit " + rare.unit);
    }

    /** Ends of intervals and the rate that are the least, or the greatest, of all. */
    private static final class Extremes {
        private double rate = Double.NaN;
        private double low;
        private double high;
        private int unit;

        void least(int i, double p, Interval interval) {
            boolean first = Double.isNaN(rate);
            unit = first || p < rate ? i : unit;
            rate = first ? p : Math.min(rate, p);
            low = first ? interval.low() : Math.min(low, interval.low());
            high = first ? interval.high() : Math.min(high, interval.high());
        }

        void greatest(int i, double p, Interval interval) {
            boolean first = Double.isNaN(rate);
            unit = first || p > rate ? i : unit;
            rate = first ? p : Math.max(rate, p);
            low = first ? interval.low() : Math.max(low, interval.low());
            high = first ? interval.high() : Math.max(high, interval.high());
        }
    }

    /** A1: p_ij is of the order of p_i p_j. */
    Report pairs() {
        long count = units + units * (units - 1L) / 2;
        double greatest = 0;
        double low = 0;
        double high = 0;
        int first = 0;
        int second = 1;
        try (Work work = Work.begin("pairs of units: units", units)) {
            for (int i = 0; i < units; i++) {
                for (int j = i + 1; j < units; j++) {
                    Proportion pair = statistics.together(i, j);
                    Proportion one = statistics.inclusion(i);
                    Proportion other = statistics.inclusion(j);
                    double product = one.rate() * other.rate();
                    double ratio = product > 0 ? pair.rate() / product : 0;
                    if (ratio > greatest) {
                        greatest = ratio;
                        first = i;
                        second = j;
                    }
                    Interval p = interval(pair, count);
                    Interval a = interval(one, count);
                    Interval b = interval(other, count);
                    low = Math.max(low, p.low() / (a.high() * b.high()));
                    high = Math.max(high, p.high() / (a.low() * b.low()));
                }
                work.advance(1);
            }
        }
        return Report.on(
                        "estimate: no two units fire together much more often than independent ones",
                        Reference.corrected("NWH19", "A1, hidden constant taken as 2"))
                .claiming(new Bound("max p_ij / (p_i p_j)", greatest, Relation.AT_MOST, DEPENDENCE, low, high))
                .witnessedBy("units " + first + " and " + second);
    }

    private Interval interval(Proportion proportion, long count) {
        return intervals.computeIfAbsent(
                proportion.successes() * 2 + (count == units ? 0 : 1), key -> proportion.confidence(count));
    }

    /** A2: values of one code are uncorrelated about their mean. */
    Report values() {
        SupportStatistics.Covariance covariance = statistics.covariance();
        Report report = Report.on("estimate: two values of a code are uncorrelated", Reference.corrected("NWH19", "A2"))
                .requiring(Bound.exact(
                        "samples with two values or more", (double) covariance.samples(), Relation.AT_LEAST, 2));
        return covariance.samples() < 2
                ? report
                : report.claiming(Bound.sampled(
                        "|covariance of two values| / kappa2",
                        Math.abs(covariance.mean()),
                        Relation.AT_MOST,
                        COVARIANCE,
                        covariance.standardError(),
                        covariance.samples()));
    }

    /** A4: the noise has no direction of its own. */
    Report noise() {
        double features = statistics.features();
        double samples = statistics.residuals();
        double variance = statistics.greatestVariance() / Math.pow(statistics.noise(), 2);
        double above = Math.pow(1 + Math.sqrt(features / samples) + DEVIATION / Math.sqrt(samples), 2);
        double below = 1 - Bound.STANDARD_ERRORS * Math.sqrt(2 / samples);
        double scale = statistics.noise() / Math.sqrt(statistics.kappa2());
        Report report = Report.on(
                        "estimate: no direction has much more noise than the mean", Reference.corrected("NWH19", "A4"))
                .requiring(new Bound("sigma / sqrt(kappa2)", scale, Relation.ABOVE, LEAST_NOISE));
        return scale > LEAST_NOISE
                ? report.claiming(new Bound(
                        "greatest variance of the residuals / sigma^2",
                        variance,
                        Relation.AT_MOST,
                        ANISOTROPY,
                        variance / above,
                        below > 0 ? variance / below : Double.POSITIVE_INFINITY))
                : report;
    }
}
