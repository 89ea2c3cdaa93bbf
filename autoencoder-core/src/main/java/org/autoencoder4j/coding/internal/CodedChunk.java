package org.autoencoder4j.coding.internal;

import java.util.Arrays;
import org.autoencoder4j.coding.SampleCode;

/** The codes of some samples in compressed rows, in arrays that grow and are used again. Not to be shared by threads. */
public final class CodedChunk {
    /** Where the entries of each sample begin, and after the last where they end. */
    public int[] starts;

    public int[] units;
    public double[] values;
    public double[] gains;

    /** Of each sample. */
    public double[] energies;

    public double[] residualEnergies;

    private int samples;

    /**
     * Makes an empty one.
     *
     * @param samples how many samples there will be at most
     */
    public CodedChunk(int samples) {
        starts = new int[samples + 1];
        energies = new double[samples];
        residualEnergies = new double[samples];
        units = new int[2 * samples];
        values = new double[2 * samples];
        gains = new double[2 * samples];
    }

    /** Empties it. */
    public void clear() {
        samples = 0;
    }

    /**
     * Adds a sample.
     *
     * @param energy its energy
     * @param code its code
     */
    public void add(double energy, SampleCode code) {
        int at = starts[samples];
        grow(at + code.size());
        for (int i = 0; i < code.size(); i++, at++) {
            units[at] = code.unit(i);
            values[at] = code.value(i);
            gains[at] = code.gain(i);
        }
        energies[samples] = energy;
        residualEnergies[samples] = code.residualEnergy();
        samples++;
        starts[samples] = at;
    }

    /** Frees what its arrays have to spare. */
    public void trim() {
        units = Arrays.copyOf(units, entries());
        values = Arrays.copyOf(values, entries());
        gains = Arrays.copyOf(gains, entries());
    }

    private void grow(int entries) {
        if (entries > units.length) {
            int capacity = Math.max(entries, 2 * units.length);
            units = Arrays.copyOf(units, capacity);
            values = Arrays.copyOf(values, capacity);
            gains = Arrays.copyOf(gains, capacity);
        }
    }

    /**
     * Returns the number of samples.
     *
     * @return how many
     */
    public int samples() {
        return samples;
    }

    /**
     * Returns the number of entries.
     *
     * @return how many values all samples have together
     */
    public int entries() {
        return starts[samples];
    }
}
