package org.autoencoder4j.check.closeness;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.check.Samples;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Matching, DeltaCloseness and Nearness. */
class ClosenessTest {
    @ParameterizedTest
    @CsvSource({"p1_geometry_0, DOUBLE", "p1_geometry_0, FLOAT", "p1_geometry_1, DOUBLE", "p1_geometry_1, FLOAT"})
    void goldenGeometry(String name, DataType type) {
        Golden golden = Golden.read(name);
        double tolerance = type == DataType.DOUBLE ? golden.tolerance() : 1e-4;
        INDArray weights = golden.matrix("inputs/W").castTo(type);
        INDArray dictionary = golden.matrix("inputs/A").castTo(type);

        Nearness near = assertUnchanged(() -> Nearness.of(weights, dictionary, SignFlips.ALLOWED), weights, dictionary);
        Matching matching = near.closeness().minimumSum();
        assertArrayEquals(golden.ints("outputs/assignment_signs"), matching.columns());
        assertArrayEquals(golden.ints("outputs/signs"), matching.signs());
        assertClose(golden.vector("outputs/column_distance"), Nd4j.createFromArray(matching.distances()), tolerance);
        assertClose(golden.number("outputs/delta"), matching.delta(), tolerance);
        assertClose(golden.number("outputs/delta"), near.closeness().delta(), tolerance);
        assertClose(golden.number("outputs/frobenius_signs"), matching.frobenius(), tolerance);
        assertClose(golden.number("outputs/xi"), near.xi(), tolerance);
        assertClose(golden.number("outputs/specnorm_A"), near.dictionaryNorm(), tolerance);
        double[] lam = golden.doubles("outputs/lam");
        for (int i = 0; i < lam.length; i++) {
            assertClose(lam[i], 1 - matching.distances()[i] * matching.distances()[i] / 2, tolerance);
        }

        Matching unsigned = Matching.minimumSum(weights, dictionary, SignFlips.FORBIDDEN);
        assertArrayEquals(golden.ints("outputs/assignment_nosigns"), unsigned.columns());
        assertClose(golden.number("outputs/frobenius_nosigns"), unsigned.frobenius(), tolerance);
    }

    @ParameterizedTest
    @CsvSource({
        "p1_matching_signs, ALLOWED, DOUBLE",
        "p1_matching_signs, ALLOWED, FLOAT",
        "p1_matching_nosigns, FORBIDDEN, DOUBLE",
        "p1_matching_nosigns, FORBIDDEN, FLOAT"
    })
    void goldenWhereTheTwoMatchingsDiffer(String name, SignFlips flips, DataType type) {
        Golden golden = Golden.read(name);
        double tolerance = type == DataType.DOUBLE ? golden.tolerance() : 1e-4;
        INDArray weights = golden.matrix("inputs/W").castTo(type);
        INDArray dictionary = golden.matrix("inputs/A").castTo(type);
        DeltaCloseness closeness = DeltaCloseness.of(weights, dictionary, flips);
        Matching sum = closeness.minimumSum();
        assertArrayEquals(golden.ints("outputs/assignment_min_sum"), sum.columns());
        assertClose(golden.number("outputs/min_sum_of_squares"), sum.frobenius() * sum.frobenius(), tolerance);
        assertClose(golden.number("outputs/delta_min_sum"), sum.delta(), tolerance);
        assertClose(golden.number("outputs/delta_bottleneck"), closeness.delta(), tolerance);
        assertTrue(closeness.delta() >= closeness.agreementRadius());
        assertEquals(
                closeness.delta(),
                Matching.bottleneck(weights, dictionary, flips).delta());

        double between = (closeness.delta() + sum.delta()) / 2;
        assertEquals(Verdict.HOLDS, closeness.report(between).verdict());
        assertEquals(Verdict.FAILS, closeness.report(closeness.delta() - 1e-3).verdict());
        assertEquals(
                Verdict.FAILS,
                Nearness.of(weights, dictionary, flips).report(between, 10).verdict());
    }

