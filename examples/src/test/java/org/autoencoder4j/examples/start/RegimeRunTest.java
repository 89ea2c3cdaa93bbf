package org.autoencoder4j.examples.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TwoLayerDescent;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.gradient.TwoLayerSampleGradient;
import org.autoencoder4j.init.TwoLayerStart;
import org.autoencoder4j.ntk.training.DescentRecorder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class RegimeRunTest {
    private static final INDArray SAMPLES = Nd4j.createFromArray(new double[][] {{1, 0}, {0, 1}});

    private static RegimeRun run(int width, double eta, int steps) {
        DescentRecorder recorder = DescentRecorder.of(SAMPLES, Regime.JOINTLY_TRAINED);
        Trainer.of(
                        TwoLayerDescent.of(
                                TwoLayerSampleGradient.of(Batches.of(SAMPLES), Regime.JOINTLY_TRAINED),
                                LearningRate.constant(eta)),
                        StoppingRule.steps(steps))
                .withListener(recorder)
                .train(TwoLayerStart.standard(2, DataType.DOUBLE).autoencoder(width, RandomStreams.of(3)));
        return new RegimeRun(Regime.JOINTLY_TRAINED, 0, width, recorder.record());
    }

    /** From about step 80 on the error is 1e-15, all rounding, and no step can be seen to contract. */
    @Test
    void aLongRunStillContracts() {
        RegimeRun run = run(400, 1, 200);
        assertTrue(run.largestRatio() > run.factor(), "the error is rounding at the end");
        assertEquals(Verdict.INCONCLUSIVE, run.recorded().contraction().verdict());
        assertTrue(run.contracts());
    }

    /** Three units: the hypotheses fail at most steps. Steps beyond stability: the error grows, if only at some. */
    @Test
    void runsThatDoNotContractAreTold() {
        assertFalse(run(3, 1, 50).contracts());
        assertFalse(run(400, 30, 10).contracts());
    }
}
