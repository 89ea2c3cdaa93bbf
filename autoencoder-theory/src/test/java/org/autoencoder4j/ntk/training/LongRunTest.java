package org.autoencoder4j.ntk.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TwoLayerDescent;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.gradient.TwoLayerSampleGradient;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs that go on after the error is all rounding: what was proved of descent must not fail of them. */
class LongRunTest {
    private static DescentRecord run(INDArray samples, TwoLayerAutoencoder start, double eta, int steps) {
        DescentRecorder recorder = DescentRecorder.of(samples, Regime.JOINTLY_TRAINED);
        Trainer.of(
                        TwoLayerDescent.of(
                                TwoLayerSampleGradient.of(Batches.of(samples), Regime.JOINTLY_TRAINED),
                                LearningRate.constant(eta)),
                        StoppingRule.steps(steps))
                .withListener(recorder)
                .train(start);
        return recorder.record();
    }

    /** The error is 1e-15 from the 75th step on, and the theorem's line, .915^k, is below its square from the 873rd on. */
    @Test
    void nothingFailsAtTheFloorOfRounding() {
        double[][] x = {{1, 0}, {0, 1}};
        DescentRecord record = run(Descents.array(x), Descents.start(Descents.random(3), 2, 200), 1, 900);
        double[] errors = record.squaredErrors();
        assertTrue(errors[100] < 1e-25 && errors[900] > 0, "squared errors " + errors[100] + ", " + errors[900]);
        List<Report> reports = Stream.of(
                        List.of(record.identity(), record.contraction(), record.line()),
                        record.claims(),
                        record.inequalities(),
                        record.hypotheses())
                .flatMap(List::stream)
                .toList();
        for (Report report : reports) {
            assertNotEquals(Verdict.FAILS, report.verdict(), report::text);
        }
        assertEquals(Verdict.HOLDS, record.identity().verdict());
        assertTrue(record.fractionHolding() > 0.9);
        Report contraction = record.contraction();
        assertEquals(Verdict.INCONCLUSIVE, contraction.verdict(), contraction::text);
        double holding = contraction.findings().get("stepsHolding");
        assertTrue(holding > 20, contraction::text);
        assertEquals(900 - holding, contraction.findings().get("stepsUndecided"));
        for (Report drift : record.drift(0.1).subList(1, 3)) {
            Bound below = drift.conditions().stream()
                    .filter(bound -> bound.quantity().startsWith("max of the squared error"))
                    .findFirst()
                    .orElseThrow();
            assertEquals(Verdict.HOLDS, below.verdict(), drift::text);
        }
        assertEquals(Verdict.HOLDS, record(record, 20).contraction().verdict());
        assertEquals(Verdict.HOLDS, record(record, 20).line().verdict());
    }

    /** Its first steps alone: none is undecided. */
    private static DescentRecord record(DescentRecord record, int steps) {
        return new DescentRecord(
                Descents.array(new double[][] {{1, 0}, {0, 1}}),
                Regime.JOINTLY_TRAINED,
                record.lambda(),
                record.steps().subList(0, steps),
                null);
    }

    /** FLOAT steps below one ulp of the weights change nothing, or move the decoder by far more than eta grad_A. */
    @Test
    void nothingFailsWhereStepsAreBelowAnUlp() {
        double[][] x = {{1, 0}, {0, 1}};
        TwoLayerAutoencoder start = Descents.start(Descents.random(3), 2, 200);
        TwoLayerAutoencoder rounded = new TwoLayerAutoencoder(
                start.encoder().castTo(DataType.FLOAT), start.decoder().castTo(DataType.FLOAT));
        for (double eta : new double[] {1e-7, 1e-5, 1e-4}) {
            DescentRecord record = run(Descents.array(x).castTo(DataType.FLOAT), rounded.copy(), eta, 3);
            assertEquals(Verdict.HOLDS, record.identity().verdict());
            for (Report report : record.claims()) {
                assertNotEquals(Verdict.FAILS, report.verdict(), report::text);
            }
            assertNotEquals(Verdict.FAILS, record.contraction().verdict(), record.contraction()::text);
            assertNotEquals(Verdict.FAILS, record.line().verdict(), record.line()::text);
        }
    }

    /** A decoder whose columns all point one way: G is 0 across it, whatever sign rounding gives its smallest eigenvalue. */
    @Test
    void aSingularKernelOfTheEncoderIsToldFromItsRounding() {
        double[][] x = Descents.unitRows(Descents.random(5), 3, 2);
        for (int seed = 0; seed < 5; seed++) {
            double[][] a = Descents.gaussian(Descents.random(seed), 1, 30);
            double[][] decoder = new double[2][30];
            for (int r = 0; r < 30; r++) {
                decoder[0][r] = 0.6 * a[0][r];
                decoder[1][r] = 0.8 * a[0][r];
            }
            TwoLayerAutoencoder start =
                    Descents.autoencoder(Descents.gaussian(Descents.random(seed + 10), 2, 30), decoder);
            DescentRecorder recorder = DescentRecorder.of(Descents.array(x), Regime.WEAKLY_TRAINED);
            Trainer.of(
                            TwoLayerDescent.of(
                                    TwoLayerSampleGradient.of(Batches.of(Descents.array(x)), Regime.WEAKLY_TRAINED),
                                    LearningRate.constant(0.1)),
                            StoppingRule.steps(2))
                    .withListener(recorder)
                    .train(start);
            for (RecordedStep step : recorder.record().steps()) {
                assertEquals(0, step.smallest());
                assertEquals(Verdict.NOT_APPLICABLE, step.inequality().descent().verdict());
            }
        }
    }
}
