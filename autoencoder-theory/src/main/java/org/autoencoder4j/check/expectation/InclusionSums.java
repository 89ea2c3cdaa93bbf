package org.autoencoder4j.check.expectation;

/**
 * Sums over all units against the probabilities p_i, p_ij, p_ijl, p_ijlq that units are in the support together: all that
 * an expected gradient needs to know of a law of supports. Repeated indices of p count once. {@code G = W^T W}, {@code H =
 * W^T A}.
 */
interface InclusionSums {
    /** p_ij. */
    double together(int i, int j);

    /** {@code sum_q p_ilq H_iq}. */
    double cross(int i, int l);

    /** {@code sum_j p_ijl G_ij H_jl}. */
    double gramCross(int i, int l);

    /** {@code sum_j p_ijl G_ij b_j}. */
    double gramBias(int i, int l);

    /** {@code sum_l p_ijl H_il H_jl}. */
    double crossCross(int i, int j);

    /** {@code sum_jq p_ijlq G_ij H_jq}. */
    double gramCrossTotal(int i, int l);

    /** {@code sum_lq p_ijlq H_il H_jq}. */
    double crossTimesCross(int i, int j);
}
