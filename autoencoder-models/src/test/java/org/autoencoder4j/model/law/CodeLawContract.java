package org.autoencoder4j.model.law;

import static org.autoencoder4j.model.law.LawContract.DRAWS;
import static org.autoencoder4j.model.law.LawContract.assertMean;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * What every law of codes promises: its draws obey the constants that it states, and it says which ones it does not.
 * {@link ValueLawContract} is the same for laws of values.
 *
 * <p>Statistical bounds: 40000 draws with a fixed seed, |z| at most 5 for each mean. A right law fails one such bound
 * with probability 6e-7; the largest class here has about 400 of them, so 3e-4 over all seeds.
 */
public abstract class CodeLawContract {
    private CodeLaw law;
    private LawContract contract;
    private SparseCode[] codes;

    protected abstract CodeLaw law();

    /** The constants that the law does not state. */
    protected Set<String> unstated() {
        return Set.of();
    }

    @BeforeEach
    void draw() {
        law = law();
        contract = new LawContract(law, unstated());
        codes = draw(RandomStreams.of(2019).at("contract", 0, 0));
    }

    private SparseCode[] draw(RandomGenerator random) {
        SparseCode[] drawn = new SparseCode[DRAWS];
        Arrays.setAll(drawn, t -> law.draw(random));
        return drawn;
    }

    @Test
    final void codesAreAFunctionOfTheSource() {
        SparseCode[] again = draw(RandomStreams.of(2019).at("contract", 0, 0));
        for (int t = 0; t < DRAWS; t++) {
            assertArrayEquals(codes[t].support(), again[t].support());
            assertArrayEquals(codes[t].values(), again[t].values());
        }
    }

    @Test
    final void supportsHaveTheStatedUnitsAndSize() {
        int units = law.units();
        contract.constant("sparsity", law::sparsity).ifPresent(k -> {
            assertTrue(k >= 1 && k <= units);
            for (SparseCode code : codes) {
                assertEquals(k, code.size());
            }
        });
        for (SparseCode code : codes) {
            assertNotNull(new SparseCode(units, code.support(), code.values()));
        }
    }

    @Test
    final void valuesHaveMagnitudesInRangeAndTheStatedSigns() {
        OptionalDouble least = values().map(Math::abs).min();
        OptionalDouble greatest = values().map(Math::abs).max();
        contract.constant("a1", law::a1).ifPresent(a1 -> assertTrue(least.orElseThrow() >= a1));
        contract.constant("a2", law::a2).ifPresent(a2 -> assertTrue(greatest.orElseThrow() <= a2));
        boolean negative = values().anyMatch(value -> value < 0);
        contract.constant("signed", law::signed).ifPresent(signed -> assertEquals(signed, negative));
    }

    private DoubleStream values() {
        return Arrays.stream(codes).flatMapToDouble(code -> Arrays.stream(code.values()));
    }

    @Test
    final void unitsAndPairsAndTriplesAreIncludedAsStated() {
        int units = law.units();
        if (contract.constant("inclusion", () -> law.inclusion(0)).isEmpty()) {
            return;
        }
        long[][][] counts = tripleCounts();
        for (int i = 0; i < units; i++) {
            assertEquals(law.inclusion(i), law.inclusion(i, i));
            for (int j = i; j < units; j++) {
                for (int l = j; l < units; l++) {
                    double p = law.inclusion(i, j, l);
                    double frequency = (double) counts[i][j][l] / DRAWS;
                    assertMean("p_" + i + "," + j + "," + l, p, frequency, p * (1 - p), DRAWS);
                }
            }
        }
        assertMessage("indices[1] = -1", () -> law.inclusion(0, -1));
        assertMessage("indices[0] = " + units, () -> law.inclusion(units));
    }

    private long[][][] tripleCounts() {
        int units = law.units();
        long[][][] counts = new long[units][units][units];
        for (SparseCode code : codes) {
            for (int i : code.support()) {
                for (int j : code.support()) {
                    for (int l : code.support()) {
                        counts[i][j][l]++;
                    }
                }
            }
        }
        return counts;
    }

    /** Over all sets of units; the laws here have at most 10 of them. */
    @Test
    final void supportsHaveTheStatedProbabilities() {
        if (contract.constant("inclusion", () -> law.supportProbability(0)).isEmpty()) {
            return;
        }
        long[] counts = new long[1 << law.units()];
        for (SparseCode code : codes) {
            counts[Arrays.stream(code.support()).map(i -> 1 << i).sum()]++;
        }
        double total = 0;
        for (int set = 0; set < counts.length; set++) {
            int members = set;
            int[] support = IntStream.range(0, law.units())
                    .filter(i -> (members >> i & 1) == 1)
                    .toArray();
            double p = law.supportProbability(support);
            total += p;
            // A rare set's count is Poisson, not normal: for it z <= 5 is widened by 25 counts.
            assertMean("P[S]", p, (double) counts[set] / DRAWS, p * (1 - p) + 25.0 / DRAWS, DRAWS);
            assertTrue(p > 0 || counts[set] == 0);
        }
        assertEquals(1, total, 1e-9);
    }

    @Test
    final void valuesHaveTheStatedMoments() {
        double[] drawn = firstValues();
        double second = mean(drawn, 2);
        contract.constant("kappa1", law::kappa1)
                .ifPresent(
                        kappa1 -> assertMean("kappa1", kappa1, mean(drawn, 1), second - kappa1 * kappa1, drawn.length));
        contract.constant("kappa2", law::kappa2).ifPresent(kappa2 -> {
            double variance = Math.max(0, mean(drawn, 4) - second * second);
            assertMean("kappa2", kappa2, second, variance, drawn.length);
            assertFalse(kappa2 < law.kappa1() * law.kappa1() - 1e-12);
        });
    }

    private double[] firstValues() {
        return Arrays.stream(codes)
                .filter(code -> code.size() > 0)
                .mapToDouble(code -> code.values()[0])
                .toArray();
    }

    private static double mean(double[] values, int power) {
        return Arrays.stream(values).map(x -> Math.pow(x, power)).average().orElseThrow();
    }

    @Test
    final void valuesAreUncorrelatedGivenTheSupport() {
        if (contract.constant("values", law::values).isEmpty()) {
            return;
        }
        double squaredMean = law.kappa1() * law.kappa1();
        double variance = law.kappa2() * law.kappa2() - squaredMean * squaredMean;
        int most = Arrays.stream(codes).mapToInt(SparseCode::size).max().orElseThrow();
        for (int t = 1; t < most; t++) {
            int other = t;
            double[] products = Arrays.stream(codes)
                    .filter(code -> code.size() > other)
                    .mapToDouble(code -> code.values()[0] * code.values()[other])
                    .toArray();
            // Where few supports are as large, products of heavy-tailed values are not normal enough to be told by z.
            if (products.length >= DRAWS / 20) {
                assertMean("E[x x']", squaredMean, mean(products, 1), variance, products.length);
            }
        }
    }

    private static void assertMessage(String part, Executable action) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, action).getMessage());
        assertTrue(message.contains(part), message);
    }
}
