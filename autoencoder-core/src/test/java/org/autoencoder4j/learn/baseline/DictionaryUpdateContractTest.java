package org.autoencoder4j.learn.baseline;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.autoencoder4j.coding.CodeSign;
import org.autoencoder4j.coding.Planted;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.coding.SparseEncoder;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.learn.sweep.DictionarySweeps;
import org.autoencoder4j.learn.sweep.DictionaryUpdate;
import org.autoencoder4j.learn.sweep.Phase;
import org.autoencoder4j.learn.sweep.Sweep;
import org.autoencoder4j.learn.sweep.SweepGradient;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.autoencoder4j.train.TrainingResult;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is promised of each update, in alternating sweeps. */
class DictionaryUpdateContractTest {
    private static final int FEATURES = 24;
    private static final int UNITS = 32;
    private static final SparseEncoder PURSUIT = SparseEncoder.pursuit(2, CodeSign.SIGNED);
    private static final SparseEncoder THRESHOLD = SparseEncoder.threshold(0.6, CodeSign.SIGNED);

    private final Planted planted = Planted.of(2, FEATURES, UNITS, 2, 2000, CodeSign.SIGNED, 0.01);
    private final Batches samples = Batches.of(planted.samples());

    @TempDir
    private Path folder;

    /** An update, the encoder that it is meant for, and the samples of a sweep. */
    private record Method(DictionaryUpdate update, SparseEncoder encoder, long count) {
        DictionarySweeps rule(Batches samples) {
            return DictionarySweeps.of(samples).alternating().upTo(count).with(update);
        }

        @Override
        public String toString() {
            return update.name();
        }
    }

    static Stream<Method> all() {
        return Stream.of(
                new Method(DictionaryUpdate.inverseMoment(), PURSUIT, 2000),
                new Method(DictionaryUpdate.rankOneMoment(), PURSUIT, 2000),
                new Method(new OptimalDirections(), PURSUIT, 2000),
                new Method(new ApproximateKSvd(), PURSUIT, 2000),
                new Method(new OnlineUpdate(0.9), PURSUIT, 300),
                new Method(new NeuralUpdate(0.3), THRESHOLD, 2000),
                new Method(new UnbiasedNeuralUpdate(0.3, 0.6), THRESHOLD, 2000));
    }

    private SparseCoder near(SparseEncoder encoder) {
        INDArray weights = planted.dictionary()
                .mul(0.95)
                .add(Planted.dictionary(9, FEATURES, UNITS).mul(0.3));
        return new SparseCoder(weights.dup('f'), encoder);
    }

    private TrainingResult<SparseCoder> train(Method method, int steps) {
        return Trainer.of(method.rule(samples), StoppingRule.steps(steps)).train(near(method.encoder));
    }

    /** Orthonormal atoms, where codes by one product are right but for the noise and the distance of other columns. */
    @ParameterizedTest
    @MethodSource("all")
    void findsOrthonormalAtomsFromNear(Method method) {
        Planted codes = Planted.of(3, 2, FEATURES, 2, 2000, CodeSign.SIGNED, 0);
        INDArray rows = Fixtures.normal(4, "noise", 2000, FEATURES).mul(0.01);
        for (int s = 0; s < rows.rows(); s++) {
            for (int e = 0; e < 2; e++) {
                int at = codes.supports()[s][e];
                rows.putScalar(s, at, rows.getDouble(s, at) + codes.codes()[s][e]);
            }
        }
        INDArray atoms = Nd4j.eye(FEATURES).castTo(DataType.DOUBLE);
        INDArray start = atoms.add(Planted.dictionary(9, FEATURES, FEATURES).mul(0.3));
        INDArray weights = Trainer.of(method.rule(Batches.of(rows)), StoppingRule.steps(30))
                .train(new SparseCoder(start, method.encoder))
                .parameters()
                .weights();
        double delta = weights.sub(atoms).norm2(0).maxNumber().doubleValue();
        assertTrue(delta < 0.01, "delta " + delta);
    }

