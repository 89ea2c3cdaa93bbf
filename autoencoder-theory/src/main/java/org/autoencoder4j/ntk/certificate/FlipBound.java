package org.autoencoder4j.ntk.certificate;

/** How {@code ||A_F||}, the norm of the decoder's columns in a set F of units, is bounded from above. */
public enum FlipBound {
    /** By {@code ||A_F||_F}, the root of the sum of the squared lengths: one pass over the pre-activations. */
    COUNTED,

    /** By itself: besides, up to n eigenvalues of Gram matrices of {@code min(d, |F|)} rows. */
    SPECTRAL
}
