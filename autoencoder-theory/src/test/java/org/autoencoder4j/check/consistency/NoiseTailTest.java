package org.autoencoder4j.check.consistency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.check.Samples;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NoiseTailTest {
    private static final INDArray WEIGHTS = Samples.unitColumns(Samples.random(1), 20, 50);

    /** {@code 2 Q(t)} from tables: 1 - .6827, 1 - .9545, and 1.973175e-9 at 6. */
    @ParameterizedTest
    @CsvSource({"1, 0.3173105079", "2, 0.0455002639", "6, 1.973175e-9", "10, 1.523971e-23"})
    void tail(double deviations, double expected) {
        INDArray one = WEIGHTS.getColumns(0);
        assertEquals(expected, NoiseTail.of(one, 0.3).failureProbability(0.3 * deviations), 1e-6 * expected);
        double longer = NoiseTail.of(one.mul(2), 0.3).failureProbability(0.6 * deviations);
        assertEquals(expected, longer, 1e-6 * expected);
        double units = NoiseTail.of(WEIGHTS, 0.3).failureProbability(0.3 * deviations);
        assertEquals(Math.min(1, 50 * expected), units, 1e-4 * expected);
    }

    @Property(tries = 100)
    void boundInvertsTheTail(
            @ForAll @IntRange(max = 250) int exponent, @ForAll @DoubleRange(min = 0.01, max = 3) double sigma) {
        double probability = 0.9 * Math.pow(10, -exponent);
        NoiseTail tail = NoiseTail.of(WEIGHTS, sigma);
        double bound = tail.bound(probability);
        assertTrue(tail.failureProbability(bound * (1 + 1e-12)) <= probability);
        assertTrue(tail.failureProbability(bound * (1 - 1e-9)) > probability);
    }

    @Test
    void withoutNoiseNothingFails() {
        NoiseTail tail = NoiseTail.of(WEIGHTS, 0);
        assertEquals(0, tail.bound(1e-9));
        assertEquals(0, tail.failureProbability(0));
        assertEquals(Verdict.HOLDS, tail.report(1e-9).verdict());
        assertEquals(Verdict.HOLDS, NoiseTail.of(WEIGHTS, 1).report(0.5).verdict());
    }

    /** At n = 20, log n is 3.0 deviations: 50 units exceed it with 14 %, so "high probability" is not 1e-3. */
    @Test
    void claimTwoNeedsALargerDimension() {
        Report report = NoiseTail.of(WEIGHTS, 0.1).report(1e-3);
        assertEquals(Verdict.FAILS, report.verdict());
        assertEquals(0.1 * Math.log(20), report.findings().get("sigmaLogN"), 1e-15);
        assertEquals(
                report.findings().get("neededBound") / (0.1 * Math.log(20)),
                report.findings().get("effectiveConstant"),
                1e-12);
        INDArray large = Samples.unitColumns(Samples.random(1), 3000, 10);
        assertEquals(Verdict.HOLDS, NoiseTail.of(large, 0.1).report(1e-3).verdict());
    }

    /** 20000 samples; a bound met by the union is exceeded at 4 standard errors with probability below 1e-4. */
    @Test
    void drawnNoiseKeepsToTheTail() {
        NoiseTail tail = NoiseTail.of(WEIGHTS, 0.5);
        INDArray noise = Samples.gaussian(Samples.random(2), 20000, 20).mul(0.5);
        double bound = tail.bound(0.05);
        Report report = tail.measured(noise, bound);
        assertNotEquals(Verdict.FAILS, report.verdict());
        assertTrue(report.bounds().get(0).measured() > 0.02);
        assertEquals(Verdict.HOLDS, tail.measured(noise.mul(0.8), bound).verdict());
        assertEquals(Verdict.FAILS, tail.measured(noise.mul(1.2), bound).verdict());
    }

    @Test
    void refusesWrongArguments() {
        NoiseTail tail = NoiseTail.of(WEIGHTS, 1);
        assertThrows(IllegalArgumentException.class, () -> NoiseTail.of(WEIGHTS, -1));
        assertThrows(IllegalArgumentException.class, () -> tail.bound(0));
        assertThrows(IllegalArgumentException.class, () -> tail.bound(1));
        assertThrows(IllegalArgumentException.class, () -> tail.failureProbability(-1));
        assertThrows(
                IllegalArgumentException.class,
                () -> tail.measured(WEIGHTS.transpose().getColumns(0, 1), 1));
    }

    /** Products 1, 2, 2.5 and 3 of one unit; a bound that is met is not exceeded. */
    @Test
    void countsWhatExceedsTheBound() {
        NoiseTail one = NoiseTail.of(Nd4j.createFromArray(new double[][] {{1}}), 1);
        INDArray noise = Nd4j.createFromArray(new double[][] {{1}, {-2}, {2.5}, {-3}});
        Report report = one.measured(noise, 2);
        assertEquals(0.5, report.bounds().get(0).measured());
        assertEquals(4, report.findings().get("samples"));
        assertEquals(3, report.findings().get("greatest"));
        double limit = one.failureProbability(2);
        assertEquals(limit - 0.5, report.findings().get("slack"), 1e-15);
        assertEquals(limit, report.bounds().get(0).limit());
        assertEquals(
                new Proportion(2, 4).confidence().high(), report.bounds().get(0).high());
    }
}
