package org.autoencoder4j.learn.sweep;

import org.autoencoder4j.backend.Checks;

/**
 * Makes new atoms of what a sweep found. An update is a function of the {@link Sweep} alone: the atoms with which it was
 * made, its sums, if need be its samples and codes once more, and what it remembers of the sweeps before. The rule divides each new atom by its length, and keeps
 * the old one where that is 0 or not finite.
 *
 * <p>Immutable; threads may share it.
 */
public interface DictionaryUpdate {
    /**
     * Returns the name and the settings, by which a checkpoint knows the update again.
     *
     * @return for example {@code inverseMoment}
     */
    String name();

    /**
     * Makes new atoms.
     *
     * @param sweep what was found with the present atoms; not to be changed
     * @return m atoms of length n, each an array of its own
     */
    double[][] atoms(Sweep sweep);

    /**
     * Tells whether the update looks at {@link SweepSums#moment}, which takes memory for {@code m^2} numbers.
     *
     * @return by default true
     */
    default boolean needsMoment() {
        return true;
    }

    /**
     * Tells whether the update reads samples once more, by {@link Sweep#forEach}; samples in
     * {@linkplain org.autoencoder4j.parts.PartedSamples parts} are not read so.
     *
     * @return by default false
     */
    default boolean readsSamples() {
        return false;
    }

    /**
     * Tells how many numbers the update remembers for each unit from one sweep to the next, in {@link Sweep#memory}.
     *
     * @param features n
     * @param units m
     * @return by default 0
     */
    default int remembered(int features, int units) {
        return 0;
    }

    /**
     * Returns the update that minimises the residual energy for the codes as they are,
     *
     * <pre>
     *   W+ = W + R (C + eps I)^-1,   R = sum r x^T,   C = sum x x^T,   eps = 0.01 tr(C) / m:
     * </pre>
     *
     * <p>a step along the gradient -R with the inverse second moment of the codes for its rate; a unit that was hardly used
     * stays where it is. Cost: {@code m^3 / 3 + 2 n m^2} operations.
     *
     * @return the update
     */
    static DictionaryUpdate inverseMoment() {
        return new InverseMoment(InverseMoment.DAMPING);
    }

    /**
     * Returns {@link #inverseMoment()} with another damping: {@code eps = damping tr(C) / m}.
     *
     * @param damping from 1e-9, with which C must be invertible itself on the units that samples use, to 1
     * @return the update
     * @throws IllegalArgumentException if the damping is out of range
     */
    static DictionaryUpdate inverseMoment(double damping) {
        return new InverseMoment(Checks.between("damping", damping, InverseMoment.LEAST, 1));
    }

    /**
     * Returns the same with a second moment of which only the diagonal D and one number are taken from the sweep: all
     * entries off the diagonal of {@code D^-1/2 C D^-1/2} have their mean q, so that its inverse is a diagonal and a matrix
     * of rank one. Cost: O(n m) operations, and no memory for {@code m^2} numbers.
     *
     * @return the update
     */
    static DictionaryUpdate rankOneMoment() {
        return new RankOneMoment();
    }
}
