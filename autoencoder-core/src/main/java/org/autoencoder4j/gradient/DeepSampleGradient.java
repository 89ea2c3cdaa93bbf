package org.autoencoder4j.gradient;

import org.autoencoder4j.data.Batches;
import org.autoencoder4j.network.DeepAutoencoder;

/**
 * The gradient of the deep autoencoder's loss {@code 1/2 sum ||x - u||^2} over batches of samples, with respect to all of
 * its weights, by backpropagation: the <em>sum</em> over samples, not the mean. ReLU's slope at 0 is 0.
 *
 * <p>A batch is read chunk by chunk, of 1024 samples: what a chunk needs, some arrays for each layer, is freed with the
 * next collection of garbage. Cost: some three times that of
 * {@link DeepAutoencoder#reconstruct}. Immutable; threads may share it.
 *
 * @paper NWH-NTK section 3.1
 */
public final class DeepSampleGradient implements GradientSource<DeepAutoencoder, NamedGradient> {
    private final Batches batches;

    private DeepSampleGradient(Batches batches) {
        this.batches = batches;
    }

    /**
     * Returns the gradient over the batch of each step.
     *
     * @param batches the samples
     * @return the source
     */
    public static DeepSampleGradient of(Batches batches) {
        return new DeepSampleGradient(batches);
    }

    /**
     * Computes the gradient over the batch of a step.
     *
     * @param autoencoder the parameters, of the samples' type, with d features
     * @param step the step, at least 0
     * @return the gradient, loss and activity of the hidden neurons; new arrays
     * @throws IllegalArgumentException if the autoencoder does not fit the samples
     */
    @Override
    public NamedGradient at(DeepAutoencoder autoencoder, long step) {
        return evaluator().at(autoencoder, step);
    }

    @Override
    public RangeEvaluator<DeepAutoencoder, NamedGradient> evaluator() {
        return new DeepEvaluator(batches);
    }

    @Override
    public Fingerprint fingerprint() {
        return Fingerprint.of(batches);
    }

    @Override
    public String toString() {
        return "DeepSampleGradient[" + batches + "]";
    }
}
