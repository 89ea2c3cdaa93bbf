package org.autoencoder4j.gradient;

/**
 * Where gradients come from: samples, a model's exact expectation, or anything else. A source owns its data; the
 * trainer never sees a batch.
 *
 * <p>The answer is a function of parameters and step alone, so that a resumed run is exact. A source reuses its buffers
 * and is not to be shared by threads.
 *
 * @param <P> the parameters, for example {@link org.autoencoder4j.network.TiedAutoencoder}
 * @param <G> the gradient, for example {@link TiedGradient}
 */
@FunctionalInterface
public interface GradientSource<P, G extends Gradient> {
    /**
     * Computes the gradient.
     *
     * @param parameters the present parameters, which are not changed
     * @param step the step, at least 0
     * @return the gradient, whose arrays are valid until the next call
     * @throws IllegalArgumentException if the parameters do not fit the source's data
     */
    G at(P parameters, long step);
}
