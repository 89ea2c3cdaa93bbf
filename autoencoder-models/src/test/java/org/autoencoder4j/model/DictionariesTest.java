package org.autoencoder4j.model;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

class DictionariesTest {
    private static final RandomStreams STREAMS = RandomStreams.of(5);

    static Stream<Function<DataType, INDArray>> dictionaries() {
        return Stream.of(
                type -> Dictionaries.gaussian(16, 32, type, STREAMS),
                type -> Dictionaries.gaussian(1, 3, type, STREAMS),
                type -> Dictionaries.orthonormal(16, 16, type, STREAMS),
                type -> Dictionaries.orthonormal(16, 7, type, STREAMS),
                type -> Dictionaries.identityAndHadamard(16, type),
                type -> Dictionaries.lowCoherence(16, 32, 20, type, STREAMS));
    }

    @ParameterizedTest
    @MethodSource("dictionaries")
    void atomsAreUnitColumnsInColumnOrder(Function<DataType, INDArray> dictionary) {
        INDArray atoms = dictionary.apply(DataType.DOUBLE);
        assertEquals('f', atoms.ordering());
        assertEquals(DataType.DOUBLE, atoms.dataType());
        INDArray gram = atoms.transpose().mmul(atoms);
        for (int i = 0; i < atoms.columns(); i++) {
            assertEquals(1, gram.getDouble(i, i), 1e-14);
        }
    }

    @ParameterizedTest
    @MethodSource("dictionaries")
    void floatIsDoubleRoundedAndTheSeedDecides(Function<DataType, INDArray> dictionary) {
        INDArray atoms = dictionary.apply(DataType.DOUBLE);
        assertIdentical(atoms, dictionary.apply(DataType.DOUBLE));
        INDArray rounded = dictionary.apply(DataType.FLOAT);
        assertIdentical(atoms.castTo(DataType.FLOAT), rounded);
        assertEquals('f', rounded.ordering());
    }

    /** 64 x 500 entries: mean and variance within 5 standard errors; false-alarm rate 1e-6. */
    @Test
    void unnormalisedEntriesHaveVarianceOneOverN() {
        INDArray atoms = Dictionaries.gaussianUnnormalised(64, 500, DataType.DOUBLE, STREAMS);
        double entries = 64 * 500;
        double mean = atoms.meanNumber().doubleValue();
        double second = atoms.mul(atoms).meanNumber().doubleValue();
        assertTrue(Math.abs(mean) <= 5 / Math.sqrt(64 * entries));
        assertTrue(Math.abs(64 * second - 1) <= 5 * Math.sqrt(2 / entries));
        INDArray scaled = atoms.divRowVector(atoms.norm2(0));
        assertClose(Dictionaries.gaussian(64, 500, DataType.DOUBLE, STREAMS), scaled, 1e-14);
    }

    @Test
    void differentSeedsGiveDifferentAtoms() {
        INDArray first = Dictionaries.gaussian(4, 4, DataType.DOUBLE, STREAMS);
        INDArray second = Dictionaries.gaussian(4, 4, DataType.DOUBLE, RandomStreams.of(6));
        assertTrue(first.sub(second).amaxNumber().doubleValue() > 0.1);
    }

    @Test
    void orthonormalAtomsAreOrthogonal() {
        assertTrue(coherence(Dictionaries.orthonormal(40, 40, DataType.DOUBLE, STREAMS)) <= 1e-14);
        assertTrue(coherence(Dictionaries.orthonormal(40, 9, DataType.DOUBLE, STREAMS)) <= 1e-14);
    }

    /** Uniform: the first entry of the first atom is positive in half of 200 draws, to 5 standard errors. */
    @Test
    void orthonormalAtomsHaveNoPreferredSign() {
        int positive = 0;
        for (int seed = 0; seed < 200; seed++) {
            INDArray atoms = Dictionaries.orthonormal(3, 3, DataType.DOUBLE, RandomStreams.of(seed));
            positive += atoms.getDouble(0, 0) > 0 ? 1 : 0;
        }
        assertEquals(100, positive, 5 * Math.sqrt(50));
    }

