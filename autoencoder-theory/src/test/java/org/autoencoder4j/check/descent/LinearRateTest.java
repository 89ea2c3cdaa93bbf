package org.autoencoder4j.check.descent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.autoencoder4j.check.Samples;
import org.autoencoder4j.check.consistency.Interval;
import org.junit.jupiter.api.Test;

class LinearRateTest {
    private static double[] errors(double rate, int steps) {
        return IntStream.range(0, steps)
                .mapToDouble(s -> 0.8 * Math.pow(rate, s))
                .toArray();
    }

    @Test
    void anExactRateIsFoundExactly() {
        LinearRate rate = LinearRate.above(0, errors(0.43, 12));
        assertEquals(0.43, rate.rate(), 1e-14);
        assertEquals(12, rate.steps());
        assertEquals(0.43, rate.interval(0.99).low(), 1e-7);
        assertEquals(0.43, rate.interval(0.99).high(), 1e-7);
    }

    /** Logs 0, -1, -2.2, -2.8 by hand: slope -0.96, its standard error sqrt(0.072 / 2 / 5), t(0.975; 2) = 4.302653. */
    @Test
    void theIntervalIsStudents() {
        double[] errors =
                Arrays.stream(new double[] {0, -1, -2.2, -2.8}).map(Math::exp).toArray();
        LinearRate rate = LinearRate.above(0, errors);
        assertEquals(Math.exp(-0.96), rate.rate(), 1e-12);
        double radius = 4.302652729911275 * Math.sqrt(0.072 / 2 / 5);
        assertEquals(Math.exp(-0.96 - radius), rate.interval(0.95).low(), 1e-9);
        assertEquals(Math.exp(-0.96 + radius), rate.interval(0.95).high(), 1e-9);
    }

    /** 400 seeded runs of 10 steps: the number of 90 % intervals that miss is within 4 standard errors of 40. */
    @Test
    void theIntervalCoversAtItsLevel() {
        RandomGenerator random = Samples.random(3);
        int missed = 0;
        for (int run = 0; run < 400; run++) {
            double[] errors = errors(0.6, 10);
            for (int s = 0; s < errors.length; s++) {
                errors[s] *= Math.exp(0.2 * random.nextGaussian());
            }
            Interval interval = LinearRate.above(0, errors).interval(0.9);
            missed += interval.low() <= 0.6 && 0.6 <= interval.high() ? 0 : 1;
        }
        assertEquals(40, missed, 24);
    }

    /** Only what comes before the first error of at most 3 floors enters; a later rise does not bring steps back. */
    @Test
    void theFloorIsLeftOut() {
        double[] errors = {0.8, 0.4, 0.2, 0.1, 0.05, 0.02, 0.011, 0.5, 0.01, 0.012};
        LinearRate rate = LinearRate.above(0.01, errors);
        assertEquals(5, rate.steps());
        assertEquals(0.5, rate.rate(), 1e-14);
        assertEquals(0.01, rate.floor());
    }

    @Test
    void theFloorOfARunThatLevelledOffIsItsLastQuartersMedian() {
        double[] errors = {0.8, 0.4, 0.2, 0.1, 0.05, 0.01, 0.011, 0.009, 0.01, 0.012, 0.008};
        LinearRate rate = LinearRate.of(errors);
        assertEquals(0.01, rate.floor());
        assertEquals(5, rate.steps());
        assertEquals(0.5, rate.rate(), 1e-14);
    }

    /** An error that is cubed has no linear rate: the interval says so. */
    @Test
    void aCubedErrorHasAWideInterval() {
        Interval interval = LinearRate.above(0, 0.68, 0.125, 9.6e-4, 4.5e-10).interval(0.95);
        assertTrue(interval.low() < 1e-6 && interval.high() > 1, interval::toString);
    }

    @Test
    void refusesWhatHasNoRate() {
        assertThrows(IllegalArgumentException.class, () -> LinearRate.above(0, 0.5, 0.25));
        assertThrows(IllegalArgumentException.class, () -> LinearRate.above(0, 0.5, 0.25, 0, 0.1));
        assertThrows(IllegalArgumentException.class, () -> LinearRate.above(0, 0.5, 0.25, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> LinearRate.above(-1, 0.5, 0.25, 0.1));
        assertThrows(IllegalArgumentException.class, () -> LinearRate.of());
        assertThrows(IllegalArgumentException.class, () -> LinearRate.of(0.1, 0.1, 0.1, 0.1));
        LinearRate rate = LinearRate.above(0, errors(0.5, 5));
        assertThrows(IllegalArgumentException.class, () -> rate.interval(1));
        assertThrows(IllegalArgumentException.class, () -> rate.interval(Double.NaN));
    }

    /** Errors at and after the floor do not enter, and are checked all the same. */
    @Test
    void everyErrorIsChecked() {
        for (double wrong : new double[] {Double.NaN, -0.01, Double.POSITIVE_INFINITY}) {
            IllegalArgumentException refusal = assertThrows(
                    IllegalArgumentException.class, () -> LinearRate.above(0.01, 0.8, 0.4, 0.2, 0.1, 0.01, wrong));
            assertTrue(refusal.getMessage().contains("an error = " + wrong), refusal.getMessage());
        }
    }

    /** 3 * .125 is exact: an error of .375 is at the floor, and the next above it is not. */
    @Test
    void anErrorOfThreeFloorsIsAtTheFloor() {
        assertEquals(3, LinearRate.above(0.125, 0.8, 0.6, 0.5, 0.375, 0.7).steps());
        assertEquals(
                5,
                LinearRate.above(0.125, 0.8, 0.6, 0.5, Math.nextUp(0.375), 0.7).steps());
    }

    @Test
    void levelsAreStrictlyBetweenZeroAndOne() {
        LinearRate rate = LinearRate.above(0, errors(0.5, 5));
        assertThrows(IllegalArgumentException.class, () -> rate.interval(0));
        assertTrue(rate.toString().matches("LinearRate\\[rate=0\\.[45].*, steps=5, floor=0\\.0]"), rate::toString);
    }
}
