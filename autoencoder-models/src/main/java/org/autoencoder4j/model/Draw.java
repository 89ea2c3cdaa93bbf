package org.autoencoder4j.model;

import java.util.Arrays;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.MatrixLines;
import org.autoencoder4j.model.law.SparseCode;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Samples of a {@link GenerativeModel} together with the codes behind them. The codes are kept sparse: for each sample
 * the units of its support and the values on it.
 *
 * <p>Threads may share it as long as nobody changes the observations.
 */
public final class Draw {
    private final INDArray observations;
    private final int units;
    private final SparseCode[] codes;

    Draw(INDArray observations, int units, SparseCode[] codes) {
        this.observations = observations;
        this.units = units;
        this.codes = codes;
    }

    /**
     * Returns the observations Y.
     *
     * @return the {@code N x n} array itself in 'c' order, of the model's type
     */
    public INDArray observations() {
        return observations;
    }

    /**
     * Returns the codes X* as a dense array. It is made anew at each call, at a cost of N m numbers.
     *
     * @return a new {@code N x m} array in 'c' order, of the model's type (FLOAT: the values rounded)
     */
    public INDArray codes() {
        INDArray dense = Nd4j.create(observations.dataType(), new long[] {size(), units}, 'c');
        MatrixLines rows = new MatrixLines(dense, units, units);
        double[] row = new double[units];
        for (long sample = 0; sample < size(); sample++) {
            Arrays.fill(row, 0);
            SparseCode code = codes[(int) sample];
            for (int t = 0; t < code.size(); t++) {
                row[code.support()[t]] = code.values()[t];
            }
            rows.write(sample, 0, row, 0, units);
        }
        return dense;
    }

    /**
     * Returns the support of a sample's code.
     *
     * @param sample the sample, from 0 to N - 1
     * @return the units in the support, ascending; a copy
     * @throws IllegalArgumentException if sample is outside its range
     */
    public int[] support(long sample) {
        Checks.between("sample", sample, 0, size() - 1);
        return codes[(int) sample].support().clone();
    }

    /**
     * Returns the values of a sample's code on its support.
     *
     * @param sample the sample, from 0 to N - 1
     * @return the values, in the order of {@link #support}, in double precision; a copy
     * @throws IllegalArgumentException if sample is outside its range
     */
    public double[] values(long sample) {
        Checks.between("sample", sample, 0, size() - 1);
        return codes[(int) sample].values().clone();
    }

    /**
     * Returns the number of samples.
     *
     * @return N
     */
    public long size() {
        return observations.rows();
    }

    @Override
    public String toString() {
        return "Draw[size=" + size() + ", features=" + observations.columns() + ", units=" + units + "]";
    }
}
