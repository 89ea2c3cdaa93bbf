package org.autoencoder4j.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.apache.commons.math3.special.Erf;
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
        assertEquals(z * proportion.standardError(clamped), Math.abs(proportion.rate() - end), 1e-9);
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
        assertThrows(IllegalArgumentException.class, () -> proportion.standardError(1.1));
    }
}
