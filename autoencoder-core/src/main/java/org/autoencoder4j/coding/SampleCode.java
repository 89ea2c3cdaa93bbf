package org.autoencoder4j.coding;

import java.util.Arrays;
import org.autoencoder4j.backend.internal.Vectors;

/**
 * The code of one sample: its active units in ascending order, their values and gains, and the energy of the residual. An
 * encoder writes it, and a thread uses it again for the next sample. Not to be shared by threads.
 */
public final class SampleCode {
    private static final int FEW = 16;

    private int[] units = new int[FEW];
    private double[] values = new double[FEW];
    private double[] gains = new double[FEW];
    private int size;
    private double residualEnergy;

    /** Makes the code that has no active unit, of a sample without energy. */
    public SampleCode() {}

    /** Makes it the code that has no active unit, of a sample without energy. */
    public void clear() {
        size = 0;
        residualEnergy = 0;
    }

    /**
     * Adds an active unit. Cost: O(1) if the units come in ascending order.
     *
     * @param unit a unit that is not active yet
     * @param value its value, not 0
     * @param gain by how much the energy of the residual would grow without it
     */
    public void add(int unit, double value, double gain) {
        if (size == units.length) {
            units = Arrays.copyOf(units, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
            gains = Arrays.copyOf(gains, 2 * size);
        }
        int at = size;
        for (; at > 0 && units[at - 1] > unit; at--) {
            units[at] = units[at - 1];
            values[at] = values[at - 1];
            gains[at] = gains[at - 1];
        }
        units[at] = unit;
        values[at] = value;
        gains[at] = gain;
        size++;
    }

    /**
     * Sets the energy of the residual.
     *
     * @param energy {@code |y - W x|^2}; what rounding has made negative counts as 0
     */
    public void setResidualEnergy(double energy) {
        residualEnergy = Math.max(energy, 0);
    }

    /**
     * Computes what the code leaves of its sample. Cost: {@code 2 n} operations for each active unit.
     *
     * @param sample y, of length n
     * @param atoms the atoms, each of length n
     * @param residual receives {@code y - W x}, of length n
     */
    public void residual(double[] sample, double[][] atoms, double[] residual) {
        Vectors.combine(sample, -1, values, units, 0, size, atoms, residual);
    }

    /**
     * Returns the number of active units.
     *
     * @return at least 0
     */
    public int size() {
        return size;
    }

    /**
     * Returns an active unit.
     *
     * @param place which of them, from 0 to {@link #size} - 1
     * @return the unit
     */
    public int unit(int place) {
        return units[place];
    }

    /**
     * Returns the value of an active unit.
     *
     * @param place which of them, from 0 to {@link #size} - 1
     * @return x_i
     */
    public double value(int place) {
        return values[place];
    }

    /**
     * Returns the gain of an active unit.
     *
     * @param place which of them, from 0 to {@link #size} - 1
     * @return by how much the energy of the residual would grow without the unit
     */
    public double gain(int place) {
        return gains[place];
    }

    /**
     * Returns the energy of the residual.
     *
     * @return {@code |y - W x|^2}, at least 0
     */
    public double residualEnergy() {
        return residualEnergy;
    }

    /**
     * Returns the least gain of an active unit.
     *
     * @return the least gain; 0 if no unit is active
     */
    public double leastGain() {
        double least = size == 0 ? 0 : gains[0];
        for (int i = 1; i < size; i++) {
            least = Math.min(least, gains[i]);
        }
        return least;
    }
}
