package org.autoencoder4j.gradient;

/**
 * Computes the gradients of one run. It owns its buffers and belongs to one thread; {@link GradientSource#evaluator} makes
 * one for each.
 *
 * @param <P> the parameters
 * @param <G> the gradient
 */
@FunctionalInterface
public interface Evaluator<P, G extends Gradient> {
    /**
     * Computes a gradient.
     *
     * @param parameters the present parameters, which are not changed
     * @param step the step, at least 0
     * @return the gradient, whose arrays are valid until the next call
     * @throws IllegalArgumentException if the parameters do not fit the source's data
     */
    G at(P parameters, long step);
}
