package org.autoencoder4j.check.latents;

/**
 * A code and a noise that bring an encoder as near to failing as any do, or make it fail: the sample is the offset, and the atoms of
 * the support times the values, and the noise.
 */
public sealed interface CodeWitness permits LatentWitness, PairWitness {
    /**
     * Returns the code's support.
     *
     * @return its atoms; a copy
     */
    int[] support();

    /**
     * Returns the code's values on its support.
     *
     * @return the values, in the order of {@link #support}; a copy
     */
    double[] values();

    /**
     * Returns the noise.
     *
     * @return eta, of length n; a copy. For normal noise the shortest one that reaches its bound
     */
    double[] noise();
}
