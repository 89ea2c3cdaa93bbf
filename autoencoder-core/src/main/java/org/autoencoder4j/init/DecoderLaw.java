package org.autoencoder4j.init;

import java.util.random.RandomGenerator;

/**
 * How the entries of a two-layer autoencoder's decoder are drawn: independent, with mean 0 and variance 1, or not at all.
 *
 * @paper NWH-NTK section 2
 */
public enum DecoderLaw {
    /** Signs, +1 or -1 with equal probability; every column then has the norm {@code sqrt(d)} exactly. */
    RADEMACHER,

    /** Standard normal numbers. */
    GAUSSIAN,

    /**
     * Zero, so that the error of the start is that of no output, and units change their sign late. The encoder's gradient is
     * 0 at such a start: it moves only where the decoder is trained too.
     *
     * @paper autoencoder4j P2-C2
     */
    ZERO;

    double draw(RandomGenerator random) {
        return switch (this) {
            case RADEMACHER -> random.nextBoolean() ? 1 : -1;
            case GAUSSIAN -> random.nextGaussian();
            case ZERO -> 0;
        };
    }
}
