package org.autoencoder4j.check.contraction;

/** What a step makes of the greatest angle: proved of all weights at once whose columns are within it. */
@FunctionalInterface
public interface StepBound {
    /**
     * Bounds the angles after a step.
     *
     * @param step the step, from 0
     * @param angle phi, in [0, pi/2): every column is within it of its atom before the step
     * @return an angle that none exceeds after it; infinite, NaN or from pi/2 on if nothing is certified
     */
    double after(long step, double angle);
}
