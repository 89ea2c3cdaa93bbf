package org.autoencoder4j.train;

import org.autoencoder4j.linalg.Checks;

/**
 * The step size zeta of each update, as a function of the step. Immutable.
 *
 * @paper NWH19 section 5, eq. (5)
 */
@FunctionalInterface
public interface LearningRate {
    /**
     * Returns the learning rate of a step.
     *
     * @param step the step, at least 0
     * @return the rate, finite and above 0
     */
    double at(long step);

    /**
     * Says whether the loss after an update means that the update was too long and must be undone.
     *
     * @param loss the loss after the update, perhaps not finite
     * @param before the loss before the update
     * @return whether to undo the update and go on with shorter ones; by default never
     */
    default boolean rejects(double loss, double before) {
        return false;
    }

    /**
     * Returns the factor by which all later rates shrink once an update has been undone.
     *
     * @return a number in (0, 1]; 1 if this rate never rejects an update
     */
    default double shrinkage() {
        return 1;
    }

    /**
     * Returns a rate that is the same at each step.
     *
     * @param rate the rate, finite and above 0
     * @return the constant rate
     * @throws IllegalArgumentException if the rate is not finite and above 0
     */
    static LearningRate constant(double rate) {
        Checks.positive("rate", rate);
        return step -> rate;
    }

    /**
     * Returns the rate {@code initial / (1 + step / period)}.
     *
     * @param initial the rate at step 0, finite and above 0
     * @param period the number of steps after which it has halved, finite and above 0
     * @return the decaying rate
     * @throws IllegalArgumentException if an argument is not finite and above 0
     */
    static LearningRate decaying(double initial, double period) {
        Checks.positive("initial", initial);
        Checks.positive("period", period);
        return step -> initial / (1 + step / period);
    }

    /**
     * Returns this rate, but halved for good each time that an update raises the loss by more than a tenth or makes it
     * not finite; that update is undone and repeated with the halved rate. Meant for data about which nothing is known;
     * the loss must be comparable from step to step (the same batch, or batches of many samples).
     *
     * @return the rate that backs off
     */
    default LearningRate backingOff() {
        return new BackingOffRate(this, 0.1, 0.5);
    }
}
