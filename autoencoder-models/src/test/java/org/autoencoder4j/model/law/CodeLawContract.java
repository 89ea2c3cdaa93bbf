package org.autoencoder4j.model.law;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * What every law of codes promises: its draws obey the constants that it states.
 *
 * <p>Statistical bounds: 40000 draws with a fixed seed, |z| at most 5 for each mean. A right law fails one such bound
 * with probability 6e-7; the largest class here has about 400 of them, so 3e-4 over all seeds.
 */
abstract class CodeLawContract {
    private static final int DRAWS = 40_000;
    private static final double MAX_Z = 5;

    private CodeLaw law;
    private int[][] supports;
    private double[][] values;

    abstract CodeLaw law();

    @BeforeEach
    void draw() {
        law = law();
        RandomGenerator random = RandomStreams.of(2019).at("contract", 0, 0);
        supports = new int[DRAWS][law.sparsity()];
        values = new double[DRAWS][law.sparsity()];
        for (int t = 0; t < DRAWS; t++) {
            law.draw(random, supports[t], values[t]);
        }
    }

    @Test
    final void supportsAreAscendingUnits() {
        for (int[] support : supports) {
            assertTrue(support[0] >= 0);
            for (int t = 1; t < support.length; t++) {
                assertTrue(support[t - 1] < support[t]);
            }
            assertTrue(support[support.length - 1] < law.units());
        }
    }

    @Test
    final void valuesHaveMagnitudesInRangeAndTheStatedSigns() {
        boolean negative = false;
        for (double[] row : values) {
            for (double value : row) {
                assertTrue(Math.abs(value) >= law.a1() && Math.abs(value) <= law.a2(), () -> "value " + value);
                negative |= value < 0;
            }
        }
        assertEquals(law.signed(), negative);
        assertEquals(law.values().a1(), law.a1());
        assertEquals(law.values().a2(), law.a2());
    }

    @Test
    final void unitsAndPairsAndTriplesAreIncludedAsStated() {
        int units = law.units();
        long[][][] counts = new long[units][units][units];
        for (int[] support : supports) {
            for (int i : support) {
                for (int j : support) {
                    for (int l : support) {
                        counts[i][j][l]++;
                    }
                }
            }
        }
        for (int i = 0; i < units; i++) {
            assertEquals(law.inclusion(i), law.inclusion(i, i));
            for (int j = i; j < units; j++) {
                for (int l = j; l < units; l++) {
                    double p = law.inclusion(i, j, l);
                    assertMean("p_" + i + "," + j + "," + l, p, (double) counts[i][j][l] / DRAWS, p * (1 - p));
                }
            }
        }
    }

    @Test
    final void valuesHaveTheStatedMoments() {
        double kappa1 = law.kappa1();
        double kappa2 = law.kappa2();
        double first = 0;
        double second = 0;
        double fourth = 0;
        for (double[] row : values) {
            first += row[0] / DRAWS;
            second += row[0] * row[0] / DRAWS;
            fourth += Math.pow(row[0], 4) / DRAWS;
        }
        assertMean("kappa1", kappa1, first, kappa2 - kappa1 * kappa1);
        assertMean("kappa2", kappa2, second, Math.max(0, fourth - second * second));
        assertTrue(kappa2 >= law.a1() * law.a1() && kappa2 <= law.a2() * law.a2());
    }

    @Test
    final void valuesAreUncorrelatedGivenTheSupport() {
        for (int t = 1; t < law.sparsity(); t++) {
            double product = 0;
            for (double[] row : values) {
                product += row[0] * row[t] / DRAWS;
            }
            double squaredMean = law.kappa1() * law.kappa1();
            assertMean("E[x x']", squaredMean, product, law.kappa2() * law.kappa2() - squaredMean * squaredMean);
        }
    }

    @Test
    final void wrongArgumentsAreNamed() {
        int k = law.sparsity();
        RandomGenerator random = RandomStreams.of(1).at("contract", 0, 0);
        assertMessage("support has length", () -> law.draw(random, new int[k + 1], new double[k]));
        assertMessage("values has length", () -> law.draw(random, new int[k], new double[k - 1]));
        assertMessage("indices[1] = -1", () -> law.inclusion(0, -1));
        assertMessage("indices[0] = " + law.units(), () -> law.inclusion(law.units()));
    }

    private static void assertMessage(String part, Executable action) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, action).getMessage());
        assertTrue(message.contains(part), message);
    }

    private static void assertMean(String name, double expected, double mean, double variance) {
        double allowed = MAX_Z * Math.sqrt(variance / DRAWS) + 1e-9;
        assertTrue(
                Math.abs(mean - expected) <= allowed,
                () -> name + " should be " + expected + " but the mean of " + DRAWS + " draws is " + mean
                        + ", more than " + allowed + " away (false-alarm rate 6e-7)");
    }
}
