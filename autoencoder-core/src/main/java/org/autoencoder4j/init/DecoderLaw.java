package org.autoencoder4j.init;

import java.util.random.RandomGenerator;

/**
 * How the entries of a two-layer autoencoder's decoder are drawn: independent, with mean 0 and variance 1.
 *
 * @paper NWH-NTK section 2
 */
public enum DecoderLaw {
    /** Signs, +1 or -1 with equal probability; every column then has the norm {@code sqrt(d)} exactly. */
    RADEMACHER,

    /** Standard normal numbers. */
    GAUSSIAN;

    double draw(RandomGenerator random) {
        return switch (this) {
            case RADEMACHER -> random.nextBoolean() ? 1 : -1;
            case GAUSSIAN -> random.nextGaussian();
        };
    }
}
