package org.autoencoder4j.ntk.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TwoLayerDescent;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.gradient.TwoLayerSampleGradient;
import org.autoencoder4j.init.TwoLayerStart;
import org.autoencoder4j.ntk.Draws;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A run whose kernel would have 6e11 entries. */
@Tag("slow")
class LargeDescentTest {
    private static final int SAMPLES = 1000;
    private static final int FEATURES = 784;
    private static final int UNITS = 10_000;
    private static final int STEPS = 20;

    /** Each step adds up and keeps (A2), from the start to the twentieth, whatever the encoder's kernel does. */
    @Test
    void twentyStepsOfALargeRunAreRecorded() {
        INDArray samples = Draws.unitRows(Draws.random(1), SAMPLES, FEATURES);
        DescentRecorder recorder = DescentRecorder.of(samples, Regime.JOINTLY_TRAINED);
        // d over 2 ||K||, with ||H|| about n/(2 pi) and ||G|| about (1 + sqrt(n/d))^2 / 2 at most.
        double eta = FEATURES / (2 * (SAMPLES / (2 * Math.PI) + 3));
        Trainer.of(
                        TwoLayerDescent.of(
                                TwoLayerSampleGradient.of(Batches.of(samples), Regime.JOINTLY_TRAINED),
                                LearningRate.constant(eta)),
                        StoppingRule.steps(STEPS))
                .withListener(recorder)
                .train(TwoLayerStart.standard(FEATURES, DataType.DOUBLE).autoencoder(UNITS, RandomStreams.of(1)));
        DescentRecord record = recorder.record();
        assertEquals(STEPS, record.steps().size());
        assertEquals(Verdict.HOLDS, record.identity().verdict(), record.identity()::text);
        for (Report report : record.inequalities()) {
            assertNotEquals(Verdict.FAILS, report.verdict(), report::text);
            assertNotEquals(Verdict.INCONCLUSIVE, report.verdict(), report::text);
        }
        assertEquals(Verdict.HOLDS, record.inequalities().get(0).verdict());
        for (RecordedStep step : record.steps()) {
            assertTrue(step.smallest() > 0 && step.account().mostFlips() > 0, step::toString);
            assertTrue(step.account().ratio() < 1, step::toString);
        }
    }
}
