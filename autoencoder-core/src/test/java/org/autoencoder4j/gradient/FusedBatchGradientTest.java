package org.autoencoder4j.gradient;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.autoencoder4j.testsupport.ArrayAssert.relativeDifference;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.gradient.internal.FormChoice;
import org.autoencoder4j.gradient.internal.FusedGradient;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The fused gradient against the plain one, in each of its forms. */
class FusedBatchGradientTest {
    /** Around the sizes of chunks, pieces, blocks and lanes. */
    private static final Integer[] SAMPLES = {
        1, 31, 32, 33, 95, 96, 97, 127, 128, 129, 255, 256, 257, 383, 384, 385, 1023, 1024, 1025, 2047, 2048, 2049, 2305
    };

    @Provide
    Arbitrary<Integer> samples() {
        return Arbitraries.of(SAMPLES);
    }

    /** From codes that are all active to codes that are all dead; the lattice below meets lambda = 0.5 exactly. */
    @Provide
    Arbitrary<Activation> activations() {
        return Arbitraries.of(
                Activation.relu(),
                Activation.hardThreshold(0),
                Activation.hardThreshold(0.5),
                Activation.hardThreshold(2),
                Activation.hardThreshold(1000));
    }

    /**
     * What is added to the bias. No more than it takes to reach the ends: codes of c have squares of c^2, which may cancel in
     * the gradient down to c, and no two ways to compute it then agree to more than the digits that are left.
     */
    private enum Shift {
        ALL_DEAD,
        DOWN,
        A_LITTLE_DOWN,
        NONE,
        UP,
        ALL_ACTIVE;

        double of(int features) {
            return switch (this) {
                case ALL_DEAD -> -reach(features);
                case DOWN -> -2;
                case A_LITTLE_DOWN -> -0.5;
                case NONE -> 0;
                case UP -> 2;
                case ALL_ACTIVE -> reach(features);
            };
        }

        /** More than a pre-activation on the lattice, and than one of normal samples and columns of length 1.25 in practice. */
        private static double reach(int features) {
            return features + 5.0;
        }
    }

    private static BatchGradient fused(Batches batches, int units, FormChoice form, int workers) {
        return new FusedBatchGradient(
                batches, units, new FusedGradient(batches, units, Optional.of(form), OptionalInt.of(workers)));
    }

    /**
     * With another bias, and with longer columns too: a single unit of length 1 gives a single feature back but for its bias,
     * and what is left in the gradient has few digits of the terms that it is summed from.
     */
    private static TiedAutoencoder shifted(TiedAutoencoder a, double shift) {
        return new TiedAutoencoder(a.weights().mul(1.25), a.bias().add(shift), a.activation());
    }

    private static void assertAgrees(TiedGradient expected, TiedGradient actual, double tolerance) {
        assertEquals(expected.weights().dataType(), actual.weights().dataType());
        assertTrue(relativeDifference(expected.weights(), actual.weights()) <= tolerance, "weights");
        assertTrue(relativeDifference(expected.bias(), actual.bias()) <= tolerance, "bias");
        assertTrue(relativeDifference(expected.activity(), actual.activity()) <= tolerance, "activity");
        assertEquals(expected.loss(), actual.loss(), tolerance * Math.max(expected.loss(), 1), "loss");
    }

    @Property(tries = 60)
    void equalsThePlainGradient(
            @ForAll @IntRange(max = 1000) int seed,
            @ForAll("samples") int samples,
            @ForAll @IntRange(min = 1, max = 60) int features,
            @ForAll @IntRange(min = 1, max = 130) int units,
            @ForAll("activations") Activation activation,
            @ForAll Shift shift,
            @ForAll FormChoice form) {
        TiedAutoencoder a = shifted(Fixtures.autoencoder(seed, features, units, activation), shift.of(features));
        Batches y = Batches.of(Fixtures.observations(seed, samples, features));
        TiedGradient expected = new PlainBatchGradient(y, units).at(a, 0);
        assertAgrees(expected, fused(y, units, form, 1).at(a, 0), 1e-12);
    }

