package org.autoencoder4j.ntk.training;

/**
 * What a step of gradient descent adds to the squared error {@code ||X - U||_F^2}. With {@code r = vec(X - U(k))} and
 * {@code vec(U(k+1) - U(k)) = (eta/d) (K - K_perp) r + v_2 + v_3}, the terms add up to the change exactly.
 *
 * <p>The paper counts the terms that occur: {@link #SQUARE} is C_4 where the encoder alone is trained and C_5 where both
 * layers are.
 *
 * @paper NWH-NTK eq. (4.11), eqs. (5.16) to (5.19)
 */
public enum StepTerm {
    /** {@code C_1 = -(2 eta/d) r^T K r}: what the kernel takes away. */
    KERNEL,
    /** {@code C_2 = (2 eta/d) r^T K_perp r}: of that, the part of units that change sign at the sample in question. */
    FLIPPED_KERNEL,
    /**
     * {@code C_3 = -2 r^T v_2}: what those units do instead.
     *
     * @paper NWH-NTK section 5.2 (corrected: print has a factor eta/d where 2 belongs)
     */
    FLIPPED_UNITS,
    /**
     * {@code C_4 = -2 r^T v_3}, 0 unless both layers move: the product of the two layers' moves.
     *
     * @paper NWH-NTK section 5.2 (corrected: print has a factor eta/d where 2 belongs)
     */
    MIXED,
    /** {@code C_4} or {@code C_5 = ||U(k+1) - U(k)||_F^2}. */
    SQUARE
}
