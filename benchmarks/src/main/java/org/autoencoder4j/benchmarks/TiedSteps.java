package org.autoencoder4j.benchmarks;

import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.train.UpdateRule;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gradient descent of the tied autoencoder. */
final class TiedSteps implements Workload {
    private static final double LEARNING_RATE = 0.01;

    private final SampleGradient source;
    private final TiedAutoencoder start;
    private final UpdateRule.Session<TiedAutoencoder> session;

    TiedSteps(Case workload, DataType type) {
        this.source = SampleGradient.of(workload.observations(type));
        this.start = workload.start(type);
        this.session =
                TiedDescent.of(source, LearningRate.constant(LEARNING_RATE)).start(start);
    }

    @Override
    public void step() {
        session.evaluate();
        session.advance();
    }

    @Override
    public INDArray first() {
        return source.at(start, 0).weights().transpose();
    }
}
