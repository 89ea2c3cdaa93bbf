package org.autoencoder4j.check.consistency;

/** Which signs the values of a {@link CodeSet} take. */
public enum ValueSigns {
    /** Values lie in [a1, a2]: mixtures and non-negative sparse codes. */
    NON_NEGATIVE,
    /** Magnitudes lie in [a1, a2] and each value takes either sign: sparse coding. */
    SIGNED
}
