package org.autoencoder4j.gradient;

import org.autoencoder4j.network.TiedAutoencoder;

/** The gradient over the batches of one source, for one number of units. Not to be shared by threads. */
interface BatchGradient {
    /** The number of units. */
    int units();

    /** The gradient over the batch of a step, whose arrays are valid until the next call. */
    TiedGradient at(TiedAutoencoder autoencoder, long step);
}
