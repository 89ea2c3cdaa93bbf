package org.autoencoder4j.learn.baseline;

import org.autoencoder4j.learn.sweep.DictionaryUpdate;
import org.autoencoder4j.learn.sweep.Sweep;

/**
 * The method of optimal directions (MOD): the atoms that leave the least residual energy for the codes as they are,
 *
 * <pre>
 *   W+ = B C^-1,   B = sum y x^T,   C = sum x x^T.
 * </pre>
 *
 * <p>It is {@link DictionaryUpdate#inverseMoment(double)} with a damping of 1e-9, by which a unit that no sample uses keeps
 * its atom. Cost: {@code m^3 / 3 + 2 n m^2} operations a sweep.
 *
 * <p>Source: K. Engan, S. O. Aase, J. H. Husøy, "Method of optimal directions for frame design" (ICASSP 1999).
 */
public record OptimalDirections() implements DictionaryUpdate {
    private static final DictionaryUpdate UPDATE = DictionaryUpdate.inverseMoment(1e-9);

    @Override
    public String name() {
        return "optimalDirections";
    }

    @Override
    public double[][] atoms(Sweep sweep) {
        return UPDATE.atoms(sweep);
    }
}