    /** Nothing but codes and updates: no swap, all samples of a sweep each time, never settled. */
    @ParameterizedTest
    @MethodSource("all")
    void alternates(Method method) {
        List<SweepGradient> seen = new ArrayList<>();
        Trainer.of(method.rule(samples), DictionarySweeps.settled().or(StoppingRule.steps(8)))
                .withListener((step, progress) -> seen.add((SweepGradient) step.gradient()))
                .train(near(method.encoder));
        assertEquals(9, seen.size());
        for (SweepGradient sweep : seen) {
            assertEquals(Phase.ALTERNATING, sweep.phase());
            assertEquals(method.count, sweep.sums().samples());
            assertEquals(method.count, sweep.sums().counted());
            assertEquals(0, sweep.swaps());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void resumesToTheBit(Method method) throws IOException {
        Path checkpoints = folder.resolve("run");
        DictionarySweeps rule = method.rule(samples);
        Trainer.of(rule, StoppingRule.steps(4)).withCheckpoints(checkpoints, 3).train(near(method.encoder));
        INDArray resumed = Trainer.of(rule, StoppingRule.steps(7))
                .resume(checkpoints)
                .parameters()
                .weights();
        assertIdentical(train(method, 7).parameters().weights(), resumed);
    }

    @ParameterizedTest
    @MethodSource("all")
    void threadsChangeNoBit(Method method) {
        int found = openblas_nolapack.blas_get_num_threads();
        try {
            openblas_nolapack.blas_set_num_threads(1);
            INDArray one = train(method, 3).parameters().weights();
            openblas_nolapack.blas_set_num_threads(2);
            assertIdentical(one, train(method, 3).parameters().weights());
        } finally {
            openblas_nolapack.blas_set_num_threads(found);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aUnitWithoutUseKeepsItsAtom(Method method) {
        SparseEncoder encoder = SparseEncoder.largest(1, CodeSign.NON_NEGATIVE);
        SparseCoder coder = near(encoder);
        INDArray few = planted.samples().getRows(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        int width = method.update.remembered(FEATURES, UNITS);
        Sweep sweep = Captured.sweep(Batches.of(few), coder, width);
        long[] uses = sweep.sums().uses();
        double[][] atoms = method.update.atoms(sweep);
        int without = 0;
        for (int i = 0; i < UNITS; i++) {
            if (uses[i] == 0) {
                assertArrayEquals(sweep.atoms()[i], atoms[i], 1e-15);
                without++;
            }
        }
        assertTrue(without >= UNITS - 10, without + " units are unused");
    }

    @Test
    void settingsAreInTheName() {
        assertNotEquals(new OnlineUpdate(0.9).name(), new OnlineUpdate(0.8).name());
        assertNotEquals(new NeuralUpdate(0.9).name(), new NeuralUpdate(0.8).name());
        assertNotEquals(new UnbiasedNeuralUpdate(1, 0.5).name(), new UnbiasedNeuralUpdate(1, 0.6).name());
        assertNotEquals(
                DictionaryUpdate.inverseMoment().name(),
                DictionaryUpdate.inverseMoment(0.02).name());
        assertEquals(DictionaryUpdate.inverseMoment(), DictionaryUpdate.inverseMoment(0.01));
    }

    @Test
    void badSettingsAreNamed() {
        for (double bad : new double[] {-0.1, 1.1, Double.NaN}) {
            assertTrue(refusal(() -> new OnlineUpdate(bad)).contains("forgetting"));
        }
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertTrue(refusal(() -> new NeuralUpdate(bad)).contains("rate"));
            assertTrue(refusal(() -> new UnbiasedNeuralUpdate(bad, 1)).contains("rate"));
            assertTrue(refusal(() -> new UnbiasedNeuralUpdate(1, bad)).contains("threshold"));
            assertTrue(refusal(() -> DictionaryUpdate.inverseMoment(bad)).contains("damping"));
        }
    }

    private static String refusal(org.junit.jupiter.api.function.Executable action) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, action).getMessage());
    }

    /** What was remembered is part of the state: other numbers lead elsewhere. */
    @Test
    void whatIsRememberedMatters() {
        SparseCoder coder = near(PURSUIT);
        OnlineUpdate online = new OnlineUpdate(0.9);
        int width = online.remembered(FEATURES, UNITS);
        double[][] fresh = online.atoms(Captured.sweep(samples, coder, width));
        Sweep later = Captured.sweep(samples, coder, width);
        later.memory()[3][4] = 50;
        double[][] remembering = online.atoms(later);
        assertArrayEquals(fresh[0], remembering[0], 0);
        assertTrue(Math.abs(fresh[3][0] - remembering[3][0]) > 1e-6);
        assertTrue(later.memory()[3][3] > 0, "the new sums are remembered");
    }
}
