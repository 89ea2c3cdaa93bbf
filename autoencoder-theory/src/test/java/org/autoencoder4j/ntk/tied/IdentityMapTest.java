package org.autoencoder4j.ntk.tied;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.Descent;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TwoLayerDescent;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.gradient.TwoLayerSampleGradient;
import org.autoencoder4j.init.DecoderLaw;
import org.autoencoder4j.init.TwoLayerStart;
import org.autoencoder4j.network.OutputScaling;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.ntk.Draws;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class IdentityMapTest {
    private static final RandomStreams STREAMS = RandomStreams.of(3);
    private static final int FEATURES = 8;
    private static final int UNITS = 1000;

    private static TwoLayerStart critical(DataType type) {
        return new TwoLayerStart(FEATURES, WeightTiedError.CRITICAL_VARIANCE, DecoderLaw.RADEMACHER, type);
    }

    /**
     * Lemma 6.1: .019 at 1000 units, before training on 5 samples and after it, on noise. Over inputs the error of one network
     * varies with the network; 50 % cover it. An untied start has error 3/2.
     */
    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void aWideTiedNetworkIsTheIdentityOnNoiseBeforeAndAfterTraining(DataType type) {
        INDArray noise = Draws.unitRows(Draws.random(20), 500, FEATURES).castTo(type);
        INDArray samples = Draws.unitRows(Draws.random(21), 5, FEATURES).castTo(type);
        TwoLayerAutoencoder start = critical(type).weightTied(UNITS, STREAMS);
        double predicted = WeightTiedError.expected(FEATURES, UNITS, WeightTiedError.CRITICAL_VARIANCE, 1);
        IdentityMap before = IdentityMap.of(start, noise);
        assertEquals(predicted, before.error(), 0.5 * predicted);
        assertTrue(before.standardError() < 0.1 * before.error());

        Descent<TwoLayerAutoencoder> rule = TwoLayerDescent.of(
                TwoLayerSampleGradient.of(Batches.of(samples), Regime.WEIGHT_TIED),
                LearningRate.constant(UNITS / 20.0));
        TwoLayerAutoencoder trained =
                Trainer.of(rule, StoppingRule.steps(80)).train(start).parameters();
        assertTrue(IdentityMap.of(trained, samples).error() < 0.05 * predicted, "it has learnt its samples");
        IdentityMap after = IdentityMap.of(trained, noise);
        assertEquals(Verdict.HOLDS, after.report(2 * predicted).verdict());
        assertEquals(Verdict.FAILS, after.report(0.1 * predicted).verdict());

        TwoLayerAutoencoder untied = TwoLayerStart.standard(FEATURES, type).autoencoder(UNITS, STREAMS);
        assertEquals(1.5, IdentityMap.of(untied, noise).error(), 0.15);
    }

    /** By hand: one unit with w = a = 1 and d = 1 gives u = max(x, 0); errors 0 and 1, standard error 1/2. */
    @Test
    void byHand() {
        INDArray one = Draws.identity(1);
        TwoLayerAutoencoder rectifier = new TwoLayerAutoencoder(one, one.dup(), OutputScaling.INVERSE_WIDTH);
        INDArray inputs = Nd4j.createFromArray(new double[][] {{3}, {-2}});
        IdentityMap map = IdentityMap.of(rectifier, inputs);
        assertEquals(0.5, map.error(), 1e-15);
        assertEquals(0.5, map.standardError(), 1e-15);
        assertEquals(2, map.inputs());
        IdentityMap single = IdentityMap.of(rectifier, inputs.getRows(0));
        assertEquals(Double.POSITIVE_INFINITY, single.standardError(), "one input says nothing of others");
        assertEquals(Verdict.INCONCLUSIVE, single.report(0.1).verdict());
        assertEquals(Verdict.INCONCLUSIVE, map.report(0.1).verdict());
        IdentityMap equal = IdentityMap.of(rectifier, inputs.getRows(1, 1));
        assertEquals(0, equal.standardError());
        assertEquals(Verdict.INCONCLUSIVE, equal.report(2).verdict(), "two inputs say next to nothing of others");
    }

    @Test
    void refusesWhatHasNoRelativeError() {
        TwoLayerAutoencoder start = critical(DataType.DOUBLE).weightTied(4, STREAMS);
        INDArray noise = Draws.unitRows(Draws.random(20), 3, FEATURES);
        assertThrows(IllegalArgumentException.class, () -> IdentityMap.of(start, noise.mul(0)));
        assertThrows(IllegalArgumentException.class, () -> IdentityMap.of(start, noise.div(0)));
        assertThrows(IllegalArgumentException.class, () -> IdentityMap.of(start, noise.castTo(DataType.FLOAT)));
        assertThrows(
                IllegalArgumentException.class,
                () -> IdentityMap.of(start, noise).report(-1));
    }
}