    /** Sizes at which the work of a lane is cut in parts, also where these do not come out even. */
    @Property(tries = 15)
    void smallBatchesHaveTheSameBitsForAnyNumberOfThreads(
            @ForAll @IntRange(max = 1000) int seed,
            @ForAll @IntRange(min = 96, max = 300) int samples,
            @ForAll @IntRange(min = 200, max = 300) int features,
            @ForAll @IntRange(min = 230, max = 330) int units,
            @ForAll boolean single,
            @ForAll FormChoice form) {
        DataType type = single ? DataType.FLOAT : DataType.DOUBLE;
        INDArray y = Fixtures.observations(seed, samples, features).castTo(type);
        TiedAutoencoder normal = Fixtures.autoencoder(seed, features, units, Activation.hardThreshold(0.5));
        INDArray weights = normal.weights().castTo(type).dup('f');
        TiedAutoencoder a = new TiedAutoencoder(weights, normal.bias().castTo(type), normal.activation());
        TiedGradient expected = fused(Batches.of(y), units, form, 1).at(a, 0);
        for (int threads : new int[] {2, 3, 8}) {
            TiedGradient actual = fused(Batches.of(y), units, form, threads).at(a, 0);
            assertIdentical(expected.weights(), actual.weights());
            assertIdentical(expected.bias(), actual.bias());
            assertIdentical(expected.activity(), actual.activity());
            assertEquals(expected.loss(), actual.loss());
        }
    }

    /** Many features make small chunks. */
    @ParameterizedTest
    @ValueSource(ints = {63, 64, 65, 129, 1030})
    void equalsThePlainGradientAtTheEdgesOfSmallChunks(int samples) {
        TiedAutoencoder a = Fixtures.autoencoder(5, 784, 10, Activation.relu());
        Batches y = Batches.of(Fixtures.observations(6, samples, 784));
        TiedGradient expected = new PlainBatchGradient(y, 10).at(a, 0);
        for (FormChoice form : FormChoice.values()) {
            assertAgrees(expected, fused(y, 10, form, 2).at(a, 0), 1e-12);
        }
    }

