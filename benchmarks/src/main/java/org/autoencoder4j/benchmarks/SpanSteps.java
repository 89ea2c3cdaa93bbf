package org.autoencoder4j.benchmarks;

import java.io.IOException;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.SpanDescent;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.network.SpanAutoencoder;
import org.autoencoder4j.train.UpdateRule;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Gradient descent of the two-layer autoencoder. */
final class SpanSteps implements Workload {
    private static final double LEARNING_RATE = 0.1;

    private final INDArray samples;
    private final UpdateRule.Session<SpanAutoencoder> session;

    SpanSteps(Regime regime, DataType type) throws IOException {
        this.samples = TwoLayerData.samples(type);
        SpanDescent rule = SpanDescent.of(samples, regime, LearningRate.constant(LEARNING_RATE));
        this.session = rule.start(rule.begin(TwoLayerData.autoencoder(type)));
    }

    @Override
    public void step() {
        session.evaluate();
        session.advance();
    }

    /** The encoder's gradient, from the coefficients that the first step leaves. */
    @Override
    public INDArray first() {
        step();
        session.evaluate();
        INDArray coefficients = session.result().coefficients().castTo(DataType.DOUBLE);
        return Nd4j.gemm(coefficients, samples.castTo(DataType.DOUBLE), true, false)
                .divi(-LEARNING_RATE);
    }
}
