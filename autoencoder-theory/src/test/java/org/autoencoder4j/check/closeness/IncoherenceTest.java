package org.autoencoder4j.check.closeness;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.check.Samples;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class IncoherenceTest {
    @ParameterizedTest
    @CsvSource({"p1_geometry_0, DOUBLE", "p1_geometry_0, FLOAT", "p1_geometry_1, DOUBLE", "p1_geometry_1, FLOAT"})
    void golden(String name, DataType type) {
        Golden golden = Golden.read(name);
        INDArray dictionary = golden.matrix("inputs/A").castTo(type);
        Incoherence incoherence = assertUnchanged(() -> Incoherence.of(dictionary), dictionary);
        assertClose(golden.number("outputs/mu"), incoherence.mu(), type == DataType.DOUBLE ? golden.tolerance() : 1e-4);
    }

    @Property(tries = 100)
    void signsAndOrderDoNotMatter(
            @ForAll @IntRange(min = 1, max = 6) int n, @ForAll @IntRange(min = 2, max = 8) int m, @ForAll long seed) {
        RandomGenerator random = Samples.random(seed);
        INDArray dictionary = Samples.unitColumns(random, n, m);
        int[] permutation = Samples.permutation(random, m);
        Incoherence before = Incoherence.of(dictionary);
        Incoherence after = Incoherence.of(Samples.rearranged(dictionary, permutation, Samples.signs(random, m)));
        assertEquals(before.mu(), after.mu(), 1e-12);
        assertTrue(before.mu() <= Math.sqrt(n) * (1 + 1e-12));
        assertTrue(before.first() < before.second());
        double product = dictionary
                .getColumn(permutation[after.first()])
                .mul(dictionary.getColumn(permutation[after.second()]))
                .sumNumber()
                .doubleValue();
        assertEquals(before.coherence(), Math.abs(product), 1e-12);
    }

    @Property(tries = 50)
    void scalesWithTheSquareOfTheColumns(@ForAll long seed) {
        INDArray dictionary = Samples.unitColumns(Samples.random(seed), 5, 4);
        assertEquals(
                9 * Incoherence.of(dictionary).mu(),
                Incoherence.of(dictionary.mul(3)).mu(),
                1e-12);
    }

    /** More columns than one block, and the pair in every combination of blocks. */
    @ParameterizedTest
    @CsvSource({"3, 7", "255, 256", "10, 599", "256, 511", "511, 512", "598, 599"})
    void findsThePairInEveryBlock(int first, int second) {
        INDArray dictionary = Nd4j.eye(600).castTo(DataType.DOUBLE);
        dictionary.putScalar(first, first, 0.8);
        dictionary.putScalar(second, first, -0.6);
        Incoherence incoherence = Incoherence.of(dictionary);
        assertEquals(0.6, incoherence.coherence(), 1e-15);
        assertEquals(Math.sqrt(600) * 0.6, incoherence.mu(), 1e-12);
        assertEquals(first, incoherence.first());
        assertEquals(second, incoherence.second());
    }

    @Test
    void reports() {
        INDArray dictionary = Nd4j.createFromArray(new double[][] {{1, 0.6}, {0, 0.8}});
        Incoherence incoherence = Incoherence.of(dictionary);
        assertEquals(0.6 * Math.sqrt(2), incoherence.mu(), 1e-15);
        assertEquals(Verdict.HOLDS, incoherence.report(0.85).verdict());
        assertEquals(Verdict.FAILS, incoherence.report(0.84).verdict());
        assertEquals(
                "atoms 0 and 1, whose product is 0.6",
                incoherence.report(1).witness().orElseThrow());
        assertEquals(
                Verdict.NOT_APPLICABLE,
                Incoherence.of(dictionary.mul(0.5)).report(10).verdict());
        assertEquals(0.5, Incoherence.of(dictionary.mul(0.5)).normDeviation(), 1e-15);
        assertThrows(IllegalArgumentException.class, () -> incoherence.report(-1));
    }

    @Test
    void aFloatDictionaryHasUnitColumns() {
        INDArray dictionary = Samples.unitColumns(Samples.random(3), 700, 20).castTo(DataType.FLOAT);
        assertEquals(Verdict.HOLDS, Incoherence.of(dictionary).report(20).verdict());
    }

    @Test
    void refusesWhatIsNoDictionary() {
        assertThrows(IllegalArgumentException.class, () -> Incoherence.of(Nd4j.ones(DataType.DOUBLE, 4, 1)));
        assertThrows(IllegalArgumentException.class, () -> Incoherence.of(Nd4j.ones(DataType.DOUBLE, 4)));
        assertThrows(IllegalArgumentException.class, () -> Incoherence.of(Nd4j.ones(DataType.INT32, 4, 4)));
        INDArray infinite = Nd4j.ones(DataType.DOUBLE, 4, 4).putScalar(1, 1, Double.POSITIVE_INFINITY);
        assertThrows(IllegalArgumentException.class, () -> Incoherence.of(infinite));
    }
}
