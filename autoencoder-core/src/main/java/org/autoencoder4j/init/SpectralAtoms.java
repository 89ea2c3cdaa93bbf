package org.autoencoder4j.init;

import java.util.List;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The atoms that {@link PairwiseReweighting} found, the most trustworthy first. As an {@link Initialiser} it starts at
 * them, and refuses if there are fewer than units. Immutable; threads may share it.
 */
public final class SpectralAtoms implements Initialiser {
    private final List<Atom> atoms;
    private final int wanted;
    private final int pairs;
    private final DataType type;
    private final int features;

    /**
     * One atom.
     *
     * @param direction the unit vector
     * @param eigenvalue s1, the top absolute eigenvalue of its reweighted moment: large if the pair shares one atom
     * @param gap s1/s2: how much it stands out; below about 3 it is not to be trusted
     * @param residual {@code ||M z - s z|| / s1}: how accurately the eigenvector was computed
     */
    public record Atom(List<Double> direction, double eigenvalue, double gap, double residual) {
        double distance(Atom other) {
            double inner = 0;
            for (int i = 0; i < direction.size(); i++) {
                inner += direction.get(i) * other.direction.get(i);
            }
            return Math.sqrt(Math.max(0, 2 - 2 * Math.abs(inner)));
        }
    }

    SpectralAtoms(List<Atom> atoms, int wanted, int pairs, DataType type, int features) {
        this.atoms = List.copyOf(atoms);
        this.wanted = wanted;
        this.pairs = pairs;
        this.type = type;
        this.features = features;
    }

    /**
     * Returns the atoms with their measures of trust.
     *
     * @return at most as many as were looked for, by falling gap
     */
    public List<Atom> atoms() {
        return atoms;
    }

    /**
     * Says whether as many atoms were found as were looked for.
     *
     * @return whether the list is complete
     */
    public boolean complete() {
        return atoms.size() == wanted;
    }

    /**
     * Returns the found atoms as columns, complete or not.
     *
     * @return {@code n x found} in 'f' order, of the observations' type
     * @throws IllegalStateException if none was found
     */
    public INDArray found() {
        if (atoms.isEmpty()) {
            throw new IllegalStateException("no atom was found in " + pairs + " pairs");
        }
        return columns(atoms.size());
    }

    /**
     * Returns the best atoms as weights.
     *
     * @param units m, at most the number found
     * @param streams not used
     * @return {@code n x m} in 'f' order, of the observations' type
     * @throws IllegalArgumentException if fewer were found: training from an incomplete list makes the atoms worse
     */
    @Override
    public INDArray weights(int units, RandomStreams streams) {
        if (units < 1 || units > atoms.size()) {
            throw new IllegalArgumentException("units = " + units + " must lie between 1 and " + atoms.size()
                    + ", the number of atoms found in " + pairs + " pairs; try more pairs, or another start");
        }
        return columns(units);
    }

    private INDArray columns(int count) {
        double[][] rows = new double[features][count];
        for (int j = 0; j < count; j++) {
            for (int i = 0; i < features; i++) {
                rows[i][j] = atoms.get(j).direction().get(i);
            }
        }
        return Nd4j.createFromArray(rows).dup('f').castTo(type);
    }

    @Override
    public String toString() {
        return "SpectralAtoms[found=" + atoms.size() + " of " + wanted + ", pairs=" + pairs + "]";
    }
}