    @Property(tries = 100)
    void matchingFollowsPermutationsAndSigns(
            @ForAll @IntRange(min = 1, max = 9) int m, @ForAll @IntRange(min = 2, max = 7) int n, @ForAll long seed) {
        RandomGenerator random = Samples.random(seed);
        INDArray dictionary = Samples.unitColumns(random, n, m);
        INDArray weights = Samples.gaussian(random, n, m);
        Matching before = Matching.minimumSum(weights, dictionary, SignFlips.ALLOWED);
        int[] permutation = Samples.permutation(random, m);
        int[] signs = Samples.signs(random, m);

        Matching after =
                Matching.minimumSum(Samples.rearranged(weights, permutation, signs), dictionary, SignFlips.ALLOWED);
        for (int i = 0; i < m; i++) {
            assertEquals(before.columns()[i], permutation[after.columns()[i]]);
            assertEquals(before.signs()[i], after.signs()[i] * signs[after.columns()[i]]);
            assertEquals(before.distances()[i], after.distances()[i], 1e-12);
        }

        Matching moved =
                Matching.minimumSum(weights, Samples.rearranged(dictionary, permutation, signs), SignFlips.ALLOWED);
        for (int i = 0; i < m; i++) {
            assertEquals(before.columns()[permutation[i]], moved.columns()[i]);
            assertEquals(before.signs()[permutation[i]] * signs[i], moved.signs()[i]);
        }
    }

    @Property(tries = 200)
    void bottleneckIsNeverAboveMinimumSumAndEqualWithinTheRadius(
            @ForAll @IntRange(min = 1, max = 8) int m,
            @ForAll @IntRange(min = 0, max = 3) int more,
            @ForAll SignFlips flips,
            @ForAll long seed) {
        RandomGenerator random = Samples.random(seed);
        INDArray dictionary = Samples.unitColumns(random, 5, m);
        INDArray noise = Samples.gaussian(random, 5, m + more).mul(random.nextDouble());
        INDArray weights = Nd4j.hstack(dictionary, Samples.gaussian(random, 5, Math.max(1, more)))
                .getColumns(IntStream.range(0, m + more).toArray())
                .add(noise);
        DeltaCloseness closeness = DeltaCloseness.of(weights, dictionary, flips);
        Matching sum = closeness.minimumSum();
        Matching bottleneck = closeness.bottleneck();
        assertTrue(bottleneck.delta() <= sum.delta());
        assertTrue(sum.frobenius() <= bottleneck.frobenius() * (1 + 1e-12));
        assertEquals(m, Arrays.stream(bottleneck.columns()).distinct().count());
        if (bottleneck.delta() < closeness.agreementRadius()) {
            assertEquals(bottleneck.delta(), sum.delta());
            if (more == 0) {
                assertArrayEquals(bottleneck.columns(), sum.columns());
            }
        }
    }

