package org.autoencoder4j.init;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class InitialiserTest {
    private static final RandomStreams STREAMS = RandomStreams.of(11);
    private static final int N = 6;
    private static final int M = 4;
    private static final INDArray DICTIONARY =
            Initialiser.random(N, DataType.DOUBLE).weights(M, RandomStreams.of(5));

    /** Each initialiser as a function of the type, so that FLOAT and DOUBLE can be compared. */
    static Stream<Function<DataType, Initialiser>> all() {
        return Stream.of(
                type -> Initialiser.near(DICTIONARY.castTo(type), 0.3),
                type -> Initialiser.perturbed(DICTIONARY.castTo(type), 0.3),
                type -> Initialiser.sampleColumns(samples(type)),
                type -> Initialiser.principalComponents(samples(type)),
                type -> Initialiser.random(N, type),
                type -> Initialiser.gaussian(N, type),
                type -> Initialiser.explicit(DICTIONARY.castTo(type)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void returnsNewWeightsInOrderFOfTheRightTypeReproducibly(Function<DataType, Initialiser> of) {
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            Initialiser initialiser = of.apply(type);
            INDArray weights = initialiser.weights(M, STREAMS);
            assertEquals(type, weights.dataType());
            assertEquals('f', weights.ordering());
            assertFalse(weights.isView());
            assertEquals(N, weights.rows());
            assertEquals(M, weights.columns());
            INDArray copy = weights.dup();
            weights.muli(0);
            assertIdentical(copy, initialiser.weights(M, RandomStreams.of(11)));
            assertIdentical(copy, of.apply(type).weights(M, STREAMS));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void givesInFloatWhatItGivesInDoubleRounded(Function<DataType, Initialiser> of) {
        INDArray single = of.apply(DataType.FLOAT).weights(M, STREAMS);
        INDArray rounded = of.apply(DataType.DOUBLE).weights(M, STREAMS).castTo(DataType.FLOAT);
        // What takes no array is rounded once; otherwise the array has been rounded before.
        assertClose(rounded, single, 1e-6);
    }

    @Test
    void roundsRandomWeightsOnce() {
        for (Function<DataType, Initialiser> of : Stream.<Function<DataType, Initialiser>>of(
                        type -> Initialiser.random(N, type), type -> Initialiser.gaussian(N, type))
                .toList()) {
            assertIdentical(
                    of.apply(DataType.DOUBLE).weights(M, STREAMS).castTo(DataType.FLOAT),
                    of.apply(DataType.FLOAT).weights(M, STREAMS));
        }
    }

    @Test
    void drawsEachColumnFromItsOwnStream() {
        Initialiser random = Initialiser.random(N, DataType.DOUBLE);
        INDArray few = random.weights(2, STREAMS);
        INDArray many = random.weights(9, STREAMS);
        assertIdentical(few, many.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 2)));
        assertNotEquals(
                0,
                many.getDouble(0, 0) - random.weights(9, RandomStreams.of(12)).getDouble(0, 0));
    }

    @Test
    void keepsItsOwnCopyOfWhatItIsGiven() {
        INDArray given = DICTIONARY.dup();
        for (Function<INDArray, Initialiser> of : Stream.<Function<INDArray, Initialiser>>of(
                        array -> Initialiser.near(array, 0.2),
                        array -> Initialiser.perturbed(array, 0.2),
                        Initialiser::explicit)
                .toList()) {
            Initialiser initialiser = of.apply(given);
            INDArray before = assertUnchanged(() -> initialiser.weights(M, STREAMS), given);
            given.muli(-1);
            assertIdentical(before, initialiser.weights(M, STREAMS));
            given.assign(DICTIONARY);
        }
    }

    @Test
    void perturbsEntriesWithVarianceDeltaSquaredOverN() {
        // 200 x 500 = 1e5 normal numbers: the mean square has relative deviation sqrt(2/1e5) = 0.0045, the mean
        // delta/sqrt(n 1e5); at 5 deviations the false-alarm rate is 6e-7 each.
        INDArray zero = Nd4j.zeros(DataType.DOUBLE, 200, 500);
        INDArray noise = Initialiser.perturbed(zero, 0.5).weights(500, STREAMS);
        double meanSquare = noise.mul(noise).sumNumber().doubleValue() / 500;
        assertEquals(0.25, meanSquare, 0.25 * 5 * 0.0045);
        assertEquals(0, noise.meanNumber().doubleValue(), 5 * 0.5 / Math.sqrt(200 * 1e5));
        assertIdentical(DICTIONARY, Initialiser.perturbed(DICTIONARY, 0).weights(M, STREAMS));
    }

    @Test
    void gaussianIsThePerturbationOfNothing() {
        assertIdentical(
                Initialiser.perturbed(Nd4j.zeros(DataType.DOUBLE, N, M), 1).weights(M, STREAMS),
                Initialiser.gaussian(N, DataType.DOUBLE).weights(M, STREAMS));
    }

    @Test
    void takesDifferentSamplesAndSkipsZeroAndEqualOnes() {
        double[][] rows = {{0, 0}, {3, 4}, {6, 8}, {0, 0}, {0, 2}, {-1, 0}};
        Initialiser initialiser = Initialiser.sampleColumns(new OneBatch(Nd4j.createFromArray(rows)));
        Set<String> seen = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            INDArray weights = initialiser.weights(3, RandomStreams.of(seed));
            Set<String> columns = new HashSet<>();
            for (double[] column : weights.transpose().toDoubleMatrix()) {
                columns.add("%.3f %.3f".formatted(column[0], column[1]));
            }
            assertEquals(Set.of("0.600 0.800", "0.000 1.000", "-1.000 0.000"), columns);
            seen.add("%.3f".formatted(weights.getDouble(0, 0)));
        }
        assertEquals(3, seen.size(), "each sample comes first for some seed");
        assertMessage(() -> initialiser.weights(4, STREAMS), "units = 4 must be at most 3, the number of different");
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void principalComponentsAreTheSingularVectorsOfTheUncentredSamples(DataType type) {
        // 2500 samples: three chunks, the last one short.
        INDArray rows =
                Initialiser.gaussian(N, DataType.DOUBLE).weights(2500, STREAMS).transpose();
        rows = rows.mulRowVector(Nd4j.createFromArray(3d, 1, 2.5, 0.2, 2, 0.5))
                .addi(0.4)
                .castTo(type);
        double[][] expected = new SingularValueDecomposition(
                        new Array2DRowRealMatrix(rows.castTo(DataType.DOUBLE).toDoubleMatrix()))
                .getV()
                .getData();

        INDArray weights = Initialiser.principalComponents(new OneBatch(rows)).weights(N, STREAMS);

        INDArray overlap = Nd4j.createFromArray(expected).transpose().mmul(weights.castTo(DataType.DOUBLE));
        double tolerance = type == DataType.DOUBLE ? 1e-12 : 1e-5;
        for (int i = 0; i < N; i++) {
            assertEquals(1, Math.abs(overlap.getDouble(i, i)), tolerance);
            INDArray column = weights.getColumn(i);
            assertEquals(column.amaxNumber().doubleValue(), column.maxNumber().doubleValue(), "sign of column " + i);
        }
    }

    @Test
    void rejectsBadInput() {
        INDArray hole = DICTIONARY.dup();
        hole.putScalar(1, 1, Double.NaN);
        INDArray stretched = DICTIONARY.dup();
        stretched.getColumn(2).muli(1.1);

        assertMessage(() -> Initialiser.near(DICTIONARY, -0.1), "delta = -0.1 must lie between 0.0 and 2.0");
        assertMessage(() -> Initialiser.near(DICTIONARY, 2.1), "delta = 2.1");
        assertMessage(() -> Initialiser.near(DICTIONARY, Double.NaN), "delta = NaN");
        assertMessage(() -> Initialiser.near(hole, 0.1), "dictionary [6, 4] has an entry that is NaN");
        assertMessage(() -> Initialiser.near(stretched, 0.1), "column 2 of dictionary has norm 1.1");
        assertMessage(() -> Initialiser.near(Nd4j.ones(DataType.DOUBLE, 1, 3), 0.1), "the number of rows");
        assertMessage(
                () -> Initialiser.near(DICTIONARY, 0.1).weights(5, STREAMS),
                "units = 5 must be 4, the number of columns of dictionary");
        assertMessage(() -> Initialiser.perturbed(DICTIONARY, -1), "delta = -1.0");
        assertMessage(() -> Initialiser.perturbed(hole, 1), "dictionary [6, 4]");
        assertMessage(() -> Initialiser.perturbed(DICTIONARY, 1).weights(3, STREAMS), "units = 3 must be 4");
        assertMessage(() -> Initialiser.explicit(hole), "weights [6, 4]");
        assertMessage(() -> Initialiser.explicit(Nd4j.ones(DataType.DOUBLE, 3)), "weights has shape [3]");
        assertMessage(() -> Initialiser.explicit(DICTIONARY).weights(3, STREAMS), "units = 3 must be 4");
        assertMessage(() -> Initialiser.random(0, DataType.DOUBLE), "features = 0");
        assertMessage(() -> Initialiser.random(3, DataType.INT64), "type is LONG");
        assertMessage(() -> Initialiser.random(3, DataType.FLOAT).weights(0, STREAMS), "units = 0");
        assertMessage(() -> Initialiser.gaussian(0, DataType.DOUBLE), "features = 0");
        assertMessage(() -> Initialiser.gaussian(3, DataType.BFLOAT16), "type is BFLOAT16");

        Batches samples = samples(DataType.DOUBLE);
        assertMessage(() -> Initialiser.principalComponents(samples).weights(7, STREAMS), "units = 7");
        assertMessage(() -> Initialiser.principalComponents(samples).weights(0, STREAMS), "units = 0");
        assertMessage(() -> Initialiser.sampleColumns(samples).weights(0, STREAMS), "units = 0");
        INDArray damaged = Nd4j.valueArrayOf(new long[] {3, 2}, Double.POSITIVE_INFINITY, DataType.DOUBLE);
        assertMessage(
                () -> Initialiser.principalComponents(new OneBatch(damaged)).weights(1, STREAMS), "data [3, 2] has");
        assertMessage(() -> Initialiser.sampleColumns(new OneBatch(damaged)).weights(1, STREAMS), "sample ");
    }

    private static void assertMessage(Executable call, String beginning) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, call).getMessage());
        assertTrue(message.startsWith(beginning), message);
    }

    private static Batches samples(DataType type) {
        INDArray rows = Initialiser.gaussian(N, DataType.DOUBLE)
                .weights(40, RandomStreams.of(2))
                .transpose();
        return new OneBatch(rows.mulRowVector(Nd4j.createFromArray(1d, 2, 3, 4, 5, 6))
                .castTo(type)
                .dup('c'));
    }

    /** The same batch at every step. */
    private record OneBatch(INDArray rows) implements Batches {
        @Override
        public boolean changeWithStep() {
            return false;
        }

        @Override
        public long size() {
            return rows.rows();
        }

        @Override
        public int features() {
            return rows.columns();
        }

        @Override
        public DataType dataType() {
            return rows.dataType();
        }

        @Override
        public Reader reader() {
            return (step, from, to) -> rows.get(NDArrayIndex.interval(from, to), NDArrayIndex.all())
                    .dup('c');
        }
    }
}
