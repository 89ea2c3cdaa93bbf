package org.autoencoder4j.coding;

import java.util.List;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.MatrixLines;
import org.autoencoder4j.coding.internal.CodedChunk;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The sparse codes of N samples, in compressed rows: the entries of sample i are those from {@code starts()[i]} to before
 * {@code starts()[i + 1]}, in ascending order of their units. The arrays are those that it holds, not to be changed; then
 * threads may share it.
 */
public final class Codes {
    private final int units;
    private final int[] starts;
    private final int[] active;
    private final double[] values;
    private final double[] gains;
    private final double[] energies;
    private final double[] residualEnergies;

    private Codes(int units, int samples, int entries) {
        this.units = units;
        this.starts = new int[samples + 1];
        this.active = new int[entries];
        this.values = new double[entries];
        this.gains = new double[entries];
        this.energies = new double[samples];
        this.residualEnergies = new double[samples];
    }

    /** Puts chunks together. */
    static Codes of(int units, List<CodedChunk> chunks) {
        long samples = chunks.stream().mapToLong(CodedChunk::samples).sum();
        long entries = chunks.stream().mapToLong(CodedChunk::entries).sum();
        Checks.between("the number of all active units of all samples", entries, 0, Integer.MAX_VALUE - 1);
        Codes codes = new Codes(units, (int) samples, (int) entries);
        int sample = 0;
        int entry = 0;
        for (CodedChunk chunk : chunks) {
            System.arraycopy(chunk.units, 0, codes.active, entry, chunk.entries());
            System.arraycopy(chunk.values, 0, codes.values, entry, chunk.entries());
            System.arraycopy(chunk.gains, 0, codes.gains, entry, chunk.entries());
            System.arraycopy(chunk.energies, 0, codes.energies, sample, chunk.samples());
            System.arraycopy(chunk.residualEnergies, 0, codes.residualEnergies, sample, chunk.samples());
            for (int i = 1; i <= chunk.samples(); i++) {
                codes.starts[sample + i] = entry + chunk.starts[i];
            }
            sample += chunk.samples();
            entry += chunk.entries();
        }
        return codes;
    }

    /**
     * Returns the number of samples.
     *
     * @return N
     */
    public int samples() {
        return energies.length;
    }

    /**
     * Returns the number of units.
     *
     * @return m
     */
    public int units() {
        return units;
    }

    /**
     * Returns where the entries of each sample begin.
     *
     * @return N + 1 numbers; the last is the number of all entries
     */
    public int[] starts() {
        return starts;
    }

    /**
     * Returns the unit of each entry.
     *
     * @return numbers from 0 to m - 1
     */
    public int[] active() {
        return active;
    }

    /**
     * Returns the value of each entry.
     *
     * @return numbers other than 0
     */
    public double[] values() {
        return values;
    }

    /**
     * Returns the gain of each entry: by how much the residual's energy of its sample would grow without it.
     *
     * @return as {@link SparseEncoder.Worker#encode} says
     */
    public double[] gains() {
        return gains;
    }

    /**
     * Returns the energy of each sample.
     *
     * @return {@code |y|^2}
     */
    public double[] energies() {
        return energies;
    }

    /**
     * Returns the energy of each residual.
     *
     * @return {@code |y - W x|^2}
     */
    public double[] residualEnergies() {
        return residualEnergies;
    }

    /**
     * Returns the mean number of active units of a sample.
     *
     * @return the mean L0
     */
    public double meanL0() {
        return (double) active.length / samples();
    }

    /**
     * Counts the samples in which each unit is active.
     *
     * @return one number for each unit
     */
    public int[] uses() {
        int[] uses = new int[units];
        for (int unit : active) {
            uses[unit]++;
        }
        return uses;
    }

    /**
     * Counts the units that no sample activates.
     *
     * @return a number between 0 and m
     */
    public int deadUnits() {
        int dead = 0;
        for (int count : uses()) {
            dead += count == 0 ? 1 : 0;
        }
        return dead;
    }

    /**
     * Returns the share of the samples' energy that the codes explain. The samples are not centred for it.
     *
     * @return {@code 1 - sum |y - W x|^2 / sum |y|^2}, at most 1; NaN if all samples are 0
     */
    public double r2() {
        return 1 - sum(residualEnergies) / sum(energies);
    }

    /**
     * Returns the loss.
     *
     * @return the mean of {@code 1/2 |y - W x|^2} over the samples
     */
    public double loss() {
        return sum(residualEnergies) / (2 * samples());
    }

    private static double sum(double[] numbers) {
        double sum = 0;
        for (double number : numbers) {
            sum += number;
        }
        return sum;
    }

    /**
     * Returns the codes as a matrix.
     *
     * @param type FLOAT or DOUBLE
     * @return X, {@code N x m} in 'c' order, a new array
     * @throws IllegalArgumentException if the type is another
     */
    public INDArray toMatrix(DataType type) {
        Checks.realType("type", type);
        INDArray matrix = Nd4j.create(type, new long[] {samples(), units}, 'c');
        MatrixLines lines = new MatrixLines(matrix, units, units);
        double[] line = new double[units];
        for (int sample = 0; sample < samples(); sample++) {
            for (int e = starts[sample]; e < starts[sample + 1]; e++) {
                line[active[e]] = values[e];
            }
            lines.write(sample, 0, line, 0, units);
            for (int e = starts[sample]; e < starts[sample + 1]; e++) {
                line[active[e]] = 0;
            }
        }
        return matrix;
    }

    @Override
    public String toString() {
        return "Codes[samples=" + samples() + ", units=" + units + ", meanL0=" + meanL0() + ", r2=" + r2() + "]";
    }
}
