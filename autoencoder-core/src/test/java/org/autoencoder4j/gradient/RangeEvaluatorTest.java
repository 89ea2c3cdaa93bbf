package org.autoencoder4j.gradient;

import static org.autoencoder4j.data.Messages.assertRejected;
import static org.autoencoder4j.gradient.GradientAssert.assertSameBits;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.internal.FormChoice;
import org.autoencoder4j.gradient.internal.FusedGradient;
import org.autoencoder4j.init.HeInitialiser;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.DeepAutoencoder;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The gradient over a range has the bits of that over batches of the range, with buffers that were used for other ranges, of more
 * and of fewer lanes; and if it begins with a block, those of its samples in an array of their own, whatever stands around them. At
 * other places they lie otherwise in memory, by which some kernels of BLAS round.
 */
class RangeEvaluatorTest {
    private static final int SAMPLES = 5000;
    private static final int FEATURES = 9;
    private static final int UNITS = 14;

    /** A long range before and after short ones, also such as begin within a block. */
    private static final int[][] RANGES = {{0, SAMPLES}, {256, 257}, {1024, 3329}, {77, 333}, {4096, 5000}, {100, 4900}
    };

    static Stream<Arguments> kinds() {
        return Stream.of(DataType.FLOAT, DataType.DOUBLE)
                .flatMap(type -> Stream.of(Activation.relu(), Activation.hardThreshold(0.5), Activation.sigmoid())
                        .map(activation -> Arguments.of(type, activation)));
    }

    private static INDArray samples(DataType type) {
        return Fixtures.observations(3, SAMPLES, FEATURES).castTo(type);
    }

    private static Batches alone(INDArray samples, int from, int to) {
        return Batches.of(samples.get(NDArrayIndex.interval(from, to)).dup('c'));
    }

    private static List<Batches> same(INDArray samples, int from, int to) {
        Batches range = Batches.of(samples).range(from, to);
        return from % RandomStreams.BLOCK_SIZE == 0 ? List.of(range, alone(samples, from, to)) : List.of(range);
    }

