package org.autoencoder4j.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.autoencoder4j.coding.CodeSign;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.coding.SparseEncoder;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.learn.sweep.DictionarySweeps;
import org.autoencoder4j.learn.sweep.DictionaryUpdate;
import org.autoencoder4j.learn.sweep.SweepGradient;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.train.StopReason;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.autoencoder4j.train.TrainingResult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Sweeps recover Gaussian dictionaries from 20000 samples of k atoms with values in [1, 2] and noise 0.01 in each feature,
 * every atom and up to the statistical error. The limits are 1.1 to 1.5 times the worst of five seeds that an independent
 * program found.
 */
class DictionaryRecoveryTest {
    private static final double FOUND = 0.06;

    /** A model, a start, and what its encoder is told. */
    private record Task(int features, int units, int k, CodeSign sign, boolean near, double noise, long samples) {
        static Task of(int features, int units, int k, CodeSign sign, boolean near) {
            return new Task(features, units, k, sign, near, 0.01, 20_000);
        }

        Recovery run(long seed, int toldUnits, int toldK) {
            return run(seed, toldUnits, toldK, Optional.empty());
        }

        Recovery run(long seed, int toldUnits, int toldK, Optional<DictionaryUpdate> update) {
            RandomStreams streams = RandomStreams.of(seed);
            INDArray dictionary = Dictionaries.gaussian(features, units, DataType.DOUBLE, streams);
            ValueLaw values =
                    sign == CodeSign.SIGNED ? ValueLaw.symmetricUniform(1, 2) : ValueLaw.nonNegativeUniform(1, 2);
            GenerativeModel model = new GenerativeModel(dictionary, CodeLaw.sparse(units, k, values), noise);
            Batches data = Batches.of(model.draw(streams, 0, samples).observations());
            Initialiser start = near ? Initialiser.near(dictionary, 0.5) : Initialiser.sampleColumns(data);
            SparseCoder coder = new SparseCoder(start.weights(toldUnits, streams), SparseEncoder.pursuit(toldK, sign));
            DictionarySweeps plain = near ? DictionarySweeps.of(data).fromNear() : DictionarySweeps.of(data);
            DictionarySweeps rule = update.map(plain::with).orElse(plain);
            SweepGradient[] last = new SweepGradient[1];
            TrainingResult<SparseCoder> result = Trainer.of(
                            rule, DictionarySweeps.settled().or(StoppingRule.steps(60)))
                    .withListener((step, progress) -> last[0] = (SweepGradient) step.gradient())
                    .train(coder);
            return Recovery.of(this, dictionary, result, last[0]);
        }

        Recovery run(long seed) {
            return run(seed, units, k);
        }
    }

    /** What a run found. */
    private static final class Recovery {
        /** Of each atom from the column nearest to it. */
        private final double[] distances;

        /** The median over the columns of the distance from the nearest atom, by the estimated error. */
        private final double ratio;

        private final StopReason reason;

        private Recovery(double[] distances, double ratio, StopReason reason) {
            this.distances = distances;
            this.ratio = ratio;
            this.reason = reason;
        }

        static Recovery of(Task task, INDArray dictionary, TrainingResult<SparseCoder> result, SweepGradient last) {
            double[][] cosines =
                    dictionary.transpose().mmul(result.parameters().weights()).toDoubleMatrix();
            double[] ofAtoms = new double[cosines.length];
            double[] ofColumns = new double[cosines[0].length];
            Arrays.fill(ofAtoms, 2);
            Arrays.fill(ofColumns, 2);
            for (int i = 0; i < cosines.length; i++) {
                for (int j = 0; j < cosines[i].length; j++) {
                    double cosine = task.sign == CodeSign.SIGNED ? Math.abs(cosines[i][j]) : cosines[i][j];
                    double distance = Math.sqrt(Math.max(0, 2 - 2 * cosine));
                    ofAtoms[i] = Math.min(ofAtoms[i], distance);
                    ofColumns[j] = Math.min(ofColumns[j], distance);
                }
            }
            double[] errors = last.sums().errors();
            for (int j = 0; j < errors.length; j++) {
                ofColumns[j] /= errors[j];
            }
            return new Recovery(ofAtoms, median(ofColumns), result.stopReason());
        }

        private static double median(double[] numbers) {
            double[] sorted = numbers.clone();
            Arrays.sort(sorted);
            return sorted[sorted.length / 2];
        }

        double delta() {
            return Arrays.stream(distances).max().orElseThrow();
        }

        double median() {
            return median(distances);
        }

        long within(double distance) {
            return Arrays.stream(distances).filter(d -> d <= distance).count();
        }
    }

