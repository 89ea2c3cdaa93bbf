package org.autoencoder4j.gradient;

import org.autoencoder4j.network.TiedAutoencoder;

/** The gradient over the batches of one source, for one number of units. Not to be shared by threads. */
interface BatchGradient {
    /** The number of units. */
    int units();

    /** The number of samples of a batch. */
    long size();

    /** The gradient over the whole batch of a step. */
    default TiedGradient at(TiedAutoencoder autoencoder, long step) {
        return at(autoencoder, step, 0, size());
    }

    /** The gradient over a range of the batch of a step, whose arrays are valid until the next call. */
    TiedGradient at(TiedAutoencoder autoencoder, long step, long from, long to);
}
