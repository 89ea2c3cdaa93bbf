package org.autoencoder4j.gradient;

/**
 * Where gradients come from: samples, a model's exact expectation, or anything else. A source owns its data; the
 * trainer never sees a batch. It is immutable, so runs and threads may share it; what a run needs besides, its
 * {@link Evaluator} owns. A user's own gradient is a lambda.
 *
 * <p>The answer is a function of parameters and step alone, so that a resumed run is exact.
 *
 * @param <P> the parameters, for example {@link org.autoencoder4j.network.TiedAutoencoder}
 * @param <G> the gradient, for example {@link TiedGradient}
 */
@FunctionalInterface
public interface GradientSource<P, G extends Gradient> {
    /**
     * Computes one gradient. For many, {@link #evaluator} is faster.
     *
     * @param parameters the present parameters, which are not changed
     * @param step the step, at least 0
     * @return the gradient, in arrays of its own
     * @throws IllegalArgumentException if the parameters do not fit the source's data
     */
    G at(P parameters, long step);

    /**
     * Hands out what computes the same gradients for one run, and may use its buffers again and again.
     *
     * @return the evaluator; by default this source itself
     */
    default Evaluator<P, G> evaluator() {
        return this::at;
    }

    /**
     * Describes the data, so that a run is not resumed with others, and for the record of how a result was made. A run asks
     * for it once.
     *
     * @return the description; by default none, and then only the loss and the norm tell
     */
    default Fingerprint fingerprint() {
        return Fingerprint.NONE;
    }
}
