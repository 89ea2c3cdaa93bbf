package org.autoencoder4j.learn;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.coding.CodeSign;
import org.autoencoder4j.coding.Planted;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.Fixtures;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** How many units there are, which of them are surplus, and how far their atoms may be trusted. */
class UnitsTest {
    private static final Planted PLANTED = Planted.of(6, 32, 24, 2, 3000, CodeSign.SIGNED, 0.05);

    /** 32 units for 24 atoms: each atom is found, and what is left when the surplus goes still has them all. */
    @Test
    void unitsBeyondTheAtomsAreSurplus() {
        Learned learned = DictionaryLearning.withDefaults()
                .withUnits(32)
                .withSparsity(Sparsity.most(2))
                .fit(PLANTED.samples());
        List<Integer> surplus = learned.units().surplus();
        assertEquals(8, surplus.size(), learned.toString());
        int[] useful =
                IntStream.range(0, 32).filter(unit -> !surplus.contains(unit)).toArray();
        INDArray left = Nd4j.pullRows(learned.coder().weights().transpose(), 1, useful, 'c')
                .transpose()
                .dup('f');
        assertEquals(24, Atoms.found(PLANTED.dictionary(), left, 0.06), surplus.toString());
    }

    @Test
    void noAtomIsSurplusWhereThereAreAsManyUnits() {
        Learned learned = DictionaryLearning.withDefaults()
                .withUnits(24)
                .withSparsity(Sparsity.most(2))
                .fit(PLANTED.samples());
        assertEquals(List.of(), learned.units().surplus());
        assertTrue(learned.units().replaced() > 0, "from samples, some atoms are missing at first");
        assertEquals(
                learned.units().replaced(),
                learned.history().stream().mapToLong(SweepRow::swaps).sum());
    }

    /**
     * The median of 24 ratios of chi variables with 31 degrees of freedom to their root mean square: standard error 0.03, so
     * beyond 0.13 in 1 of 10^4 seeds.
     */
    @Test
    void theEstimatedErrorsAreThoseOfTheAtoms() {
        Learned learned = DictionaryLearning.withDefaults()
                .withUnits(24)
                .withSparsity(Sparsity.most(2))
                .fit(PLANTED.samples());
        double[] errors = Atoms.distances(learned.coder().weights(), PLANTED.dictionary());
        double[] ratios = IntStream.range(0, 24)
                .mapToDouble(unit -> errors[unit] / learned.units().errors().get(unit))
                .sorted()
                .toArray();
        assertEquals(1, (ratios[11] + ratios[12]) / 2, 0.13, Arrays.toString(ratios));
    }

    @Test
    void unitsGrowUntilMoreAreNotWorthIt() {
        Planted planted = Planted.of(8, 16, 40, 2, 4000, CodeSign.SIGNED, 0.02);
        Learned learned = DictionaryLearning.withDefaults()
                .withUnitsUpTo(500)
                .withSparsity(Sparsity.most(2))
                .fit(planted.samples());
        int units = learned.coder().units();
        assertTrue(units >= 40 && units <= 90, "16, 24, 36, 54, 81: " + units);
        assertEquals(4000, learned.fit().samples(), "all samples refine what was found");
        assertTrue(Atoms.found(planted.dictionary(), learned.dictionary(), 0.06) >= 39, learned.toString());
        Learned few = DictionaryLearning.withDefaults()
                .withUnitsUpTo(30)
                .withSparsity(Sparsity.most(2))
                .fit(planted.samples());
        assertEquals(30, few.coder().units(), "16, 24, 30");
    }

    /** Samples without structure: twice as many random directions say little more. */
    @Test
    void unitsDoNotGrowWhereThereIsNothingToBeFound() {
        Learned learned = DictionaryLearning.withDefaults()
                .withUnitsUpTo(500)
                .withSparsity(Sparsity.most(2))
                .fit(Fixtures.observations(3, 1000, 16));
        assertTrue(learned.coder().units() <= 36, learned.toString());
    }

    /** Together the two halves are all samples, each once. */
    @Property(tries = 50)
    void everyTenthSampleIsHeldOut(@ForAll @IntRange(min = 10, max = 400) int count) {
        Batches all =
                Batches.of(Nd4j.arange(count).reshape(count, 1).castTo(org.nd4j.linalg.api.buffer.DataType.DOUBLE));
        Batches held = SelectedSamples.heldOut(all);
        Batches others = SelectedSamples.others(all);
        double[] numbers = Nd4j.vstack(held.batch(0), others.batch(0)).toDoubleVector();
        Arrays.sort(numbers);
        assertEquals(count, numbers.length);
        for (int i = 0; i < count; i++) {
            assertEquals(i, numbers[i]);
        }
        assertEquals(9, held.batch(0).getDouble(0));
        assertIdentical(others.batch(0), others.batch(7));
        assertThrows(IllegalArgumentException.class, () -> held.reader().rows(0, 0, held.size() + 1));
    }
}
