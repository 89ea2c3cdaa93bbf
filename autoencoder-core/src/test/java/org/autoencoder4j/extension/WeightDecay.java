package org.autoencoder4j.extension;

import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.GradientSource;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.network.TiedAutoencoder;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A user's gradient, of the loss with {@code lambda/2 ||W||^2} more. */
final class WeightDecay {
    private WeightDecay() {}

    static GradientSource<TiedAutoencoder, TiedGradient> of(Batches batches, double lambda) {
        SampleGradient samples = SampleGradient.of(batches);
        return (autoencoder, step) -> {
            TiedGradient g = samples.at(autoencoder, step);
            INDArray w = autoencoder.weights();
            double norm = w.norm2Number().doubleValue();
            return new TiedGradient(
                    g.weights().add(w.mul(lambda)), g.bias(), g.activity(), g.loss() + lambda / 2 * norm * norm);
        };
    }
}
