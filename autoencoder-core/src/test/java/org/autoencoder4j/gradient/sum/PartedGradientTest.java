package org.autoencoder4j.gradient.sum;

import static org.autoencoder4j.data.Messages.assertRejected;
import static org.autoencoder4j.gradient.GradientAssert.assertClose;
import static org.autoencoder4j.gradient.GradientAssert.assertSameBits;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.gradient.DeepSampleGradient;
import org.autoencoder4j.gradient.Evaluator;
import org.autoencoder4j.gradient.Fingerprint;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.gradient.GradientSource;
import org.autoencoder4j.gradient.NamedGradient;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.gradient.TwoLayerFixtures;
import org.autoencoder4j.gradient.TwoLayerSampleGradient;
import org.autoencoder4j.init.HeInitialiser;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.DeepAutoencoder;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.parts.PartedSamples;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.autoencoder4j.train.TrainingResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** More than two parts, of which the last is shorter. */
class PartedGradientTest {
    private static final int SAMPLES = 40_001;
    private static final int FEATURES = 5;
    private static final int UNITS = 7;

    private static final INDArray OBSERVATIONS = Fixtures.observations(1, SAMPLES, FEATURES);

    private static Batches batches(DataType type) {
        return Batches.of(OBSERVATIONS.castTo(type));
    }

    private static PartedSamples parted(DataType type) {
        return PartedSamples.of(batches(type));
    }

    private static double share(DataType type) {
        return type == DataType.FLOAT ? 1e-6 : 1e-12;
    }