    /**
     * Numbers on a lattice, so that pre-activations are exact in both types: rounding can then not move one across a
     * threshold, where the gradient jumps, and many lie exactly on it.
     */
    private static INDArray lattice(int seed, String purpose, int rows, int columns, DataType type) {
        RandomGenerator random = RandomStreams.of(seed).at(purpose, 0, 0);
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            for (int j = 0; j < columns; j++) {
                row[j] = random.nextInt(-4, 5) / 4.0;
            }
        }
        return Nd4j.createFromArray(values).castTo(type);
    }

    @Property(tries = 40)
    void equalsThePlainGradientInEachTypeWhereCodesLieOnTheThreshold(
            @ForAll @IntRange(max = 1000) int seed,
            @ForAll("samples") int samples,
            @ForAll @IntRange(min = 1, max = 40) int features,
            @ForAll @IntRange(min = 1, max = 130) int units,
            @ForAll("activations") Activation activation,
            @ForAll Shift shift,
            @ForAll FormChoice form) {
        for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            INDArray weights = lattice(seed, "w", features, units, type).dup('f');
            INDArray bias = lattice(seed, "b", 1, units, type).reshape(units).addi(shift.of(features));
            TiedAutoencoder a = new TiedAutoencoder(weights, bias, activation);
            Batches y = Batches.of(lattice(seed, "y", samples, features, type));
            TiedGradient expected = new PlainBatchGradient(y, units).at(a, 0);
            assertAgrees(expected, fused(y, units, form, 2).at(a, 0), type == DataType.FLOAT ? 1e-5 : 1e-12);
        }
    }

    @ParameterizedTest
    @EnumSource
    void hasTheSameBitsWithAnyNumberOfThreads(FormChoice form) {
        for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            TiedAutoencoder a = Fixtures.cast(Fixtures.autoencoder(1, 50, 70, Activation.relu()), type);
            Batches y = Batches.of(Fixtures.observations(2, 5000, 50).castTo(type));
            TiedGradient one = fused(y, 70, form, 1).at(a, 0);
            for (int workers : new int[] {2, 3, 8}) {
                TiedGradient many = fused(y, 70, form, workers).at(a, 0);
                assertIdentical(one.weights(), many.weights());
                assertIdentical(one.bias(), many.bias());
                assertIdentical(one.activity(), many.activity());
                assertEquals(one.loss(), many.loss());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void remembersNothingOfEarlierSteps(FormChoice form) {
        TiedAutoencoder first = Fixtures.autoencoder(1, 20, 30, Activation.hardThreshold(0.1));
        TiedAutoencoder second = Fixtures.autoencoder(2, 20, 30, Activation.relu());
        Batches y = Batches.of(Fixtures.observations(3, 700, 20));
        BatchGradient used = fused(y, 30, form, 2);
        used.at(first, 0);
        assertIdentical(
                fused(y, 30, form, 2).at(second, 1).weights(),
                used.at(second, 1).weights());
    }

    @ParameterizedTest
    @EnumSource
    void changesNoArgument(FormChoice form) {
        TiedAutoencoder a = Fixtures.autoencoder(1, 20, 30, Activation.relu());
        INDArray y = Fixtures.observations(3, 300, 20);
        assertUnchanged(() -> fused(Batches.of(y), 30, form, 2).at(a, 0), a.weights(), a.bias(), y);
    }

    @ParameterizedTest
    @EnumSource
    void passesOnWhatIsNotANumberAndForgetsIt(FormChoice form) {
        TiedAutoencoder a = Fixtures.autoencoder(1, 20, 30, Activation.relu());
        a.weights().putScalar(3, 4, Double.NaN);
        Batches y = Batches.of(Fixtures.observations(3, 300, 20));
        BatchGradient gradient = fused(y, 30, form, 1);
        assertTrue(Double.isNaN(gradient.at(a, 0).loss()));
        TiedAutoencoder healthy = Fixtures.autoencoder(1, 20, 30, Activation.relu());
        assertAgrees(new PlainBatchGradient(y, 30).at(healthy, 0), gradient.at(healthy, 1), 1e-12);
    }

    @Test
    void readsMappedFilesAndRowsThatAreNotContiguous(@TempDir Path folder) throws Exception {
        INDArray y = Fixtures.observations(3, 1300, 20);
        TiedAutoencoder a = Fixtures.autoencoder(1, 20, 30, Activation.relu());
        INDArray expected =
                fused(Batches.of(y), 30, FormChoice.SPARSE_GRAM, 2).at(a, 0).weights();
        Npy.write(folder.resolve("y.npy"), y);
        Batches mapped = Npy.map(folder.resolve("y.npy"));
        assertIdentical(
                expected, fused(mapped, 30, FormChoice.SPARSE_GRAM, 2).at(a, 0).weights());
        Batches scattered = new OtherBatches(y.dup('f'));
        assertIdentical(
                expected,
                fused(scattered, 30, FormChoice.SPARSE_GRAM, 2).at(a, 0).weights());
    }

    /** Batches whose rows are views in 'f' order. */
    private record OtherBatches(INDArray observations) implements Batches {
        @Override
        public boolean changeWithStep() {
            return false;
        }

        @Override
        public long size() {
            return observations.rows();
        }

        @Override
        public int features() {
            return observations.columns();
        }

        @Override
        public DataType dataType() {
            return observations.dataType();
        }

        @Override
        public Reader reader() {
            return (step, from, to) -> observations.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
        }
    }

    @Test
    void isWhatSampleGradientUsesHere() {
        Batches y = Batches.of(Fixtures.observations(3, 40, 20));
        assertInstanceOf(
                FusedBatchGradient.class, FusedBatchGradient.ifPossible(y, 30).orElseThrow());
        TiedAutoencoder a = Fixtures.autoencoder(1, 20, 30, Activation.relu());
        List<INDArray> forms = new ArrayList<>();
        for (FormChoice form : FormChoice.values()) {
            forms.add(fused(y, 30, form, 1).at(a, 0).weights());
        }
        INDArray actual = SampleGradient.of(y).at(a, 0).weights();
        assertTrue(forms.stream().anyMatch(f -> f.sub(actual).amaxNumber().doubleValue() == 0));
    }
}
