package org.autoencoder4j.ntk.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.Descent;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.Optimizer;
import org.autoencoder4j.descent.TwoLayerDescent;
import org.autoencoder4j.gradient.Gradient;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.gradient.TwoLayerSampleGradient;
import org.autoencoder4j.init.TwoLayerStart;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.ntk.Draws;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.train.Step;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class CertaintyRecorderTest {
    private static final int FEATURES = 3;
    private static final INDArray AXES = Draws.identity(FEATURES);

    private static TwoLayerAutoencoder start(int width) {
        return TwoLayerStart.standard(FEATURES, DataType.DOUBLE).autoencoder(width, RandomStreams.of(5));
    }

    /** Losses of a run, each half the squared error. */
    private static double[] train(Regime regime, double gamma, double eta, int steps, CertaintyRecorder recorder) {
        return Trainer.of(
                        TwoLayerDescent.of(
                                TwoLayerSampleGradient.of(Batches.of(AXES), regime), LearningRate.constant(eta), gamma),
                        StoppingRule.steps(steps))
                .withListener(recorder)
                .train(start(60))
                .history()
                .losses();
    }

    private static void assertKept(double[] losses, CertaintyRecord from, double rate, String what) {
        int first = (int) from.step();
        double start = from.residual() * from.residual() / 2;
        assertEquals(losses[first], start, 1e-4 * start);
        for (int k = first; k < losses.length && losses[k] > 1e-20 * losses[0]; k++) {
            double line = start * Math.pow(1 - from.eta() * rate, k - first);
            assertTrue(losses[k] <= line * (1 + 1e-9), what + " of step " + k + ": " + losses[k] + " above " + line);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 0.2})
    void aJointRunKeepsItsRateFromWhereItIsCertain(double gamma) {
        CertaintyRecorder recorder = CertaintyRecorder.joint(AXES, gamma, 5);
        double[] losses = train(Regime.JOINTLY_TRAINED, gamma, 0.5, 300, recorder);
        CertaintyRecord flow = recorder.flow().orElseThrow();
        CertaintyRecord descent = recorder.descent().orElseThrow();
        assertTrue(flow.step() < descent.step(), recorder.toString());
        assertEquals(gamma == 1, flow.step() > 0, recorder.toString());
        assertTrue(recorder.toString().contains("descent from step " + descent.step()), recorder.toString());
        assertEquals(gamma, ((JointDescentCertificate) descent.descent()).gamma());
        assertTrue(descent.descent().rate() > 0 && descent.descent().largestStep() >= 0.5);
        assertKept(losses, descent, descent.descent().rate(), "descent");
        List<CertaintyRecord> records = recorder.records();
        assertEquals(descent.step() / 5 + 1, records.size(), "nothing is measured after that");
        for (int k = 0; k < records.size(); k++) {
            CertaintyRecord record = records.get(k);
            assertEquals(5L * k, record.step());
            assertEquals(record.step() >= flow.step(), record.flow().isCertain());
            assertEquals(record.step() >= descent.step(), record.descentIsCertain());
        }
    }

    @Test
    void aWeakRunKeepsItsRateFromWhereItIsCertain() {
        CertaintyRecorder recorder = CertaintyRecorder.weak(AXES, 10);
        double[] losses = train(Regime.WEAKLY_TRAINED, 1, 0.5, 400, recorder);
        CertaintyRecord flow = recorder.flow().orElseThrow();
        CertaintyRecord descent = recorder.descent().orElseThrow();
        assertTrue(flow.step() > 0 && flow.step() <= descent.step(), recorder.toString());
        assertTrue(descent.descent() instanceof WeakDescentCertificate);
        assertKept(losses, descent, descent.descent().rate(), "descent");
    }

    /** The flow forgets how long the steps are; descent does not. */
    @Test
    void stepsThatAreTooLongAreNeverCertain() {
        CertaintyRecorder recorder = CertaintyRecorder.joint(AXES, 1, 5);
        train(Regime.JOINTLY_TRAINED, 1, 3.3, 60, recorder);
        assertTrue(recorder.flow().isPresent(), recorder.toString());
        assertTrue(recorder.descent().isEmpty(), recorder.toString());
        assertTrue(recorder.toString().contains("descent from no step"), recorder.toString());
        CertaintyRecord last = recorder.records().get(recorder.records().size() - 1);
        assertTrue(last.descent().isCertain(), "it would be with shorter steps");
        assertEquals(Verdict.FAILS, last.descentAtEta().verdict());
        assertEquals(13, recorder.records().size());
    }

    @Test
    void parametersWithoutAFiniteGradientAreLeftOut() {
        CertaintyRecorder recorder = CertaintyRecorder.joint(AXES, 1, 1);
        Gradient broken = Gradient.of(
                Map.of(TwoLayerAutoencoder.ENCODER, Nd4j.createFromArray(new double[][] {{Double.NaN}})),
                Nd4j.zeros(DataType.DOUBLE, 1),
                0);
        recorder.onStep(new Step<>(0, start(4), broken, List.of(), 0.1, 0), null);
        Gradient endless = Gradient.of(
                Map.of(TwoLayerAutoencoder.ENCODER, Nd4j.createFromArray(new double[][] {{1}})),
                Nd4j.zeros(DataType.DOUBLE, 1),
                Double.POSITIVE_INFINITY);
        recorder.onStep(new Step<>(1, start(4), endless, List.of(), 0.1, 0), null);
        assertTrue(recorder.records().isEmpty());
        assertFalse(recorder.flow().isPresent());
    }

    /** A run is not believed to be what its recorder is for. */
    @Test
    void refusesARunThatDoesSomethingElse() {
        CertaintyRecorder slower = CertaintyRecorder.joint(AXES, 0.05, 10);
        refused("encoder is off", () -> train(Regime.JOINTLY_TRAINED, 1, 0.5, 3, slower));
        assertEquals(1, slower.records().size(), "the first step tells");
        refused(
                "encoder is off",
                () -> train(Regime.JOINTLY_TRAINED, 0.999, 0.5, 3, CertaintyRecorder.joint(AXES, 1, 1)));
        refused("gamma = 1.0", () -> train(Regime.JOINTLY_TRAINED, 0.999, 0.5, 3, CertaintyRecorder.joint(AXES, 1, 1)));
        refused("[encoder]", () -> train(Regime.WEAKLY_TRAINED, 1, 0.5, 3, CertaintyRecorder.joint(AXES, 1, 1)));
        refused("WEAKLY_TRAINED", () -> train(Regime.JOINTLY_TRAINED, 1, 0.5, 3, CertaintyRecorder.weak(AXES, 1)));
        INDArray two = AXES.get(NDArrayIndex.interval(0, 2), NDArrayIndex.all()).dup('c');
        refused("all samples", () -> train(Regime.JOINTLY_TRAINED, 1, 0.5, 3, CertaintyRecorder.joint(two, 1, 1)));
        Descent<TwoLayerAutoencoder> momentum = TwoLayerDescent.of(
                        TwoLayerSampleGradient.of(Batches.of(AXES), Regime.JOINTLY_TRAINED), LearningRate.constant(0.5))
                .with(Optimizer.momentum(0.9));
        refused(
                "encoder is off",
                () -> Trainer.of(momentum, StoppingRule.steps(3))
                        .withListener(CertaintyRecorder.joint(AXES, 1, 1))
                        .train(start(60)));
    }

    /** Rounding of FLOAT, and errors that are rounding themselves, are no other rule. */
    @Test
    void roundingIsNoOtherRule() {
        CertaintyRecorder single = CertaintyRecorder.joint(AXES.castTo(DataType.FLOAT), 0.3, 1);
        Trainer.of(
                        TwoLayerDescent.of(
                                TwoLayerSampleGradient.of(
                                        Batches.of(AXES.castTo(DataType.FLOAT)), Regime.JOINTLY_TRAINED),
                                LearningRate.constant(0.5),
                                0.3),
                        StoppingRule.steps(100))
                .withListener(single)
                .train(TwoLayerStart.standard(FEATURES, DataType.FLOAT).autoencoder(60, RandomStreams.of(5)));
        assertTrue(single.records().size() > 1, single.toString());
        CertaintyRecorder never = CertaintyRecorder.joint(AXES, 1, 1);
        train(Regime.JOINTLY_TRAINED, 1, 3.3, 500, never);
        assertEquals(501, never.records().size(), "all steps were compared");
        refused(
                "encoder is off",
                () -> Trainer.of(
                                TwoLayerDescent.of(
                                        TwoLayerSampleGradient.of(
                                                Batches.of(AXES.castTo(DataType.FLOAT)), Regime.JOINTLY_TRAINED),
                                        LearningRate.constant(0.5)),
                                StoppingRule.steps(3))
                        .withListener(CertaintyRecorder.joint(AXES.castTo(DataType.FLOAT), 0.9, 1))
                        .train(TwoLayerStart.standard(FEATURES, DataType.FLOAT).autoencoder(60, RandomStreams.of(5))));
    }

    /** The state x = 2 with four units w = 1.5 and a = 2.5, gamma .5 and eta .25, from which the error is said to be 7. */
    private static ExpectedStep small(DataType type) {
        TwoLayerAutoencoder now = new TwoLayerAutoencoder(
                Nd4j.valueArrayOf(new long[] {1, 4}, 1.5, type), Nd4j.valueArrayOf(new long[] {1, 4}, 2.5, type));
        return after(now, Nd4j.valueArrayOf(new long[] {1, 1}, 2, type));
    }

    private static ExpectedStep after(TwoLayerAutoencoder now, INDArray samples) {
        Gradient none = Gradient.of(
                Map.of(TwoLayerAutoencoder.ENCODER, Nd4j.zeros(now.dataType(), 1, 1)),
                Nd4j.zeros(now.dataType(), 1),
                0);
        Step<TwoLayerAutoencoder> step = new Step<>(8, now, none, List.of(), 0.25, 0);
        return ExpectedStep.after(step, samples, Regime.JOINTLY_TRAINED, 0.5, 7);
    }

    /** F = .25 * 2 * (2 * 2 + 7) / sqrt(4 * 1) = 2.75, ||W|| = 3, ||A|| = 5, n + d + m + 8 = 14. */
    @Test
    void roundingGrowsWithWhatAStepIsAProductOf() {
        for (DataType type : List.of(DataType.DOUBLE, DataType.FLOAT)) {
            double ulp = type == DataType.DOUBLE ? Math.ulp(1.0) : Math.ulp(1.0f);
            ExpectedStep step = small(type);
            assertEquals(9, step.index());
            assertEquals((4 * 3 + 14 * 0.5 * 2.75 * 5) * ulp, step.encoderRounding(), 1e-6 * ulp);
            assertEquals((4 * 5 + 14 * 2.75 * 3) * ulp, step.decoderRounding(), 1e-6 * ulp);
        }
    }

    /** The output is 15 and the error 13: gradients are 32.5 and 19.5 for each unit. */
    @Test
    void eachLayerMustBeWhereDescentMovesIt() {
        ExpectedStep step = small(DataType.DOUBLE);
        INDArray encoder = Nd4j.valueArrayOf(new long[] {1, 4}, 1.5 - 0.125 * 32.5, DataType.DOUBLE);
        INDArray decoder = Nd4j.valueArrayOf(new long[] {1, 4}, 2.5 - 0.25 * 19.5, DataType.DOUBLE);
        step.require(new TwoLayerAutoencoder(encoder, decoder));
        refused("encoder is off", () -> step.require(new TwoLayerAutoencoder(encoder.add(1e-9), decoder)));
        refused("decoder is off", () -> step.require(new TwoLayerAutoencoder(encoder, decoder.add(1e-9))));
    }

    @Test
    void aNetworkOfZerosStaysThereWithoutRounding() {
        INDArray zeros = Nd4j.zeros(DataType.DOUBLE, 1, 4);
        ExpectedStep step = after(new TwoLayerAutoencoder(zeros, zeros.dup()), Nd4j.ones(DataType.DOUBLE, 1, 1));
        assertEquals(0, step.encoderRounding());
        step.require(new TwoLayerAutoencoder(zeros, zeros.dup()));
        refused("decoder is off", () -> step.require(new TwoLayerAutoencoder(zeros, zeros.add(1e-100))));
    }

    private static void refused(String text, Executable what) {
        String message = assertThrows(IllegalArgumentException.class, what).getMessage();
        assertTrue(message.contains(text), message);
    }

    @Test
    void refusesWrongArguments() {
        assertThrows(IllegalArgumentException.class, () -> CertaintyRecorder.joint(AXES, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> CertaintyRecorder.joint(AXES, 1.5, 1));
        assertThrows(IllegalArgumentException.class, () -> CertaintyRecorder.weak(AXES, 0));
        assertThrows(IllegalArgumentException.class, () -> CertaintyRecorder.weak(AXES.div(0), 1));
        refused("n d", () -> CertaintyRecorder.weak(Nd4j.ones(DataType.DOUBLE, 667, 3), 1));
        CertaintyRecorder.weak(Nd4j.ones(DataType.DOUBLE, 1000, 2), 1);
        refused("number of samples", () -> CertaintyRecorder.joint(Nd4j.ones(DataType.DOUBLE, 5001, 1), 1, 1));
    }
}
