package org.autoencoder4j.ntk.convergence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.autoencoder4j.ntk.Draws;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitFlipsTest {
    @Test
    void probabilities() {
        assertEquals(0.6826894921, UnitFlips.probability(1), 1e-9);
        assertEquals(2 * 1e-6 / Math.sqrt(2 * Math.PI), UnitFlips.probability(1e-6), 1e-15);
        assertEquals(0, UnitFlips.probability(0));
        assertEquals(1.0 / 8, UnitFlips.failureBound(Math.log(8) / 2.7486 / 0.01, 0.01), 1e-4);
    }

    @ParameterizedTest
    @CsvSource({"100, 0.001", "100, 0.01", "1000, 0.001", "1000, 0.003", "1000, 0.02", "100000, 0.0001", "50, 0.3"})
    void theBoundIsAboveTheExactProbability(int units, double radius) {
        double exact = UnitFlips.failureProbability(units, radius);
        assertTrue(exact <= UnitFlips.failureBound(units, radius));
        assertTrue(exact > 0 || radius >= 0.25);
    }

    /** 20000 starts of 200 units, R = .01: the rate is within 4 standard errors of the exact .0001 to .02 (false alarm 1e-4). */
    @Test
    void drawnUnitsFlipAsOftenAsExpected() {
        RandomGenerator random = Draws.random(3);
        int units = 200;
        double radius = 0.004;
        int trials = 20_000;
        int failures = 0;
        for (int t = 0; t < trials; t++) {
            int near = 0;
            for (double product : Draws.gaussian(random, units)) {
                near += Math.abs(product) <= radius ? 1 : 0;
            }
            failures += near > 4 * units * radius ? 1 : 0;
        }
        double exact = UnitFlips.failureProbability(units, radius);
        assertTrue(exact > 1e-3, "an event that can be seen: " + exact);
        assertEquals(exact, (double) failures / trials, 4 * Math.sqrt(exact / trials));
    }

    /**
     * What all moves within R can change, entry by entry: {@code d |x_i . x_j|} for each unit near the kink of i or of j. Its mean
     * over 400 starts is below the bound of Lemma 4.2 and, with |x_i . x_j| put at 1, above half of it; margins are 30 %.
     */
    @Test
    void theKernelChangesLessThanTheBound() {
        int n = 3;
        int d = 2;
        int units = 500;
        double radius = 0.05;
        double[][] x = Draws.unitRows(Draws.random(4), n, d).toDoubleMatrix();
        RandomGenerator random = Draws.random(5);
        SummaryStatistics change = new SummaryStatistics();
        SummaryStatistics crude = new SummaryStatistics();
        for (int t = 0; t < 400; t++) {
            double sum = 0;
            double all = 0;
            for (int r = 0; r < units; r++) {
                double[] w = Draws.gaussian(random, d);
                for (int i = 0; i < n; i++) {
                    for (int j = 0; j < n; j++) {
                        boolean near = Math.abs(dot(w, x[i])) <= radius || Math.abs(dot(w, x[j])) <= radius;
                        sum += near ? d * Math.abs(dot(x[i], x[j])) / units : 0;
                        all += near ? (double) d / units : 0;
                    }
                }
            }
            change.addValue(sum);
            crude.addValue(all);
        }
        double bound = UnitFlips.kernelChange(n, d, radius);
        assertTrue(change.getMean() <= bound);
        assertTrue(crude.getMean() <= bound && crude.getMean() > 0.5 * bound);
        assertTrue(bound < 2 * n * n * d * radius, "the printed 2 n^2 d R is weaker");
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    @Test
    void refusesWrongArguments() {
        assertThrows(IllegalArgumentException.class, () -> UnitFlips.probability(-1));
        assertThrows(IllegalArgumentException.class, () -> UnitFlips.failureProbability(0, 1));
        assertThrows(IllegalArgumentException.class, () -> UnitFlips.failureBound(1, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> UnitFlips.kernelChange(0, 1, 1));
    }
}
