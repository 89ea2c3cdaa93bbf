package org.autoencoder4j.check.closeness;

import org.autoencoder4j.model.law.CodeLaw;

/**
 * Whether a column of the weights may be replaced by its negative before it is compared with an atom. Observations tell
 * an atom from its negative unless codes take both signs.
 *
 * @paper NWH19 Definition 2
 */
public enum SignFlips {
    /** Each column may change its sign: sparse coding with codes of both signs. */
    ALLOWED("order and signs"),
    /** Columns keep their signs: mixtures and non-negative codes. */
    FORBIDDEN("order");

    private final String freedom;

    SignFlips(String freedom) {
        this.freedom = freedom;
    }

    /** Up to what the atoms are determined. */
    String freedom() {
        return freedom;
    }

    /**
     * Returns what a law of codes allows.
     *
     * @param law the law of the codes
     * @return {@code ALLOWED} if entries of a code take both signs
     * @throws org.autoencoder4j.model.law.UnstatedConstantException if the law does not state whether they do
     */
    public static SignFlips of(CodeLaw law) {
        return law.signed() ? ALLOWED : FORBIDDEN;
    }
}
