package org.autoencoder4j.check.descent;

/**
 * By how much one step of a run shrank an error, and by how much the expected gradient said it would. The error is that
 * of one column, {@code D_i = ||W_i - A_i||}, or that of all, {@code ||W - A||_F}.
 *
 * @param step the step s
 * @param before the error of W_s
 * @param predictedAfter the error of W_(s+1) by the update with the expected gradient at W_s, normalisation included;
 *     computed before the step was made
 * @param after the error of W_(s+1) that the run had
 * @param standardError the standard error of {@link #measured}; 0 if the run's gradient is not sampled
 * @param noise the standard deviation of W_(s+1) itself, {@code sqrt(E ||W_(s+1) - E W_(s+1)||^2)} over the sampling of
 *     the step; 0 if the run's gradient is not sampled
 */
public record Contraction(
        long step, double before, double predictedAfter, double after, double standardError, double noise) {
    private static final double FLOOR = 0.005;
    private static final double STANDARD_ERRORS = 4;
    private static final double ALLOWANCE = 0.01;

    /**
     * Returns the measured contraction.
     *
     * @return {@code after / before}
     */
    public double measured() {
        return after / before;
    }

    /**
     * Returns the predicted contraction.
     *
     * @return {@code predictedAfter / before}
     */
    public double predicted() {
        return predictedAfter / before;
    }

    /**
     * Tells whether the step is above the noise floor. Sampling noise of size N moves an error of D to
     * {@code sqrt(D^2 + N^2)} in the mean square; the step is above the floor if by that the noise raises the contraction
     * by at most 0.005.
     *
     * @return whether {@code sqrt(predictedAfter^2 + noise^2) - predictedAfter <= 0.005 before}, and before is not 0
     */
    public boolean aboveNoiseFloor() {
        return before > 0 && Math.hypot(predictedAfter, noise) - predictedAfter <= FLOOR * before;
    }

    /**
     * Compares the two.
     *
     * @return {@code |measured - predicted| / max(4 standardError, 0.01)}; at most 1 if they agree
     */
    public double discrepancy() {
        return Math.abs(measured() - predicted()) / Math.max(STANDARD_ERRORS * standardError, ALLOWANCE);
    }
}
