package org.autoencoder4j.model.law;

import static org.autoencoder4j.model.law.LawContract.DRAWS;
import static org.autoencoder4j.model.law.LawContract.assertMean;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every law of values promises: its draws obey the constants that it states, and it says which ones it does not.
 *
 * <p>Statistical bounds: 40000 draws with a fixed seed, |z| at most 5 for each of the two means; so a right law fails
 * with probability 1.2e-6 over all seeds, somewhat more if its tails are heavy.
 */
public abstract class ValueLawContract {
    private ValueLaw law;
    private LawContract contract;
    private double[] values;

    protected abstract ValueLaw law();

    /** The constants that the law does not state. */
    protected Set<String> unstated() {
        return Set.of();
    }

    @BeforeEach
    void draw() {
        law = law();
        contract = new LawContract(law, unstated());
        values = drawn();
    }

    private double[] drawn() {
        var random = RandomStreams.of(2020).at("contract", 0, 0);
        double[] drawn = new double[DRAWS];
        Arrays.setAll(drawn, t -> law.draw(random));
        return drawn;
    }

    @Test
    final void valuesAreAFunctionOfTheSource() {
        assertArrayEquals(values, drawn());
    }

    @Test
    final void valuesAreFiniteAndNotZeroAndOfTheStatedSigns() {
        boolean negative = false;
        for (double value : values) {
            assertTrue(Double.isFinite(value) && value != 0, () -> "value " + value);
            negative |= value < 0;
        }
        assertEquals(law.signed(), negative);
    }

    @Test
    final void magnitudesAreWithinTheStatedBounds() {
        contract.constant("a1", law::a1).ifPresent(a1 -> {
            assertTrue(a1 > 0);
            assertTrue(Arrays.stream(values).map(Math::abs).min().orElseThrow() >= a1);
        });
        contract.constant("a2", law::a2).ifPresent(a2 -> {
            assertTrue(Double.isFinite(a2));
            assertTrue(Arrays.stream(values).map(Math::abs).max().orElseThrow() <= a2);
        });
    }

    @Test
    final void momentsAreAsStated() {
        double second = mean(2);
        contract.constant("kappa1", law::kappa1)
                .ifPresent(
                        kappa1 -> assertMean("kappa1", kappa1, mean(1), Math.max(0, second - kappa1 * kappa1), DRAWS));
        contract.constant("kappa2", law::kappa2)
                .ifPresent(
                        kappa2 -> assertMean("kappa2", kappa2, second, Math.max(0, mean(4) - second * second), DRAWS));
    }

    /** Moments of 40000 draws against the stated parameter, up to |t| of 2 deviations: 6 standard errors of the drawn mean. */
    @Test
    final void momentsKeepToTheSubGaussianParameter() {
        contract.constant("subGaussian", law::subGaussian).ifPresent(s -> {
            double deviation = Math.sqrt(mean(2) - mean(1) * mean(1));
            assertTrue(s >= deviation * (1 - 0.05), s + " of a deviation " + deviation);
            for (double t = -2 / deviation; t <= 2 / deviation; t += 0.25 / deviation) {
                double[] moments = new double[values.length];
                for (int i = 0; i < moments.length; i++) {
                    moments[i] = Math.exp(t * (values[i] - law.kappa1()));
                }
                double mean = Arrays.stream(moments).average().orElseThrow();
                double square = Arrays.stream(moments).map(x -> x * x).average().orElseThrow();
                double error = Math.sqrt((square - mean * mean) / moments.length);
                assertTrue(mean - 6 * error - 1e-12 <= Math.exp(s * s * t * t / 2), t + ": " + mean);
            }
        });
    }

    /** Counts of 40000 draws, 5 standard errors for each of four magnitudes: a right law fails with probability 2e-6. */
    @Test
    final void valuesAreSmallAsOftenAsStated() {
        for (double quantile : new double[] {0, 0.1, 0.5, 0.9}) {
            double magnitude = Arrays.stream(values)
                    .map(Math::abs)
                    .sorted()
                    .skip((long) (quantile * (values.length - 1)))
                    .findFirst()
                    .orElseThrow();
            double below;
            try {
                below = law.probabilityBelow(magnitude);
            } catch (UnstatedConstantException e) {
                assertTrue(
                        e.getMessage().contains("probabilityBelow")
                                || e.getMessage().contains("a1"),
                        e.getMessage());
                continue;
            }
            double rate =
                    Arrays.stream(values).filter(x -> Math.abs(x) < magnitude).count() / (double) values.length;
            assertEquals(below, rate, 5 * Math.sqrt(below * (1 - below) / values.length) + 1e-4);
        }
    }

    private double mean(int power) {
        return Arrays.stream(values).map(x -> Math.pow(x, power)).average().orElseThrow();
    }
}