    static Stream<Arguments> kinds() {
        return Stream.of(DataType.FLOAT, DataType.DOUBLE)
                .flatMap(type -> Stream.of(
                                Activation.relu(),
                                Activation.hardThreshold(0.5),
                                Activation.softThreshold(0.5),
                                Activation.sigmoid())
                        .map(activation -> Arguments.of(type, activation)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void tiedIsTheGradientOfTheWholeBatch(DataType type, Activation activation) {
        TiedAutoencoder a = Fixtures.cast(Fixtures.autoencoder(1, FEATURES, UNITS, activation), type);
        TiedGradient actual =
                assertUnchanged(() -> PartedGradient.tied(parted(type)).at(a, 0), a.weights(), a.bias());
        assertClose(SampleGradient.of(batches(type)).at(a, 0), actual, share(type));
        assertEquals(3, parted(type).parts(SAMPLES).count());
    }

    @ParameterizedTest
    @EnumSource
    void twoLayerIsTheGradientOfTheWholeBatch(Regime regime) {
        for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            TwoLayerAutoencoder a =
                    TwoLayerFixtures.cast(TwoLayerFixtures.autoencoder(regime, 1, FEATURES, UNITS), type);
            assertClose(
                    TwoLayerSampleGradient.of(batches(type), regime).at(a, 0),
                    PartedGradient.twoLayer(parted(type), regime).at(a, 0),
                    share(type));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void deepIsTheGradientOfTheWholeBatch(DataType type) {
        DeepAutoencoder a = new HeInitialiser(List.of(FEATURES, 6, 3, FEATURES), type).autoencoder(RandomStreams.of(4));
        assertClose(
                DeepSampleGradient.of(batches(type)).at(a, 0),
                PartedGradient.deep(parted(type)).at(a, 0),
                share(type));
    }

    /** {@code -1/N (R^T X + Y^T V)} and {@code -1/N sum V}, sample by sample. */
    @Test
    void tiedIsTheSumByHand() {
        TiedAutoencoder a = Fixtures.autoencoder(2, FEATURES, UNITS, Activation.hardThreshold(0.5));
        double[][] w = HeapMatrix.columns(a.weights());
        double[] b = a.bias().toDoubleVector();
        double[][] weights = new double[FEATURES][UNITS];
        double[] bias = new double[UNITS];
        double loss = 0;
        for (double[] y : HeapMatrix.rows(OBSERVATIONS)) {
            double[] x = new double[UNITS];
            double[] r = y.clone();
            for (int i = 0; i < UNITS; i++) {
                double z = dot(w[i], y) + b[i];
                x[i] = Math.abs(z) < 0.5 ? 0 : z;
                for (int j = 0; j < FEATURES; j++) {
                    r[j] -= w[i][j] * x[i];
                }
            }
            loss += dot(r, r) / 2 / SAMPLES;
            for (int i = 0; i < UNITS; i++) {
                double v = x[i] == 0 ? 0 : dot(w[i], r);
                bias[i] -= v / SAMPLES;
                for (int j = 0; j < FEATURES; j++) {
                    weights[j][i] -= (r[j] * x[i] + y[j] * v) / SAMPLES;
                }
            }
        }
        TiedGradient expected = new TiedGradient(
                Nd4j.createFromArray(weights),
                Nd4j.createFromArray(bias),
                a.bias().mul(0),
                loss);
        TiedGradient actual = PartedGradient.tied(parted(DataType.DOUBLE)).at(a, 0);
        assertTrue(difference(expected.weights(), actual.weights()) <= 1e-12);
        assertTrue(difference(expected.bias(), actual.bias()) <= 1e-12);
        assertEquals(loss, actual.loss(), 1e-12 * loss);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    private static double difference(INDArray expected, INDArray actual) {
        return expected.sub(actual).amaxNumber().doubleValue()
                / expected.amaxNumber().doubleValue();
    }

    @Test
    void eachStepHasItsOwnBatchAndAnEvaluatorRemembersNothing() {
        Batches changing = batches(DataType.DOUBLE).shuffled(17_000, RandomStreams.of(2));
        GradientSource<TiedAutoencoder, TiedGradient> parted = PartedGradient.tied(PartedSamples.of(changing));
        TiedAutoencoder first = Fixtures.autoencoder(1, FEATURES, UNITS, Activation.relu());
        TiedAutoencoder second = Fixtures.autoencoder(2, FEATURES, UNITS + 3, Activation.sigmoid());
        Evaluator<TiedAutoencoder, TiedGradient> evaluator = parted.evaluator();
        TiedGradient kept = evaluator.at(first, 3);
        INDArray weights = kept.weights().dup();
        assertClose(SampleGradient.of(changing).at(first, 3), kept, 1e-12);
        assertSameBits(parted.at(second, 1), evaluator.at(second, 1));
        assertSameBits(parted.at(first, 3), evaluator.at(first, 3));
        assertIdentical(weights, kept.weights());
    }

    /** Of units that no sample activates, and that all do. */
    @Test
    void deadUnitsAreCountedAsInTheWholeBatch() {
        TiedAutoencoder a = Fixtures.autoencoder(1, FEATURES, UNITS, Activation.relu());
        a.bias().putScalar(2, -1e3).putScalar(4, -1e3).putScalar(5, 1e3);
        for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            TiedAutoencoder cast = Fixtures.cast(a, type);
            TiedGradient actual = PartedGradient.tied(parted(type)).at(cast, 0);
            assertEquals(2, actual.deadUnits());
            assertEquals(0, actual.activity().getDouble(4));
            assertEquals(1, actual.activity().getDouble(5));
            INDArray expected = SampleGradient.of(batches(type)).at(cast, 0).activity();
            assertTrue(difference(expected, actual.activity()) <= share(type));
        }
    }

    /** What rounding leaves of samples that are given back: a loss, which is not above its resolution. */
    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void theLossIsKnownUpToRounding(DataType type) {
        TiedAutoencoder identity =
                TiedAutoencoder.withoutBias(Nd4j.eye(FEATURES).castTo(type), Activation.hardThreshold(0));
        TiedGradient actual = PartedGradient.tied(parted(type)).at(identity, 0);
        double expected = SampleGradient.of(batches(type)).at(identity, 0).lossResolution();
        assertEquals(expected, actual.lossResolution(), 1e-6 * expected);
        assertTrue(actual.lossResolution() > 0 && actual.loss() <= actual.lossResolution());
    }

    private static TiedDescent descent(GradientSource<TiedAutoencoder, TiedGradient> source) {
        return TiedDescent.of(source, LearningRate.constant(0.2).backingOff());
    }

    private static TrainingResult<TiedAutoencoder> train(GradientSource<TiedAutoencoder, TiedGradient> source) {
        TiedAutoencoder start = Fixtures.autoencoder(1, FEATURES, UNITS, Activation.relu());
        return Trainer.of(descent(source), StoppingRule.steps(12)).train(start);
    }

    @Test
    void aRunIsThatOfTheWholeBatchAndIsResumedToTheBit(@TempDir Path folder) throws Exception {
        PartedGradient<TiedAutoencoder, TiedGradient> parted = PartedGradient.tied(parted(DataType.DOUBLE));
        TiedAutoencoder whole =
                train(SampleGradient.of(batches(DataType.DOUBLE))).parameters();
        TrainingResult<TiedAutoencoder> run = train(parted);
        assertTrue(difference(whole.weights(), run.parameters().weights()) <= 1e-11);
        assertTrue(difference(whole.bias(), run.parameters().bias()) <= 1e-11);
        TiedAutoencoder start = Fixtures.autoencoder(1, FEATURES, UNITS, Activation.relu());
        Trainer.of(descent(parted), StoppingRule.steps(5))
                .withCheckpoints(folder, 2)
                .train(start);
        TrainingResult<TiedAutoencoder> resumed =
                Trainer.of(descent(parted), StoppingRule.steps(12)).resume(folder);
        assertIdentical(run.parameters().weights(), resumed.parameters().weights());
        assertIdentical(run.parameters().bias(), resumed.parameters().bias());
        assertEquals(run.history().rows(), resumed.history().rows());
        PartedGradient<TiedAutoencoder, TiedGradient> others =
                PartedGradient.tied(PartedSamples.of(Batches.of(OBSERVATIONS.add(0.1))));
        assertRejected(
                "first samples",
                () -> Trainer.of(descent(others), StoppingRule.steps(12)).resume(folder));
    }

    /** A kind of one's own: half the mean square of samples less a vector. */
    private record Distances() implements SummedGradient<TiedAutoencoder, NamedGradient> {
        @Override
        public Adder<At<TiedAutoencoder>, GradientSum> adder(Batches batches) {
            throw new IllegalStateException("the adder of " + batches.size() + " samples");
        }

        @Override
        public NamedGradient gradient(TiedAutoencoder parameters, GradientSum total) {
            return new NamedGradient(Map.of(), parameters.bias(), 0, 0);
        }

        @Override
        public byte[] toBytes(At<TiedAutoencoder> query) {
            return new byte[0];
        }

        @Override
        public At<TiedAutoencoder> query(byte[] bytes) {
            throw new IllegalStateException();
        }
    }

    @Test
    void aKindOfOnesOwnIsAskedForItsAdder() {
        PartedGradient<TiedAutoencoder, NamedGradient> own =
                PartedGradient.of(parted(DataType.DOUBLE), new Distances());
        assertEquals(
                "the adder of 40001 samples",
                assertThrows(IllegalStateException.class, own::evaluator).getMessage());
    }

    @Test
    void refusesWhatDoesNotFit() {
        TiedAutoencoder wide = Fixtures.autoencoder(1, FEATURES + 1, UNITS, Activation.relu());
        assertRejected(
                "6 features", () -> PartedGradient.tied(parted(DataType.DOUBLE)).at(wide, 0));
        TiedAutoencoder fits = Fixtures.autoencoder(1, FEATURES, UNITS, Activation.relu());
        assertRejected(
                "FLOAT", () -> PartedGradient.tied(parted(DataType.FLOAT)).at(fits, 0));
        assertRejected(
                "step = -1", () -> PartedGradient.tied(parted(DataType.DOUBLE)).at(fits, -1));
        TwoLayerAutoencoder two = TwoLayerFixtures.autoencoder(Regime.JOINTLY_TRAINED, 1, FEATURES, UNITS);
        assertRejected(
                "WEIGHT_TIED",
                () -> PartedGradient.twoLayer(parted(DataType.DOUBLE), Regime.WEIGHT_TIED)
                        .at(two, 0));
        Adders.assertBeginComesFirst(new TiedSums().adder(batches(DataType.DOUBLE)));
    }

    @Test
    void isDescribedByItsSamples() {
        PartedGradient<TiedAutoencoder, TiedGradient> parted = PartedGradient.tied(parted(DataType.DOUBLE));
        assertEquals(Fingerprint.of(batches(DataType.DOUBLE)), parted.fingerprint());
        assertEquals("PartedGradient[PartedSamples[" + batches(DataType.DOUBLE) + "]]", parted.toString());
    }
}