    @Test
    void basesOfTheUnionAreMutuallyUnbiased() {
        INDArray atoms = Dictionaries.identityAndHadamard(64, DataType.DOUBLE);
        assertArrayEquals(new long[] {64, 128}, atoms.shape());
        INDArray gram = Transforms.abs(atoms.transpose().mmul(atoms));
        for (int i = 0; i < 128; i++) {
            for (int j = 0; j < 128; j++) {
                double expected = i == j ? 1 : i < 64 == j < 64 ? 0 : 1.0 / 8;
                assertEquals(expected, gram.getDouble(i, j), 1e-14);
            }
        }
    }

    @Test
    void alternatingProjectionLowersTheCoherence() {
        double start = coherence(Dictionaries.gaussian(32, 64, DataType.DOUBLE, STREAMS));
        double welch = Math.sqrt(32.0 / (32 * 63));
        double reached = coherence(Dictionaries.lowCoherence(32, 64, 50, DataType.DOUBLE, STREAMS));
        assertTrue(reached < 0.4 * start, () -> reached + " from " + start);
        assertTrue(reached >= welch);
    }

    /** More units than a block of the Gram matrix has; rounding grows by some digits in 30 iterations. */
    @ParameterizedTest
    @CsvSource({"32, 64, 30", "5, 6, 30", "40, 700, 3"})
    void alternatingProjectionIsThatOfWholeMatrices(int features, int units, int iterations) {
        INDArray expected = PlainProjection.lowerCoherence(
                Dictionaries.gaussian(features, units, DataType.DOUBLE, STREAMS), iterations);
        assertClose(expected, Dictionaries.lowCoherence(features, units, iterations, DataType.DOUBLE, STREAMS), 1e-10);
    }

    /** m = n + 1 vectors that point to a simplex's corners meet Welch's bound 1/n. */
    @ParameterizedTest
    @CsvSource({"2", "3", "5"})
    void alternatingProjectionFindsTheSimplex(int features) {
        INDArray atoms = Dictionaries.lowCoherence(features, features + 1, 500, DataType.DOUBLE, STREAMS);
        assertEquals(1.0 / features, coherence(atoms), 1e-6);
    }

    private static double coherence(INDArray atoms) {
        INDArray gram = atoms.transpose().mmul(atoms);
        return gram.sub(Nd4j.eye(atoms.columns()).castTo(DataType.DOUBLE))
                .amaxNumber()
                .doubleValue();
    }

    static List<Executable> wrongCalls() {
        return List.of(
                () -> Dictionaries.gaussian(0, 3, DataType.DOUBLE, STREAMS),
                () -> Dictionaries.gaussian(3, 0, DataType.DOUBLE, STREAMS),
                () -> Dictionaries.gaussian(3, 3, DataType.INT32, STREAMS),
                () -> Dictionaries.gaussianUnnormalised(3, -1, DataType.DOUBLE, STREAMS),
                () -> Dictionaries.orthonormal(3, 4, DataType.DOUBLE, STREAMS),
                () -> Dictionaries.orthonormal(3, 0, DataType.DOUBLE, STREAMS),
                () -> Dictionaries.identityAndHadamard(12, DataType.DOUBLE),
                () -> Dictionaries.identityAndHadamard(0, DataType.DOUBLE),
                () -> Dictionaries.lowCoherence(4, 4, 10, DataType.DOUBLE, STREAMS),
                () -> Dictionaries.lowCoherence(1, 4, 10, DataType.DOUBLE, STREAMS),
                () -> Dictionaries.lowCoherence(4, 8, 0, DataType.DOUBLE, STREAMS));
    }

    @ParameterizedTest
    @MethodSource("wrongCalls")
    void wrongArgumentsAreRefused(Executable call) {
        assertThrows(IllegalArgumentException.class, call);
    }
}
