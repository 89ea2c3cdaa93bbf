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

    private double mean(int power) {
        return Arrays.stream(values).map(x -> Math.pow(x, power)).average().orElseThrow();
    }
}
