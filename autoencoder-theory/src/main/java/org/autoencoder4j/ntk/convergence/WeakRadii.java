package org.autoencoder4j.ntk.convergence;

import org.autoencoder4j.backend.Checks;

/**
 * How far the units of a weakly trained autoencoder (only W learns) move, and how far they may. The theorems ask for {@code
 * drift <= radius}, where the columns of A have length sqrt(d).
 *
 * <p>Threads may use it at the same time.
 */
public final class WeakRadii {
    private WeakRadii() {}

    /**
     * Returns R, how far each unit may move so that the kernel stays well conditioned, if the columns of A have length
     * sqrt(d):
     *
     * <p>{@code lambda_0 delta / (8 n^2 d)} for the flow, and at most {@code lambda_0 / (64 n d)} as well for descent, whose
     * bound on flipped units needs it.
     *
     * @param constants the samples' constants
     * @param dynamics flow or descent
     * @param delta the probability that Corollary 4.1 leaves, above 0 and at most 1
     * @return R
     * @throws IllegalArgumentException if delta is outside its range
     * @paper NWH-NTK Corollary 4.1, and the end of the proof of Theorem 4.2 (both corrected: the 8 is missing in print)
     */
    public static double radius(KernelConstants constants, Dynamics dynamics, double delta) {
        Probabilities.check(delta);
        double n = constants.samples();
        double nd = n * constants.features();
        double radius = constants.lambda0() * delta / (8 * n * nd);
        return dynamics == Dynamics.FLOW ? radius : Math.min(radius, constants.lambda0() / (64 * nd));
    }

    /**
     * Returns R', a bound on {@code max_r ||w_r(t) - w_r(0)||} for as long as the smallest eigenvalue of K(t) is at least
     * {@code lambda_0 / 2}:
     *
     * <p>{@code 2 sqrt(d) sqrt(lambda_n) max_r ||a_r|| ||X - U(0)||_F / (sqrt(m) lambda_0)} for the flow, twice that for
     * descent. Print has sqrt(d) for the length of a column: that of Rademacher columns, which normal ones exceed.
     *
     * @param constants the samples' constants
     * @param dynamics flow or descent
     * @param units m, at least 1
     * @param longest {@code max_r ||a_r||}, the length of A's longest column, at least 0; sqrt(d) for Rademacher columns
     * @param residual {@code ||X - U(0)||_F}, at least 0
     * @return R'; infinite if lambda_0 is 0
     * @throws IllegalArgumentException if units, longest or residual is outside its range
     * @paper NWH-NTK Lemma 4.3 (corrected: twice the printed R') and Lemma 4.5, for columns of any length
     */
    public static double drift(
            KernelConstants constants, Dynamics dynamics, double units, double longest, double residual) {
        Checks.positive("units", units);
        Checks.nonNegative("longest", longest);
        Checks.nonNegative("residual", residual);
        double speed = Math.sqrt(constants.features() * constants.lambdaN() / units) * longest;
        return dynamics.path() * speed * residual / constants.lambda0();
    }
}
