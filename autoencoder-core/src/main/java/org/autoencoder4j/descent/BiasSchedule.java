package org.autoencoder4j.descent;

import org.autoencoder4j.backend.Checks;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How the bias changes from step to step: {@code b_s} as a function of {@code b_0} and s, the same for every unit.
 * A bias that follows no
 * schedule is learnt: see {@link Descent}. Immutable.
 *
 * @paper NWH19 Theorem 4, "shrinking bias"
 */
@FunctionalInterface
public interface BiasSchedule extends Constraint {
    /**
     * Returns a unit's bias at a step.
     *
     * @param initial the unit's bias at step 0
     * @param step the step, at least 0
     * @return its bias at that step; the initial one at step 0
     */
    double at(double initial, long step);

    /** Overwrites each entry by what the schedule says. */
    @Override
    default int apply(INDArray array, INDArray before, INDArray initial, long update) {
        for (int i = 0; i < array.length(); i++) {
            array.putScalar(i, at(initial.getDouble(i), update));
        }
        return 0;
    }

    @Override
    default boolean replaces() {
        return true;
    }

    @Override
    default String name(long update) {
        return "schedule that takes 1 to " + DescentSession.digits(at(1, update)) + ", later "
                + DescentSession.digits(at(1, update + DescentSession.LATER));
    }

    /**
     * Returns the schedule that never changes the bias.
     *
     * @return {@code b_s = b_0}
     */
    static BiasSchedule fixed() {
        return (initial, step) -> initial;
    }

    /**
     * Returns the geometric schedule of the published theorem.
     *
     * @param divisor C, finite and above 1
     * @return {@code b_s = b_0 / C^s}
     * @throws IllegalArgumentException if C is not finite and above 1
     * @paper NWH19 Theorem 4 (i.2): {@code b^{s+1} = b^s / C}
     */
    static BiasSchedule geometric(double divisor) {
        return geometric(divisor, 0);
    }

    /**
     * Returns the geometric schedule with a constant floor: {@code |b_s| = max(|b_0| / C^s, min(floor, |b_0|))}, with
     * the sign of {@code b_0}. Halving for ever ends in lost support, since units then fire on other units' atoms; the
     * floor prevents it. A floor above the dictionary's largest inner product plus four standard deviations of the noise
     * suffices. (Recomputing it from W at each step is no remedy: principal-component starts then deadlock.)
     *
     * @param divisor C, finite and above 1
     * @param floor the least magnitude, finite and at least 0
     * @return the schedule
     * @throws IllegalArgumentException if an argument is out of range
     * @paper NWH19 Theorem 4, corrected
     */
    static BiasSchedule geometric(double divisor, double floor) {
        if (!(divisor > 1 && divisor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("divisor = " + divisor + " must be finite and above 1");
        }
        Checks.nonNegative("floor", floor);
        return (initial, step) -> {
            double magnitude = Math.abs(initial);
            double shrunk = Math.max(magnitude * Math.pow(divisor, -(double) step), Math.min(floor, magnitude));
            return Math.copySign(shrunk, initial);
        };
    }

    /**
     * Returns the schedule of the published proof sketch.
     *
     * @param tau the contraction's tau, in (0, 1)
     * @return {@code b_s = (1 - tau)^(s/2) b_0}
     * @throws IllegalArgumentException if tau is not in (0, 1)
     * @paper NWH19 section 5.1: {@code b^{s+1} = sqrt(1 - tau) b^s}
     */
    static BiasSchedule contracting(double tau) {
        if (!(tau > 0 && tau < 1)) {
            throw new IllegalArgumentException("tau = " + tau + " must lie between 0 and 1, both excluded");
        }
        return geometric(1 / Math.sqrt(1 - tau));
    }
}
