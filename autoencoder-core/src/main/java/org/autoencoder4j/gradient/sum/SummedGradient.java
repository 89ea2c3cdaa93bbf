package org.autoencoder4j.gradient.sum;

import org.autoencoder4j.gradient.Gradient;
import org.autoencoder4j.parts.SampleSum;

/**
 * A kind of gradient that is a sum or a mean over samples: how a range of samples adds to it, and what is made of the total.
 *
 * @param <P> the parameters
 * @param <G> the gradient
 */
public interface SummedGradient<P, G extends Gradient> extends SampleSum<SummedGradient.At<P>, GradientSum> {
    /**
     * Where a gradient is wanted.
     *
     * @param parameters the parameters
     * @param step the step, which says which batch
     * @param <P> the parameters
     */
    record At<P>(P parameters, long step) {}

    /**
     * Makes the gradient of the total.
     *
     * @param parameters the parameters
     * @param total the sums over all samples of the batch
     * @return the gradient, in arrays of its own
     */
    G gradient(P parameters, GradientSum total);

    @Override
    default GradientSum sum(byte[] bytes) {
        return GradientSum.fromBytes(bytes);
    }
}
