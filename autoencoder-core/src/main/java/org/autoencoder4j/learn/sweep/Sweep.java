package org.autoencoder4j.learn.sweep;

import org.autoencoder4j.coding.Gram;
import org.autoencoder4j.coding.SampleCode;

/**
 * One sweep: the atoms that it was made with, and what it found. An update makes new atoms of it. Most need the sums alone;
 * one that must see samples and codes, as K-SVD must, reads them once more by {@link #forEach}. Its arrays are not to be
 * changed, but for the {@link #memory}.
 */
public final class Sweep {
    private final double[][] atoms;
    private final Gram gram;
    private final SweepSums sums;
    private final double[][] memory;
    private final Samples samples;

    /** Takes the samples of a sweep, one after the other. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Takes a sample.
         *
         * @param sample y, of length n, valid during the call
         * @param code its code, valid during the call
         */
        void accept(double[] sample, SampleCode code);
    }

    /** Reads and codes the samples of a sweep once more. */
    @FunctionalInterface
    interface Samples {
        void forEach(Visitor visitor);
    }

    Sweep(double[][] atoms, Gram gram, SweepSums sums, double[][] memory, Samples samples) {
        this.atoms = atoms;
        this.gram = gram;
        this.sums = sums;
        this.memory = memory;
        this.samples = samples;
    }

    /**
     * Returns the atoms of the sweep.
     *
     * @return m atoms of length n, each of length 1
     */
    public double[][] atoms() {
        return atoms;
    }

    /**
     * Copies the atoms.
     *
     * @return the caller's own
     */
    public double[][] copyOfAtoms() {
        double[][] copy = new double[atoms.length][];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = atoms[i].clone();
        }
        return copy;
    }

    /**
     * Returns the Gram matrix of the atoms.
     *
     * @return G
     */
    public Gram gram() {
        return gram;
    }

    /**
     * Returns the sums over the samples.
     *
     * @return the sums
     */
    public SweepSums sums() {
        return sums;
    }

    /**
     * Returns what the update remembers of the sweeps before, which it may change: that is what it finds in the next one, and
     * what checkpoints have.
     *
     * @return m rows of as many numbers as {@link DictionaryUpdate#remembered} says, 0 when the run began
     */
    public double[][] memory() {
        return memory;
    }

    /**
     * Reads all samples of the sweep that count once more and codes them anew, in their order and on this thread. Cost: that of a
     * sweep on one thread; the codes are those of the sums, to the last bit.
     *
     * @param visitor takes them
     * @throws IllegalStateException if the run's samples are in {@linkplain org.autoencoder4j.parts.PartedSamples parts}
     */
    public void forEach(Visitor visitor) {
        samples.forEach(visitor);
    }
}