    private static void check(Task task, long seed, double limit) {
        Recovery recovery = task.run(seed);
        String what = task + ", seed " + seed + ": " + recovery.reason;
        assertEquals(task.units, recovery.within(FOUND), what);
        assertTrue(recovery.delta() <= limit, what + ", delta " + recovery.delta());
        assertTrue(recovery.ratio >= 0.9 && recovery.ratio <= 1.1, what + ", ratio " + recovery.ratio);
        assertEquals(StopReason.Kind.CONVERGED, recovery.reason.kind(), what);
    }

    @ParameterizedTest
    @CsvSource({"3, NON_NEGATIVE", "3, SIGNED", "5, NON_NEGATIVE", "5, SIGNED"})
    void smallDictionariesAreRecovered(int k, CodeSign sign) {
        double limit = k == 3 ? 0.004 : 0.0035;
        check(Task.of(64, 128, k, sign, true), 1, limit);
        check(Task.of(64, 128, k, sign, false), 1, limit);
    }

    static Stream<Arguments> sizes() {
        return Stream.of(
                Arguments.of(64, 128, 3, 0.004),
                Arguments.of(64, 128, 5, 0.0035),
                Arguments.of(256, 512, 3, 0.014),
                Arguments.of(256, 512, 5, 0.011),
                Arguments.of(256, 512, 8, 0.009),
                Arguments.of(512, 512, 3, 0.02));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    @Tag("slow")
    void dictionariesAreRecoveredFromBothStartsWithEachSeed(int features, int units, int k, double limit) {
        for (long seed = 1; seed <= 5; seed++) {
            for (CodeSign sign : CodeSign.values()) {
                check(Task.of(features, units, k, sign, true), seed, limit);
                check(Task.of(features, units, k, sign, false), seed, limit);
            }
        }
    }

    /** Taken as 8 where it is 3 or 5. */
    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    @Tag("slow")
    void theNumberOfAtomsOfASampleNeedNotBeKnown(int k) {
        for (long seed = 1; seed <= 5; seed++) {
            for (CodeSign sign : CodeSign.values()) {
                Recovery recovery = Task.of(64, 128, k, sign, false).run(seed, 128, 8);
                assertEquals(128, recovery.within(FOUND), sign + ", seed " + seed + ": " + recovery.reason);
                assertTrue(recovery.median() <= 0.005, sign + ", seed " + seed + ": " + recovery.median());
            }
        }
    }

    /** As much noise as each of 64 features can bear: its length is 1.6, that of a sample 2.6. */
    @Test
    @Tag("slow")
    void noisyDictionariesAreRecovered() {
        for (long seed = 1; seed <= 5; seed++) {
            for (CodeSign sign : CodeSign.values()) {
                Recovery recovery = new Task(64, 128, 3, sign, false, 0.2, 20_000).run(seed);
                assertEquals(128, recovery.within(0.1), sign + ", seed " + seed + ": " + recovery.reason);
                assertTrue(recovery.median() <= 0.055, sign + ", seed " + seed + ": " + recovery.median());
                assertTrue(recovery.ratio >= 0.9 && recovery.ratio <= 1.1, "ratio " + recovery.ratio);
            }
        }
    }

    @Test
    @Tag("slow")
    void moreUnitsThanAtomsFindAll() {
        for (long seed = 1; seed <= 5; seed++) {
            Recovery recovery = Task.of(64, 128, 3, CodeSign.SIGNED, false).run(seed, 160, 3);
            assertEquals(128, recovery.within(FOUND), "seed " + seed + ": " + recovery.reason);
        }
    }

    /** An atom has 23 uses in 1000 samples. */
    @Test
    @Tag("slow")
    void fewSamplesSuffice() {
        for (long seed = 1; seed <= 5; seed++) {
            Recovery recovery = new Task(64, 128, 3, CodeSign.SIGNED, false, 0.01, 1000).run(seed);
            assertEquals(128, recovery.within(FOUND), "seed " + seed + ": " + recovery.reason);
        }
    }

    /**
     * Without a matrix of 4096 x 4096 moments. An atom has 39 uses in 40000 samples; the estimates leave out what fitting so
     * many atoms takes from the residuals, a tenth of their energy, and so they are too small by some 10 %.
     */
    @Test
    @Tag("slow")
    void fourThousandAtomsAreRecoveredByTheRankOneForm() {
        Task task = new Task(512, 4096, 4, CodeSign.SIGNED, true, 0.01, 40_000);
        Recovery recovery = task.run(1, 4096, 4, Optional.of(DictionaryUpdate.rankOneMoment()));
        assertEquals(4096, recovery.within(FOUND), recovery.reason.toString());
        assertTrue(recovery.ratio >= 1 && recovery.ratio <= 1.2, "ratio " + recovery.ratio);
    }
}
