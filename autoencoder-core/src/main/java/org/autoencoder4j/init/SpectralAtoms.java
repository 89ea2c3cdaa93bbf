package org.autoencoder4j.init;

import java.util.List;
import java.util.Locale;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The atoms that {@link PairwiseReweighting} found, by falling gap, each with what samples that took no part in finding them
 * say of it. As an {@link Initialiser} it starts at those that the samples support, and refuses if there are fewer than
 * units. Immutable; threads may share it.
 */
public final class SpectralAtoms implements Initialiser {
    private final List<Atom> atoms;
    private final int wanted;
    private final int pairs;
    private final double covered;
    private final DataType type;
    private final int features;

    /**
     * One atom.
     *
     * <p>A held-out sample uses an atom if it is one of the k that orthogonal matching pursuit chooses from the list. It is
     * explained if what is left of its square is at most what each of the k takes away, and the ratio of these two is above
     * that of three quarters of the normal vectors with the samples' second moments that use the atom. An atom is supported if
     * more than a quarter of the samples that use it are explained: {@code P(Bin(uses, 1/4) >= explained) <= 0.005 / m}.
     * Normal samples, which have no atoms, support any atom of a list with probability 1 % at most.
     *
     * @param direction the unit vector
     * @param eigenvalue s1, the top absolute eigenvalue of its reweighted moment: large if the pair shares one atom
     * @param gap s1/s2: how much it stands out; a small one is a bad sign, a large one proves nothing
     * @param residual {@code ||M z - s z|| / s1}: how accurately the eigenvector was computed
     * @param uses how many held-out samples use it
     * @param explained how many of these are explained
     * @param supported whether these are enough to trust it
     */
    public record Atom(
            List<Double> direction,
            double eigenvalue,
            double gap,
            double residual,
            int uses,
            int explained,
            boolean supported) {}

    SpectralAtoms(List<Atom> atoms, int wanted, int pairs, double covered, DataType type, int features) {
        this.atoms = List.copyOf(atoms);
        this.wanted = wanted;
        this.pairs = pairs;
        this.covered = covered;
        this.type = type;
        this.features = features;
    }

    /**
     * Returns the atoms with their measures of trust.
     *
     * @return at most as many as were looked for, by falling gap, supported or not
     */
    public List<Atom> atoms() {
        return atoms;
    }

    /**
     * Says whether as many atoms were found as were looked for, and held-out samples support each of them.
     *
     * @return whether the list is complete and can be trusted
     */
    public boolean complete() {
        return supported().size() == wanted;
    }

    /**
     * Returns how many atoms the pairs cover on average, as {@link PairwiseReweighting#expectedCovered} told before: if far
     * more than were found, the limit is elsewhere, in the samples or the atoms' products.
     *
     * @return from 0 to the number looked for
     */
    public double expectedCovered() {
        return covered;
    }

    private List<Atom> supported() {
        return atoms.stream().filter(Atom::supported).toList();
    }

    /**
     * Returns the found atoms as columns, complete or not, supported or not.
     *
     * @return {@code n x found} in 'f' order, of the observations' type
     * @throws IllegalStateException if none was found
     */
    public INDArray found() {
        if (atoms.isEmpty()) {
            throw new IllegalStateException("no atom was found in " + pairs + " pairs");
        }
        return columns(atoms);
    }

    /**
     * Returns the supported atoms of the greatest gaps as weights.
     *
     * @param units m, at most the number of supported atoms
     * @param streams not used
     * @return {@code n x m} in 'f' order, of the observations' type
     * @throws IllegalArgumentException if fewer are supported: training from an incomplete list makes the atoms worse
     */
    @Override
    public INDArray weights(int units, RandomStreams streams) {
        List<Atom> supported = supported();
        if (units < 1 || units > supported.size()) {
            throw new IllegalArgumentException("units = " + units + " must lie between 1 and " + supported.size()
                    + ": " + pairs + " pairs, which cover " + told(covered) + " atoms on average, gave " + atoms.size()
                    + " atoms, and held-out samples support "
                    + supported.size() + " of them; try more pairs or more samples, or another start");
        }
        return columns(supported.subList(0, units));
    }

    private INDArray columns(List<Atom> chosen) {
        double[][] rows = new double[features][chosen.size()];
        for (int j = 0; j < chosen.size(); j++) {
            for (int i = 0; i < features; i++) {
                rows[i][j] = chosen.get(j).direction().get(i);
            }
        }
        return Nd4j.createFromArray(rows).dup('f').castTo(type);
    }

    @Override
    public String toString() {
        return "SpectralAtoms[supported=" + supported().size() + ", found=" + atoms.size() + " of " + wanted
                + ", pairs=" + pairs + ", expected covered=" + told(covered) + "]";
    }

    private static String told(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
