package org.autoencoder4j.descent;

import org.autoencoder4j.backend.internal.UnitColumns;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where an array of the parameters has to be after each update: columns of length 1, a {@link FeasibleSet}, or what a
 * {@link BiasSchedule} says. Immutable; threads may share it.
 */
public interface Constraint {
    /**
     * Puts an array where it has to be.
     *
     * @param array the array after an update, changed in place
     * @param before the array before that update, not to be changed
     * @param initial the array as it was at the start of the run, if {@link #replaces} says so; else the array before
     * @param update the number of the update, 1 for the first
     * @return how many columns could not be put there and were left as before
     */
    int apply(INDArray array, INDArray before, INDArray initial, long update);

    /**
     * Tells whether the array is what this says it is, whatever its gradient: then it does not move along the gradient, and
     * the gradient's norm leaves it out.
     *
     * @return by default false
     */
    default boolean replaces() {
        return false;
    }

    /**
     * Returns the name and the settings, by which a checkpoint knows the constraint again.
     *
     * @param update the update that comes next
     * @return for example {@code unit columns}
     */
    String name(long update);

    /**
     * Returns the constraint that columns have length 1: each is divided by its Euclidean norm. One without a norm, zero or
     * not finite, is kept as it was before the update and counted.
     *
     * @return the constraint
     */
    static Constraint unitColumns() {
        return new Constraint() {
            @Override
            public int apply(INDArray array, INDArray before, INDArray initial, long update) {
                return UnitColumns.set(array, before);
            }

            @Override
            public String name(long update) {
                return "unit columns";
            }
        };
    }
}
