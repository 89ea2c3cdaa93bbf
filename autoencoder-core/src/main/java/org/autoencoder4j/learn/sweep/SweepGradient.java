package org.autoencoder4j.learn.sweep;

import java.util.Arrays;
import java.util.Map;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.gradient.Gradient;
import org.autoencoder4j.learn.sweep.SweepPlan.Stage;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a sweep says of the present dictionary: the gradient of its mean loss {@code 1/2 |y - W x|^2} for the codes as they
 * are,
 *
 * <pre>
 *   g = -1/N sum (y - W x) x^T,
 * </pre>
 *
 * <p>where the run stands, and what the update before has changed. The sum and N are over the samples that count: in
 * polishing sweeps, and in the last one after them, those that are explained. The loss is over all samples.
 */
public final class SweepGradient implements Gradient {
    private final INDArray weights;
    private final SweepSums sums;
    private final Stage stage;
    private final LastUpdate last;

    /**
     * What the update before a sweep has done.
     *
     * @param swaps how many units it replaced
     * @param movement by how much a column moved at most before that; NaN before the first update
     */
    record LastUpdate(int swaps, double movement) {
        static final LastUpdate NONE = new LastUpdate(0, Double.NaN);
    }

    SweepGradient(INDArray weights, SweepSums sums, Stage stage, LastUpdate last) {
        this.weights = weights;
        this.sums = sums;
        this.stage = stage;
        this.last = last;
    }

    @Override
    public Map<String, INDArray> arrays() {
        return Map.of(SparseCoder.WEIGHTS, weights);
    }

    @Override
    public double loss() {
        return sums.residualEnergy() / (2 * sums.samples());
    }

    @Override
    public double lossResolution() {
        double rounding = rounding(weights.dataType());
        return rounding * rounding * sums.energy() / sums.samples();
    }

    /** Relative to a sample's length, what rounding leaves of it at most. */
    static double rounding(DataType type) {
        return type == DataType.FLOAT ? 1e-5 : 1e-13;
    }

    @Override
    public double meanL0() {
        return sums.meanL0();
    }

    @Override
    public int deadUnits() {
        return (int) Arrays.stream(sums.uses()).filter(uses -> uses == 0).count();
    }

    /**
     * Returns what the sweep added up.
     *
     * @return the sums, valid after the run too
     */
    public SweepSums sums() {
        return sums;
    }

    /**
     * Returns the phase of the run to which the sweep belongs.
     *
     * @return the phase
     */
    public Phase phase() {
        return stage.phase();
    }

    /**
     * Returns the most active units that a code of this sweep may have.
     *
     * @return k, or less while atoms are found
     */
    public int mostActive() {
        return stage.sparsity();
    }

    /**
     * Returns the share of the samples' energy that the codes explain. The samples are not centred for it.
     *
     * @return {@code 1 - sum |r|^2 / sum |y|^2}, at most 1
     */
    public double r2() {
        return 1 - sums.residualEnergy() / sums.energy();
    }

    /**
     * Returns how many units the update before this sweep replaced.
     *
     * @return at least 0
     */
    public int swaps() {
        return last.swaps();
    }

    /**
     * Returns by how much a column moved at most in the update before this sweep, those that were replaced left aside.
     *
     * @return a length; NaN before the first update
     */
    public double movement() {
        return last.movement();
    }

    @Override
    public String toString() {
        return "SweepGradient[phase=" + phase() + ", samples=" + sums.samples() + ", loss=" + loss() + ", swaps="
                + swaps() + ", movement=" + movement() + "]";
    }
}
