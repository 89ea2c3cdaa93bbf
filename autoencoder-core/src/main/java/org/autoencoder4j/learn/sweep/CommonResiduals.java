package org.autoencoder4j.learn.sweep;

import java.util.Arrays;
import java.util.List;
import org.autoencoder4j.backend.internal.BlasThreads;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.Lanes;
import org.autoencoder4j.backend.internal.MatrixLines;
import org.autoencoder4j.backend.internal.NativeReals;
import org.autoencoder4j.backend.internal.NativeReals.Factor;
import org.autoencoder4j.coding.CodeSign;
import org.autoencoder4j.learn.sweep.WorstSamples.Residual;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What residuals have in common: with the cosines Q between them, those count as near each other for which Q is at least
 * 1/2 (in absolute value for codes of both signs), and an atom along residual t would gain about
 *
 * <pre>
 *   b_t = sum_{s near t} Q_ts^2 |r_s|^2.
 * </pre>
 */
final class CommonResiduals {
    private static final double NEAR = 0.5;

    /** Residuals whose cosines are computed at a time. */
    private static final int BLOCK = 128;

    private final List<Residual> residuals;
    /** For each residual those near it, itself among them, with their cosines. */
    private final int[][] near;

    private final float[][] cosines;
    /** What is left of the energy of each, and what an atom along it would gain of that. */
    private final double[] energies;

    private final double[] benefits;

    private CommonResiduals(List<Residual> residuals) {
        this.residuals = residuals;
        this.near = new int[residuals.size()][];
        this.cosines = new float[residuals.size()][];
        this.energies = residuals.stream().mapToDouble(r -> r.energy).toArray();
        this.benefits = new double[residuals.size()];
    }

    /** Compares residuals. Cost: {@code 2 n q^2} operations in FLOAT. */
    static CommonResiduals of(List<Residual> residuals, CodeSign sign) {
        CommonResiduals common = new CommonResiduals(residuals);
        double[][] directions = new double[residuals.size()][];
        for (int t = 0; t < directions.length; t++) {
            double[] vector = residuals.get(t).vector;
            double length = Math.sqrt(common.energies[t]);
            directions[t] = Arrays.stream(vector)
                    .map(number -> length > 0 ? number / length : 0)
                    .toArray();
        }
        try (INDArray columns = HeapMatrix.ofColumns(directions, DataType.FLOAT)) {
            BlasThreads.share(workers -> {
                Lanes.run(workers, (directions.length + BLOCK - 1) / BLOCK, (worker, block) -> {
                    int first = block * BLOCK;
                    common.compare(columns, first, Math.min(BLOCK, directions.length - first), sign);
                });
                return workers;
            });
        }
        return common;
    }

    private void compare(INDArray columns, int first, int count, CodeSign sign) {
        int all = near.length;
        double[] line = new double[all];
        int[] found = new int[all];
        try (INDArray block = cosines(columns, first, count)) {
            MatrixLines lines = new MatrixLines(block, all, all);
            for (int t = first; t < first + count; t++) {
                lines.read(t - first, 0, line, 0, all);
                int end = 0;
                for (int s = 0; s < all; s++) {
                    if ((sign == CodeSign.SIGNED ? Math.abs(line[s]) : line[s]) >= NEAR) {
                        found[end++] = s;
                        benefits[t] += line[s] * line[s] * energies[s];
                    }
                }
                near[t] = Arrays.copyOf(found, end);
                cosines[t] = new float[end];
                for (int i = 0; i < end; i++) {
                    cosines[t][i] = (float) line[found[i]];
                }
            }
        }
    }

    private static INDArray cosines(INDArray columns, int first, int count) {
        int all = columns.columns();
        INDArray block = Nd4j.createUninitialized(DataType.FLOAT, new long[] {all, count}, 'f');
        if (!NativeReals.canHold(columns)) {
            INDArray some = columns.transpose().mmul(columns);
            return block.assign(some.get(
                    org.nd4j.linalg.indexing.NDArrayIndex.all(),
                    org.nd4j.linalg.indexing.NDArrayIndex.interval(first, first + count)));
        }
        NativeReals numbers = NativeReals.of(columns);
        int features = columns.rows();
        NativeReals.of(block)
                .product(
                        numbers,
                        Factor.TRANSPOSED,
                        numbers.from(first * features),
                        Factor.PLAIN,
                        all,
                        count,
                        features,
                        1,
                        0);
        return block;
    }

    /** The residual along which an atom would gain most; the first of those. */
    int best() {
        int best = 0;
        for (int t = 1; t < benefits.length; t++) {
            best = benefits[t] > benefits[best] ? t : best;
        }
        return best;
    }

    /** What an atom along a residual would gain of the energy that is left. */
    double benefit(int t) {
        return benefits[t];
    }

    /** Counts the energy of all that are near a residual as gone. */
    void take(int t) {
        for (int s : near[t]) {
            for (int i = 0; i < near[s].length && energies[s] > 0; i++) {
                benefits[near[s][i]] -= cosines[s][i] * cosines[s][i] * energies[s];
            }
            energies[s] = 0;
        }
    }

    /**
     * Makes an atom along a residual, of all near it that are not taken yet. If one unit is active in nearly all of them, by
     * energy, it may stand between two true atoms: then its part is added back, and those of the one side make the atom.
     *
     * @return a vector of any length
     */
    double[] atom(int t, double[][] atoms) {
        int shared = shared(t, atoms.length);
        return shared < 0 ? common(t) : split(t, shared, atoms[shared]);
    }

    private static final double SHARED = 0.7;

    /** The unit that is active in nearly all, or -1. */
    private int shared(int t, int units) {
        double[] byUnit = new double[units];
        double total = 0;
        int most = 0;
        for (int s : near[t]) {
            total += energies[s];
            for (int unit : residuals.get(s).units) {
                byUnit[unit] += energies[s];
                most = byUnit[unit] > byUnit[most] ? unit : most;
            }
        }
        return byUnit[most] >= SHARED * total ? most : -1;
    }

    private double[] common(int t) {
        double[] sum = new double[residuals.get(t).vector.length];
        for (int i = 0; i < near[t].length; i++) {
            Residual residual = residuals.get(near[t][i]);
            if (energies[near[t][i]] > 0) {
                add(sum, cosines[t][i], residual.vector);
            }
        }
        return sum;
    }

    private double[] split(int t, int unit, double[] atom) {
        double balance = 0;
        for (int i = 0; i < near[t].length; i++) {
            balance += energies[near[t][i]] * side(t, i, unit);
        }
        double[] sum = new double[atom.length];
        for (int i = 0; i < near[t].length; i++) {
            Residual residual = residuals.get(near[t][i]);
            double value = residual.value(unit);
            if (energies[near[t][i]] > 0 && side(t, i, unit) * balance > 0) {
                add(sum, value, residual.vector);
                add(sum, value * value, atom);
            }
        }
        return sum;
    }

    /** On which side of the unit's atom a residual lies: 1 or -1, or 0 if the unit is not active. */
    private double side(int t, int i, int unit) {
        return Math.signum(cosines[t][i]) * Math.signum(residuals.get(near[t][i]).value(unit));
    }

    private static void add(double[] sum, double factor, double[] vector) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += factor * vector[j];
        }
    }
}
