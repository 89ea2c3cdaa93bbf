package org.autoencoder4j.gradient.internal;

import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.Evaluator;
import org.autoencoder4j.gradient.Fingerprint;
import org.autoencoder4j.gradient.GradientSource;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.network.SpanAutoencoder;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The gradient over one fixed set of samples at autoencoders that keep pre-activations in place of an encoder. */
public final class SpanSampleGradient implements GradientSource<SpanAutoencoder, SpanGradient> {
    private final INDArray samples;
    private final Regime regime;

    /**
     * Makes a source.
     *
     * @param samples X, {@code n x d} in 'c' order; kept
     * @param regime what is trained
     */
    public SpanSampleGradient(INDArray samples, Regime regime) {
        this.samples = samples;
        this.regime = regime;
    }

    @Override
    public SpanGradient at(SpanAutoencoder parameters, long step) {
        return evaluator().at(parameters, step);
    }

    @Override
    public Evaluator<SpanAutoencoder, SpanGradient> evaluator() {
        return new SpanBatchGradient(samples, regime);
    }

    @Override
    public Fingerprint fingerprint() {
        return Fingerprint.of(Batches.of(samples));
    }
}
