package org.autoencoder4j.ntk.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TwoLayerDescent;
import org.autoencoder4j.gradient.Gradient;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.gradient.TwoLayerSampleGradient;
import org.autoencoder4j.linalg.SpectralNorm;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.ntk.convergence.KernelConstants;
import org.autoencoder4j.ntk.internal.HiddenFeatures;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.testsupport.Golden;
import org.autoencoder4j.train.Step;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DescentRecorderTest {
    private static DescentRecord run(
            INDArray samples, TwoLayerAutoencoder start, Regime regime, double eta, int steps) {
        DescentRecorder recorder = DescentRecorder.of(samples, regime);
        Trainer.of(
                        TwoLayerDescent.of(
                                TwoLayerSampleGradient.of(Batches.of(samples), regime), LearningRate.constant(eta)),
                        StoppingRule.steps(steps))
                .withListener(recorder)
                .train(start);
        return recorder.record();
    }

    /** The smallest eigenvalues before each step, and the losses, are the reference's. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void recordsTheReferenceRuns(int file) {
        Golden golden = Golden.read("p2_training_" + file);
        INDArray x = golden.matrix("inputs/X").transpose().dup();
        for (Regime regime : List.of(Regime.WEAKLY_TRAINED, Regime.JOINTLY_TRAINED)) {
            String name = "outputs/" + (regime == Regime.WEAKLY_TRAINED ? "weak" : "joint");
            TwoLayerAutoencoder start = new TwoLayerAutoencoder(golden.matrix("inputs/W"), golden.matrix("inputs/A"));
            DescentRecord record = run(x, start, regime, golden.number("inputs/eta"), 5);
            double[] smallest = golden.doubles(name + "_lambda_min");
            double[] losses = golden.doubles(name + "_losses");
            double[] squared = record.squaredErrors();
            assertEquals(losses.length, squared.length);
            for (int step = 0; step < 5; step++) {
                assertEquals(smallest[step], record.steps().get(step).smallest(), 1e-9);
                assertEquals(step, record.steps().get(step).step());
            }
            for (int step = 0; step < losses.length; step++) {
                assertEquals(2 * losses[step], squared[step], golden.tolerance() * (1 + 2 * losses[step]));
            }
            assertEquals(Verdict.HOLDS, record.identity().verdict(), record.identity()::text);
        }
    }

    /** lambda_0 of three orthonormal samples is 1/2, lambda_H = 1/2 - 1/(2 pi). */
    @ParameterizedTest
    @EnumSource(
            value = Regime.class,
            names = {"WEAKLY_TRAINED", "DECODER_ONLY", "JOINTLY_TRAINED"})
    void aWideRunContractsAsTheTheoremSays(Regime regime) {
        double[][] x = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        double lambda = regime == Regime.WEAKLY_TRAINED ? 0.5 : 0.5 - 0.5 / Math.PI;
        TwoLayerAutoencoder start = Descents.start(Descents.random(3), 3, 1000);
        DescentRecord record = run(Descents.array(x), start, regime, 0.05, 40);
        assertEquals(40, record.steps().size());
        assertEquals(lambda, record.lambda(), 1e-14);
        assertEquals(Verdict.HOLDS, record.identity().verdict(), record.identity()::text);
        assertEquals(Verdict.HOLDS, record.contraction().verdict(), record.contraction()::text);
        assertTrue(record.fractionHolding() >= 0.9);
        assertEquals(
                regime == Regime.JOINTLY_TRAINED ? 3 : 2, record.inequalities().size());
        for (Report inequality : record.inequalities()) {
            assertEquals(Verdict.HOLDS, inequality.verdict(), inequality::text);
        }
        for (Report claim : record.claims()) {
            assertNotEquals(Verdict.FAILS, claim.verdict(), claim::text);
        }
        assertTrue(record.rate().rate() < 1 - 0.05 * lambda / 6);
        assertNotEquals(Verdict.FAILS, record.line().verdict(), record.line()::text);
        for (Report drift : record.drift(0.1)) {
            boolean needed = drift.reference().item().equals("Corollary 4.1")
                    || drift.reference().item().equals("Lemma 5.3");
            assertTrue(needed || drift.verdict() == Verdict.HOLDS, drift::text);
        }
        RecordedStep first = record.steps().get(0);
        RecordedStep last = record.steps().get(39);
        assertEquals(0, first.kernelChange());
        assertEquals(0, first.longestMove());
        assertEquals(regime.trainsEncoder(), last.encoderDrift() > 0);
        assertEquals(regime.trainsDecoder(), last.decoderDrift() > 0);
        assertTrue(last.longestMove() <= last.encoderDrift());
        assertEquals(regime.trainsEncoder(), last.kernelChange() > 0);
    }

    /** Drift and the kernel's change, against plain loops. */
    @Test
    void measuresHowFarTheRunIsFromItsStart() {
        RandomGenerator random = Descents.random(8);
        double[][] x = Descents.unitRows(random, 4, 3);
        TwoLayerAutoencoder start = Descents.start(random, 3, 20);
        DescentRecord record = run(Descents.array(x), start, Regime.JOINTLY_TRAINED, 0.5, 3);
        TwoLayerAutoencoder now = start;
        for (int step = 0; step < 2; step++) {
            now = Descents.step(x, now, 0.5, Regime.JOINTLY_TRAINED);
        }
        RecordedStep recorded = record.steps().get(2);
        INDArray move = now.encoder().sub(start.encoder());
        assertEquals(move.norm2Number().doubleValue(), recorded.encoderDrift(), 1e-12);
        assertEquals(move.norm2(0).maxNumber().doubleValue(), recorded.longestMove(), 1e-12);
        assertEquals(now.decoder().sub(start.decoder()).norm2Number().doubleValue(), recorded.decoderDrift(), 1e-12);
        INDArray before = Descents.array(new LiteralStep(x, start, start, Regime.JOINTLY_TRAINED).kernel);
        INDArray after = Descents.array(new LiteralStep(x, now, now, Regime.JOINTLY_TRAINED).kernel);
        assertEquals(SpectralNorm.of(after.sub(before)), recorded.kernelChange(), 1e-12);
    }

    /** Eight units for 18 outputs: the kernel of the encoder is near singular, and the report says at which step. */
    @Test
    void aNarrowRunIsReportedAsOne() {
        RandomGenerator random = Descents.random(2);
        INDArray x = Descents.array(Descents.unitRows(random, 6, 3));
        DescentRecord record = run(x, Descents.start(random, 3, 8), Regime.JOINTLY_TRAINED, 0.5, 20);
        assertEquals(Verdict.HOLDS, record.identity().verdict());
        assertTrue(record.fractionHolding() < 0.9);
        assertTrue(record.firstFailure().isPresent());
        assertEquals(Verdict.NOT_APPLICABLE, record.contraction().verdict());
        assertEquals(Verdict.NOT_APPLICABLE, record.line().verdict());
        Report kernel = record.hypotheses().get(0);
        assertEquals(Verdict.FAILS, kernel.verdict());
        assertEquals("first failed at step 0", kernel.witness().orElseThrow());
        assertFalse(record.claims().stream().anyMatch(claim -> claim.verdict() == Verdict.FAILS));
    }

    /**
     * R of Corollary 4.1 is 1e-5 here: the first step leaves it, and the report says that it is the state after it. The run
     * may end there: its last weights count.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void namesTheStepThatLeavesTheRadius(int steps) {
        double[][] x = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        DescentRecord record =
                run(Descents.array(x), Descents.start(Descents.random(3), 3, 1000), Regime.WEAKLY_TRAINED, 0.05, steps);
        Report radius = record.drift(0.001).get(1);
        assertEquals(Verdict.FAILS, radius.verdict(), radius::text);
        assertEquals("first failed at step 1", radius.witness().orElseThrow());
    }

    /**
     * Print's R' of Lemma 4.3 is d sqrt(lambda_n) ||X - U(0)||_F / (sqrt(m) lambda_0), half of what its proof gives. One
     * unit and one sample of one dimension, with K = 1, as if lambda_0 were 2: the unit moves by all of the error, twice that far.
     */
    @Test
    void theDriftIsTwiceThePrintedBound() {
        INDArray x = Descents.array(new double[][] {{1}});
        TwoLayerAutoencoder start = Descents.autoencoder(new double[][] {{0.25}}, new double[][] {{1}});
        DescentRecord record = run(x, start, Regime.WEAKLY_TRAINED, 0.1, 100);
        double moved = record.steps().get(99).longestMove();
        assertEquals(0.75, moved, 1e-4);
        double printed = 0.75 / 2;
        assertEquals(2, moved / printed, 1e-3);
    }

    /**
     * A column of A of length 5 sqrt(d), as a normal decoder may have: its unit moves by 1.5, although R' with sqrt(d) for the
     * length is .6. One sample of one dimension, K = 25 / 100 = lambda_0 / 2.
     */
    @Test
    void longColumnsMoveTheirUnitsFurther() {
        double[][] encoder = new double[1][100];
        double[][] decoder = new double[1][100];
        encoder[0][0] = 0.5;
        decoder[0][0] = 5;
        DescentRecord record = run(
                Descents.array(new double[][] {{1}}),
                Descents.autoencoder(encoder, decoder),
                Regime.WEAKLY_TRAINED,
                0.5,
                40);
        List<Report> drift = record.drift(0.1);
        Bound moved = drift.get(0).bounds().get(0);
        assertEquals(1.5, moved.measured(), 0.02);
        assertEquals(5 * 0.6, moved.limit(), 1e-9);
        assertEquals(Verdict.HOLDS, drift.get(0).verdict(), drift.get(0)::text);
        assertEquals(Verdict.NOT_APPLICABLE, drift.get(1).verdict(), drift.get(1)::text);
    }

    /** Normal decoders at n = d = 1: a longest column of 3 or more moves its unit beyond R' for columns of length 1. */
    @Test
    void normalDecodersKeepTheDriftOfTheirColumns() {
        INDArray x = Descents.array(new double[][] {{1}});
        RandomGenerator random = Descents.random(4);
        TwoLayerAutoencoder start =
                Descents.autoencoder(Descents.gaussian(random, 1, 20_000), Descents.gaussian(random, 1, 20_000));
        Report drift = run(x, start, Regime.WEAKLY_TRAINED, 0.5, 60).drift(0.1).get(0);
        assertEquals(Verdict.HOLDS, drift.verdict(), drift::text);
    }

    /** The eigenvalue is the samples' own; no other can be given. */
    @Test
    void theEigenvalueIsThatOfTheSamples() {
        INDArray x = Descents.array(Descents.unitRows(Descents.random(2), 6, 3));
        KernelConstants constants = KernelConstants.of(x);
        for (Regime regime : List.of(Regime.WEAKLY_TRAINED, Regime.JOINTLY_TRAINED, Regime.DECODER_ONLY)) {
            double lambda = regime == Regime.WEAKLY_TRAINED ? constants.lambda0() : constants.lambdaH();
            assertEquals(lambda, DescentRecorder.of(x, regime).lambda(), 1e-13);
            assertEquals(4 * lambda, DescentRecorder.of(x.mul(2), regime).lambda(), 1e-13);
        }
        INDArray repeated = Nd4j.vstack(x, x.getRows(0));
        assertThrows(IllegalArgumentException.class, () -> DescentRecorder.of(repeated, Regime.JOINTLY_TRAINED));
        DescentRecord doubled = run(x.mul(2), Descents.start(Descents.random(3), 3, 20), Regime.DECODER_ONLY, 0.01, 2);
        assertThrows(
                IllegalArgumentException.class, () -> doubled.drift(0.1), "the lemmas are for samples of length 1");
    }

    /** More units than two tiles hold: the kernel of each regime is that of its definition. */
    @ParameterizedTest
    @EnumSource(
            value = Regime.class,
            names = {"WEAKLY_TRAINED", "DECODER_ONLY", "JOINTLY_TRAINED"})
    void theKernelIsSummedOverTiles(Regime regime) {
        RandomGenerator random = Descents.random(9);
        double[][] x = Descents.unitRows(random, 3, 2);
        TwoLayerAutoencoder start = Descents.start(random, 2, 2 * StepTile.UNITS + 100);
        INDArray kernel = DenseKernel.of(Descents.array(x), start, regime, 1);
        INDArray literal = Descents.array(new LiteralStep(x, start, start, regime).kernel);
        assertEquals(0, kernel.sub(literal).norm2Number().doubleValue(), 1e-13);
        assertTrue(literal.norm2Number().doubleValue() > 0.1);
    }

    /** 2070 outputs: H stands for K, below it, and all else is as it is where K is formed. */
    @Test
    void beyondTwoThousandOutputsTheDecodersKernelStandsForTheWhole() {
        RandomGenerator random = Descents.random(8);
        double[][] x = Descents.unitRows(random, 9, 230);
        TwoLayerAutoencoder start = Descents.start(random, 230, 1100);
        double eta = 4;
        DescentRecord record = run(Descents.array(x), start, Regime.JOINTLY_TRAINED, eta, 2);
        TwoLayerAutoencoder next = Descents.step(x, start, eta, Regime.JOINTLY_TRAINED);
        INDArray before = HiddenFeatures.kernel(Descents.array(x), start.encoder());
        INDArray after = HiddenFeatures.kernel(Descents.array(x), next.encoder());
        RecordedStep second = record.steps().get(1);
        assertEquals(SymmetricEigen.eigenvalues(after).getDouble(0), second.smallest(), 1e-12);
        assertEquals(HiddenFeatures.norm(after.sub(before)), second.kernelChange(), 1e-12);
        assertTrue(second.kernelChange() > 1e-4);
        assertEquals(second.account().limits().smallestH, second.smallest(), 1e-12);
        assertEquals(Verdict.HOLDS, record.identity().verdict(), record.identity()::text);
        for (Report report : record.inequalities()) {
            assertEquals(Verdict.HOLDS, report.verdict(), report::text);
        }
        for (Report claim : record.claims()) {
            assertNotEquals(Verdict.FAILS, claim.verdict(), claim::text);
        }
        assertEquals(Verdict.HOLDS, record.contraction().verdict(), record.contraction()::text);
    }

    /** An encoder slower by gamma: the kernel is {@code gamma G + H}, and the same steps at gamma = 1 are none of descent. */
    @Test
    void recordsASlowerEncoder() {
        RandomGenerator random = Descents.random(8);
        double[][] x = Descents.unitRows(random, 4, 3);
        TwoLayerAutoencoder start = Descents.start(random, 3, 400);
        double gamma = 0.25;
        DescentRecorder slower = DescentRecorder.joint(Descents.array(x), gamma);
        DescentRecorder equal = DescentRecorder.of(Descents.array(x), Regime.JOINTLY_TRAINED);
        TwoLayerAutoencoder now = start;
        for (int step = 0; step < 4; step++) {
            for (DescentRecorder recorder : List.of(slower, equal)) {
                recorder.onStep(new Step<>(step, now, NONE, List.of(), 0.5, 0), null);
            }
            now = new TwoLayerAutoencoder(
                    Descents.step(x, now, gamma * 0.5, Regime.WEAKLY_TRAINED).encoder(),
                    Descents.step(x, now, 0.5, Regime.DECODER_ONLY).decoder());
        }
        DescentRecord record = slower.record();
        INDArray g = Descents.array(new LiteralStep(x, start, start, Regime.WEAKLY_TRAINED).kernel);
        INDArray h = Descents.array(new LiteralStep(x, start, start, Regime.DECODER_ONLY).kernel);
        assertEquals(3, record.steps().size());
        assertEquals(
                SymmetricEigen.eigenvalues(g.mul(gamma).add(h)).getDouble(0),
                record.steps().get(0).smallest(),
                1e-12);
        assertEquals(Verdict.HOLDS, record.identity().verdict(), record.identity()::text);
        assertEquals(Verdict.HOLDS, record.contraction().verdict(), record.contraction()::text);
        assertEquals(Verdict.FAILS, equal.record().identity().verdict());
        assertEquals("DescentRecorder[JOINTLY_TRAINED, steps=3]", slower.toString());
    }

    private static final Gradient NONE = Gradient.of(Map.of(), Nd4j.zeros(DataType.DOUBLE, 1), 0);

    @Test
    void refusesWhatItCannotRecord() {
        INDArray x = Descents.array(Descents.unitRows(Descents.random(2), 6, 3));
        assertThrows(IllegalArgumentException.class, () -> DescentRecorder.of(x, Regime.WEIGHT_TIED));
        INDArray large = Descents.array(Descents.unitRows(Descents.random(2), 9, 230));
        assertThrows(IllegalArgumentException.class, () -> DescentRecorder.of(large, Regime.WEAKLY_TRAINED));
        assertThrows(IllegalArgumentException.class, () -> DescentRecorder.joint(x, 0));
        assertThrows(IllegalArgumentException.class, () -> DescentRecorder.joint(x, 1.5));
        DescentRecord empty = DescentRecorder.of(x, Regime.JOINTLY_TRAINED).record();
        assertThrows(IllegalStateException.class, empty::contraction);
        assertThrows(IllegalStateException.class, empty::line);
        assertEquals(0, empty.squaredErrors().length);
    }
}