    @Test
    void alignedWeightsAreTheDictionaryAgain() {
        RandomGenerator random = Samples.random(4);
        INDArray dictionary = Samples.unitColumns(random, 6, 5).dup('f');
        int[] permutation = {3, 0, 4, 2, 1};
        int[] signs = {1, -1, -1, 1, -1};
        INDArray weights = Samples.rearranged(dictionary, permutation, signs);
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            INDArray typed = weights.castTo(type);
            Matching matching = Matching.minimumSum(typed, dictionary.castTo(type), SignFlips.ALLOWED);
            INDArray aligned = assertUnchanged(() -> matching.align(typed), typed);
            assertEquals(type, aligned.dataType());
            assertEquals('f', aligned.ordering());
            assertClose(dictionary.castTo(type), aligned, 0);
            assertEquals(0, matching.delta());
            assertEquals(0, matching.frobenius());
        }
    }

    @Test
    void distancesNearZeroKeepTheirDigits() {
        INDArray dictionary = Samples.unitColumns(Samples.random(8), 40, 30);
        INDArray weights = dictionary.dup();
        weights.putScalar(3, 17, weights.getDouble(3, 17) + 1e-9);
        DeltaCloseness closeness = DeltaCloseness.of(weights, dictionary, SignFlips.FORBIDDEN);
        assertEquals(1e-9, closeness.delta(), 1e-15);
        assertEquals(17, closeness.bottleneck().worstAtom());
        assertEquals(
                "atom 17 and column 17 of the weights",
                closeness.report(1).witness().orElseThrow());
    }

    @Test
    void columnsWithoutAnAtomAreLeftOver() {
        INDArray dictionary = Nd4j.createFromArray(new double[][] {{1, 0}, {0, 1}});
        INDArray weights = Nd4j.createFromArray(new double[][] {{0.1, 5, 0.9}, {1, 5, 0}});
        Matching matching = Matching.minimumSum(weights, dictionary, SignFlips.FORBIDDEN);
        assertArrayEquals(new int[] {2, 0}, matching.columns());
        assertClose(Nd4j.createFromArray(new double[][] {{0.9, 0.1}, {0, 1}}), matching.align(weights), 0);
    }

    @Test
    void agreementRadiusKnowsSigns() {
        INDArray dictionary = Nd4j.createFromArray(new double[][] {{1, -0.8}, {0, 0.6}});
        assertEquals(
                Math.sqrt(3.6) / 2,
                DeltaCloseness.of(dictionary, dictionary, SignFlips.FORBIDDEN).agreementRadius(),
                1e-15);
        assertEquals(
                Math.sqrt(0.4) / 2,
                DeltaCloseness.of(dictionary, dictionary, SignFlips.ALLOWED).agreementRadius(),
                1e-15);
        INDArray single = dictionary.getColumns(0);
        assertEquals(
                Double.POSITIVE_INFINITY,
                DeltaCloseness.of(single, single, SignFlips.ALLOWED).agreementRadius());
    }

    @Test
    void nearnessIsRefutedByEitherNumber() {
        INDArray dictionary = Nd4j.eye(4).castTo(DataType.DOUBLE);
        INDArray weights = dictionary.add(0.1);
        Nearness near = Nearness.of(weights, dictionary, SignFlips.FORBIDDEN);
        assertEquals(0.2, near.closeness().delta(), 1e-12);
        assertEquals(0.4, near.xi(), 1e-12);
        assertEquals(0.4, near.differenceNorm(), 1e-12);
        assertEquals(Verdict.HOLDS, near.report(0.21, 0.41).verdict());
        assertEquals(Verdict.FAILS, near.report(0.19, 0.41).verdict());
        assertEquals(Verdict.FAILS, near.report(0.21, 0.39).verdict());
        assertEquals(
                "HOLDS: the weights are (delta, xi)-near the dictionary, up to order of least sum of squares"
                        + " (NWH19 Definition 2): delta = 0.2 <= 0.21, xi = 0.4 <= 0.41",
                near.report(0.21, 0.41).toString());
        assertEquals(
                "the weights are delta-close to the dictionary, up to order and signs",
                DeltaCloseness.of(weights, dictionary, SignFlips.ALLOWED)
                        .report(1)
                        .statement());
    }

    @Test
    void signsMayFlipWhereCodesTakeBothSigns() {
        assertEquals(SignFlips.ALLOWED, SignFlips.of(CodeLaw.sparse(4, 2, ValueLaw.rademacher())));
        assertEquals(SignFlips.FORBIDDEN, SignFlips.of(CodeLaw.sparse(4, 2, ValueLaw.nonNegativeUniform(0.8, 1.2))));
        assertEquals(SignFlips.FORBIDDEN, SignFlips.of(CodeLaw.oneHotUniform(4)));
    }

    @Test
    void refusesWhatCannotBeMatched() {
        INDArray three = Nd4j.zeros(DataType.DOUBLE, 4, 3);
        INDArray two = Nd4j.zeros(DataType.DOUBLE, 4, 2);
        assertRefused("weights has 2 columns and dictionary 3", two, three);
        assertRefused("dictionary has shape [5, 2]", three, Nd4j.zeros(DataType.DOUBLE, 5, 2));
        assertRefused("dictionary is FLOAT and weights is DOUBLE", three, two.castTo(DataType.FLOAT));
        assertRefused("weights [4, 3] has an entry that is NaN", three.dup().putScalar(0, 0, Double.NaN), two);
        assertRefused("a squared distance", three.add(1e200), two);
        assertThrows(IllegalArgumentException.class, () -> Nearness.of(three, two, SignFlips.ALLOWED));
        Matching matching = Matching.minimumSum(three, two, SignFlips.ALLOWED);
        assertThrows(IllegalArgumentException.class, () -> matching.align(two));
        DeltaCloseness closeness = DeltaCloseness.of(three, two, SignFlips.ALLOWED);
        assertThrows(IllegalArgumentException.class, () -> closeness.report(-1));
        assertThrows(IllegalArgumentException.class, () -> closeness.report(Double.NaN));
    }

    private static void assertRefused(String message, INDArray weights, INDArray dictionary) {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> DeltaCloseness.of(weights, dictionary, SignFlips.ALLOWED));
        assertTrue(String.valueOf(e.getMessage()).startsWith(message), e.getMessage());
    }
}
