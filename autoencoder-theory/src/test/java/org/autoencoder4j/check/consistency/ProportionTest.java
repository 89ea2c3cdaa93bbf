package org.autoencoder4j.check.consistency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.special.Erf;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Verdict;
import org.junit.jupiter.api.Test;

class ProportionTest {
    /** By hand: z = 1.959963984540054, z^2 = 3.841458820694124, all else a quotient. */
    @Test
    void wilsonByHand() {
        Interval half = new Proportion(5, 10).wilson(0.95);
        assertEquals(0.5 - 0.263406, half.low(), 1e-6);
        assertEquals(0.5 + 0.263406, half.high(), 1e-6);
        Interval none = new Proportion(0, 10).wilson(0.95);
        assertEquals(0, none.low());
        assertEquals(3.841458820694124 / 13.841458820694124, none.high(), 1e-12);
        Interval all = new Proportion(10, 10).wilson(0.95);
        assertEquals(10 / 13.841458820694124, all.low(), 1e-12);
        assertEquals(1, all.high());
    }

    /** The ends of the interval are the p that lie exactly z standard errors of their own from the rate. */
    @Property
    void endsSolveTheScoreEquation(
            @ForAll @LongRange(min = 1, max = 1_000_000_000_000L) long trials,
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double share,
            @ForAll @DoubleRange(min = 0.5, max = 0.99) double level) {
        long successes = Math.round(share * trials);
        Proportion proportion = new Proportion(successes, trials);
        Interval interval = proportion.wilson(level);
        double z = Math.sqrt(2) * Erf.erfInv(level);
        assertTrue(0 <= interval.low() && interval.low() <= proportion.rate());
        assertTrue(proportion.rate() <= interval.high() && interval.high() <= 1);
        assertDistance(proportion, interval.low(), z);
        assertDistance(proportion, interval.high(), z);
    }

    private static void assertDistance(Proportion proportion, double end, double z) {
        double clamped = Math.min(1, Math.max(0, end));
        assertEquals(
                z * Math.sqrt(clamped * (1 - clamped) / proportion.trials()), Math.abs(proportion.rate() - end), 1e-9);
    }

    /**
     * Where all trials or none succeed, the ends are {@code alpha^(1/N)} and {@code 1 - alpha^(1/N)} with alpha = Q(4);
     * elsewhere the binomial tails at the ends, summed by Commons Math, are alpha.
     */
    @Test
    void exactConfidence() {
        double alpha = new NormalDistribution(0, 1).cumulativeProbability(-4);
        assertEquals(alpha, new Proportion(1, 1).confidence().low(), 1e-12);
        assertEquals(1, new Proportion(1, 1).confidence().high());
        assertEquals(0, new Proportion(0, 50).confidence().low());
        assertEquals(
                1 - Math.pow(alpha, 0.02), new Proportion(0, 50).confidence().high(), 1e-12);
        for (int[] trial : new int[][] {{1, 2}, {1, 1000}, {999, 1000}, {40, 100}, {3, 7}}) {
            Interval interval = new Proportion(trial[0], trial[1]).confidence();
            BinomialDistribution least = new BinomialDistribution(trial[1], interval.low());
            BinomialDistribution greatest = new BinomialDistribution(trial[1], interval.high());
            assertEquals(alpha, 1 - least.cumulativeProbability(trial[0] - 1), 1e-9);
            assertEquals(alpha, greatest.cumulativeProbability(trial[0]), 1e-9);
        }
    }

    /** One success in one trial says next to nothing; one failure refutes certainty, and no number of trials shows it. */
    @Test
    void aVerdictNeedsEvidence() {
        assertEquals(Verdict.INCONCLUSIVE, verdict(1, 1, Relation.AT_LEAST, 0.999));
        assertEquals(Verdict.INCONCLUSIVE, verdict(0, 1, Relation.AT_MOST, 0.001));
        assertEquals(Verdict.INCONCLUSIVE, verdict(10_000, 10_000, Relation.AT_LEAST, 0.999));
        assertEquals(Verdict.HOLDS, verdict(10_400, 10_400, Relation.AT_LEAST, 0.999));
        assertEquals(Verdict.HOLDS, verdict(0, 10_400, Relation.AT_MOST, 0.001));
        assertEquals(Verdict.INCONCLUSIVE, verdict(1_000_000, 1_000_000, Relation.AT_LEAST, 1));
        assertEquals(Verdict.FAILS, verdict(999_999, 1_000_000, Relation.AT_LEAST, 1));
        assertEquals(Verdict.FAILS, verdict(1, 1_000_000, Relation.AT_MOST, 0));
        assertEquals(Verdict.FAILS, verdict(0, 2, Relation.AT_LEAST, 0.999));
        assertEquals(Verdict.HOLDS, verdict(0, 1, Relation.AT_LEAST, 0));
        assertEquals(0.5, new Proportion(2, 4).bound("r", Relation.AT_MOST, 0.9).measured());
    }

    private static Verdict verdict(long successes, long trials, Relation relation, double limit) {
        return new Proportion(successes, trials).bound("rate", relation, limit).verdict();
    }

    @Test
    void refusesWhatIsNoProportion() {
        assertThrows(IllegalArgumentException.class, () -> new Proportion(0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Proportion(-1, 5));
        assertThrows(IllegalArgumentException.class, () -> new Proportion(6, 5));
        Proportion proportion = new Proportion(1, 5);
        assertThrows(IllegalArgumentException.class, () -> proportion.wilson(1));
        assertThrows(IllegalArgumentException.class, () -> proportion.wilson(0));
        assertThrows(IllegalArgumentException.class, () -> proportion.wilson(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> proportion.bound("r", Relation.AT_MOST, 1.1));
    }
}
