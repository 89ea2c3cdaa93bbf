package org.autoencoder4j.gradient;

/** Which weights of a two-layer autoencoder {@code u = s A relu(W^T x)} training changes. */
public enum Regime {
    /**
     * The encoder W alone; the decoder A stays as it was drawn.
     *
     * @paper NWH-NTK section 4
     */
    WEAKLY_TRAINED,

    /** The decoder A alone: a linear regression on fixed random features. */
    DECODER_ONLY,

    /**
     * Encoder and decoder.
     *
     * @paper NWH-NTK section 5
     */
    JOINTLY_TRAINED,

    /**
     * One matrix that is both encoder and decoder, {@code A = W}, by its true gradient.
     *
     * @paper NWH-NTK section 6
     */
    WEIGHT_TIED;

    /**
     * Says whether the encoder changes.
     *
     * @return whether it is trained
     */
    public boolean trainsEncoder() {
        return this != DECODER_ONLY;
    }

    /**
     * Says whether the decoder changes.
     *
     * @return whether it is trained
     */
    public boolean trainsDecoder() {
        return this != WEAKLY_TRAINED;
    }
}