    /** With new buffers each time for what is expected. */
    private static <P, G extends Gradient> void check(
            P parameters, INDArray samples, Function<Batches, RangeEvaluator<P, G>> evaluator) {
        Batches batches = Batches.of(samples);
        RangeEvaluator<P, G> used = evaluator.apply(batches);
        for (int[] range : RANGES) {
            for (Batches same : same(samples, range[0], range[1])) {
                G expected = evaluator.apply(same).at(parameters, 0);
                assertSameBits(expected, used.at(parameters, 0, range[0], range[1]));
            }
        }
        assertSameBits(evaluator.apply(batches).at(parameters, 0), used.at(parameters, 0));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void tied(DataType type, Activation activation) {
        TiedAutoencoder a = Fixtures.cast(Fixtures.autoencoder(1, FEATURES, UNITS, activation), type);
        check(a, samples(type), batches -> SampleGradient.of(batches).evaluator());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void tiedByPlainOperations(DataType type, Activation activation) {
        TiedAutoencoder a = Fixtures.cast(Fixtures.autoencoder(1, FEATURES, UNITS, activation), type);
        check(a, samples(type), batches -> evaluator(new PlainBatchGradient(batches, UNITS)));
    }

    private static RangeEvaluator<TiedAutoencoder, TiedGradient> evaluator(BatchGradient gradient) {
        return new RangeEvaluator<>() {
            @Override
            public TiedGradient at(TiedAutoencoder parameters, long step) {
                return gradient.at(parameters, step);
            }

            @Override
            public TiedGradient at(TiedAutoencoder parameters, long step, long from, long to) {
                return gradient.at(parameters, step, from, to);
            }
        };
    }

    @ParameterizedTest
    @EnumSource
    void fusedInEachForm(FormChoice form) {
        for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            TiedAutoencoder a =
                    Fixtures.cast(Fixtures.autoencoder(1, FEATURES, UNITS, Activation.hardThreshold(0.4)), type);
            check(a, samples(type), batches -> evaluator(fused(batches, UNITS, form)));
        }
    }

    private static BatchGradient fused(Batches batches, int units, FormChoice form) {
        return new FusedBatchGradient(
                batches, units, new FusedGradient(batches, units, Optional.of(form), OptionalInt.of(2)));
    }

    /** Around the sizes of chunks, pieces, blocks and lanes. */
    @Provide
    Arbitrary<Integer> sizes() {
        return Arbitraries.of(1, 31, 33, 96, 97, 128, 255, 256, 257, 384, 1023, 1025, 2047, 2049, 2305, 2600);
    }

    @Property(tries = 40)
    void fusedInEachFormAtManySizes(
            @ForAll @IntRange(max = 1000) int seed,
            @ForAll("sizes") int one,
            @ForAll("sizes") int other,
            @ForAll @IntRange(min = 1, max = 40) int features,
            @ForAll @IntRange(min = 1, max = 70) int units,
            @ForAll boolean single,
            @ForAll FormChoice form) {
        DataType type = single ? DataType.FLOAT : DataType.DOUBLE;
        RandomGenerator random = RandomStreams.of(seed).at("ranges", 0, 0);
        INDArray samples = Fixtures.observations(seed, 3000, features).castTo(type);
        TiedAutoencoder a = Fixtures.cast(Fixtures.autoencoder(seed, features, units, Activation.relu()), type);
        BatchGradient used = fused(Batches.of(samples), units, form);
        for (int size : new int[] {one, other, one}) {
            int any = random.nextInt(3000 - size + 1);
            for (int from : new int[] {any, any / 256 * 256}) {
                for (Batches same : same(samples, from, from + size)) {
                    assertSameBits(fused(same, units, form).at(a, 0), used.at(a, 0, from, from + size));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoLayer(Regime regime) {
        for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            TwoLayerAutoencoder a =
                    TwoLayerFixtures.cast(TwoLayerFixtures.autoencoder(regime, 2, FEATURES, UNITS), type);
            check(
                    a,
                    samples(type),
                    batches -> TwoLayerSampleGradient.of(batches, regime).evaluator());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void deep(DataType type) {
        DeepAutoencoder a =
                new HeInitialiser(List.of(FEATURES, 12, 5, FEATURES), type).autoencoder(RandomStreams.of(4));
        check(a, samples(type), batches -> DeepSampleGradient.of(batches).evaluator());
    }

    /** Each step has a batch of its own, and the buffers are those of the steps before. */
    @Test
    void ofBatchesThatChange() {
        Batches changing = Batches.of(samples(DataType.DOUBLE)).shuffled(3000, RandomStreams.of(5));
        TiedAutoencoder a = Fixtures.autoencoder(1, FEATURES, UNITS, Activation.relu());
        RangeEvaluator<TiedAutoencoder, TiedGradient> used =
                SampleGradient.of(changing).evaluator();
        for (long step = 0; step < 3; step++) {
            assertSameBits(
                    SampleGradient.of(alone(changing.batch(step), 512, 2000)).at(a, 0), used.at(a, step, 512, 2000));
        }
    }

    @Test
    void refusesWhatIsNoRangeOrDoesNotFit() {
        Batches batches = Batches.of(samples(DataType.DOUBLE));
        TiedAutoencoder tied = Fixtures.autoencoder(1, FEATURES, UNITS, Activation.relu());
        refusals(SampleGradient.of(batches).evaluator(), tied);
        TwoLayerAutoencoder two = TwoLayerFixtures.autoencoder(Regime.JOINTLY_TRAINED, 1, FEATURES, UNITS);
        refusals(TwoLayerSampleGradient.of(batches, Regime.JOINTLY_TRAINED).evaluator(), two);
        refusals(DeepSampleGradient.of(batches).evaluator(), DeepAutoencoder.of(two));
        TiedAutoencoder other = Fixtures.autoencoder(1, FEATURES + 1, UNITS, Activation.relu());
        assertRejected(
                "10 features", () -> SampleGradient.of(batches).evaluator().at(other, 0, 0, 5));
    }

    private static <P> void refusals(RangeEvaluator<P, ? extends Gradient> evaluator, P parameters) {
        assertRejected("from = -1", () -> evaluator.at(parameters, 0, -1, 5));
        assertRejected("to = 5", () -> evaluator.at(parameters, 0, 5, 5));
        assertRejected("to = 5001", () -> evaluator.at(parameters, 0, 5, 5001));
        assertRejected("step = -1", () -> evaluator.at(parameters, -1, 0, 5));
    }
}
