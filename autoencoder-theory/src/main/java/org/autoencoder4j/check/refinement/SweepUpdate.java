package org.autoencoder4j.check.refinement;

/**
 * What an update of a run made of the error {@code |W - A|_F}, and what it should: exact supports leave the expected
 * error of (LS1), to which the noise of the sweep's samples adds. If these are fresh, the two add up as squares;
 * samples that were seen before have the noise in the error already, and then the sum can be as large as that of the
 * two.
 *
 * @param step how many updates were done before
 * @param before the error before
 * @param expected the error that the expected update leaves
 * @param noise the root mean square of what noise adds
 * @param after the error that the run had then
 * @param standardError the standard deviation of the error after, for fresh samples
 */
public record SweepUpdate(long step, double before, double expected, double noise, double after, double standardError) {
    /**
     * Returns the measured contraction.
     *
     * @return {@code after / before}
     */
    public double measured() {
        return after / before;
    }

    /**
     * Returns the contraction that is predicted for fresh samples, and the least that is for any.
     *
     * @return {@code sqrt(expected^2 + noise^2) / before}
     */
    public double predicted() {
        return Math.hypot(expected, noise) / before;
    }

    /** The measured error over the greatest that is predicted, {@code expected + noise}. */
    double excess() {
        return after / (expected + noise);
    }

    /** The measured error over the least that is predicted. */
    double share() {
        return after / Math.hypot(expected, noise);
    }
}
