package org.autoencoder4j.gradient.internal.form;

import org.autoencoder4j.backend.internal.NativeReals;
import org.autoencoder4j.gradient.internal.rows.EncoderParameters;
import org.autoencoder4j.gradient.internal.rows.LaneSums;

/**
 * One way to compute the gradient of a batch chunk by chunk. A lane adds up its chunks by itself, in a fixed order; a
 * worker is a thread with buffers of its own, which it uses for any lane.
 */
public interface GradientForm {
    /** The number of samples of a chunk. */
    int chunk();

    /** Prepares a step: what depends on the parameters alone. */
    void begin(EncoderParameters parameters, int workers);

    /** Empties the sums of a lane. */
    void clear(int lane);

    /** Adds a chunk of at most {@link #chunk} observations to the sums of a lane. */
    void add(int worker, int lane, NativeReals observations, int samples);

    /** Writes the gradient with respect to the weights: the sums of all lanes in their order. */
    void finish(NativeReals gradient, long samples, int workers);

    /** The further sums of a lane. */
    LaneSums sums(int lane);
}
