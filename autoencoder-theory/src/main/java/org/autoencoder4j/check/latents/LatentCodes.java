package org.autoencoder4j.check.latents;

import java.util.Arrays;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.consistency.SupportSize;

/**
 * All codes with k positive values on their support, the value of atom j in {@code [low_j, high_j]}: what a worst case is
 * taken over. Values are not negative, as the codes of ReLU, JumpReLU and TopK with ReLU are.
 *
 * <p>Immutable; threads may share it.
 */
public final class LatentCodes {
    private final int sparsity;
    private final SupportSize size;
    private final double[] low;
    private final double[] high;
    private final double least;
    private final double greatest;

    private LatentCodes(int sparsity, SupportSize size, double[] low, double[] high) {
        this.sparsity = sparsity;
        this.size = size;
        this.low = low;
        this.high = high;
        this.least = Arrays.stream(low).min().orElseThrow();
        this.greatest = Arrays.stream(high).max().orElseThrow();
    }

    /**
     * Makes a set of codes with the same range for each atom.
     *
     * @param sparsity k, from 1 to m - 1
     * @param size whether supports have exactly k atoms or at most k, the empty one included
     * @param units m, the number of atoms
     * @param a1 the least value on the support, above 0
     * @param a2 the greatest value, at least a1
     * @return the set
     * @throws IllegalArgumentException if a number is outside its range
     */
    public static LatentCodes of(int sparsity, SupportSize size, int units, double a1, double a2) {
        Checks.positive("a1", a1);
        Checks.between("a2", a2, a1, Double.MAX_VALUE);
        double[] low = new double[(int) Checks.atLeast("units", units, 2)];
        double[] high = new double[units];
        Arrays.fill(low, a1);
        Arrays.fill(high, a2);
        return of(sparsity, size, low, high);
    }

    /**
     * Makes a set of codes with a range for each atom.
     *
     * @param sparsity k, from 1 to m - 1
     * @param size whether supports have exactly k atoms or at most k, the empty one included
     * @param low the least value of each atom on the support, above 0
     * @param high the greatest value of each, at least its low
     * @return the set
     * @throws IllegalArgumentException if a number is outside its range or the lists differ in length
     */
    public static LatentCodes of(int sparsity, SupportSize size, double[] low, double[] high) {
        if (low.length != high.length) {
            throw new IllegalArgumentException("low has " + low.length + " numbers and high has " + high.length
                    + "; there must be one of each for each atom");
        }
        Checks.between("sparsity", sparsity, 1, low.length - 1L);
        for (int j = 0; j < low.length; j++) {
            Checks.positive("low[" + j + "]", low[j]);
            Checks.between("high[" + j + "]", high[j], low[j], Double.MAX_VALUE);
        }
        return new LatentCodes(sparsity, size, low.clone(), high.clone());
    }

    /** The same values on supports of another size. */
    LatentCodes of(int otherSparsity, SupportSize otherSize) {
        return new LatentCodes(otherSparsity, otherSize, low, high);
    }

    /**
     * Returns the size of the supports.
     *
     * @return k
     */
    public int sparsity() {
        return sparsity;
    }

    /**
     * Tells what k bounds.
     *
     * @return whether supports have exactly k atoms or at most k
     */
    public SupportSize size() {
        return size;
    }

    /**
     * Returns the number of atoms.
     *
     * @return m
     */
    public int units() {
        return low.length;
    }

    /**
     * Returns the least value of an atom.
     *
     * @param atom j, from 0 to m - 1
     * @return its least value on the support
     */
    public double low(int atom) {
        return low[atom];
    }

    /**
     * Returns the greatest value of an atom.
     *
     * @param atom j, from 0 to m - 1
     * @return its greatest value
     */
    public double high(int atom) {
        return high[atom];
    }

    /**
     * Returns the greatest term of an atom.
     *
     * @param j the atom, from 0 to m - 1
     * @param product its product with a unit
     * @return the greatest of {@code product x_j} over its values on the support
     */
    public double up(int j, double product) {
        return product > 0 ? product * high[j] : product * low[j];
    }

    /**
     * Returns the least term of an atom.
     *
     * @param j the atom, from 0 to m - 1
     * @param product its product with a unit
     * @return the least of {@code product x_j} over its values on the support
     */
    public double down(int j, double product) {
        return product > 0 ? product * low[j] : product * high[j];
    }

    /**
     * Returns the least value of any atom on the support.
     *
     * @return the least low
     */
    public double least() {
        return least;
    }

    /**
     * Returns the greatest value of any atom.
     *
     * @return the greatest high
     */
    public double greatest() {
        return greatest;
    }

    @Override
    public String toString() {
        return (size == SupportSize.EXACTLY ? "exactly " : "at most ") + sparsity + " of " + low.length
                + " atoms with values in [" + least + ", " + greatest + "]";
    }
}
