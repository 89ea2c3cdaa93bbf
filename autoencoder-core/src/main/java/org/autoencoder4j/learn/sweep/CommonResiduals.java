package org.autoencoder4j.learn.sweep;

import java.util.Arrays;
import java.util.List;
import org.autoencoder4j.backend.internal.BlasThreads;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.Lanes;
import org.autoencoder4j.backend.internal.MatrixLines;
import org.autoencoder4j.backend.internal.NativeReals;
import org.autoencoder4j.backend.internal.NativeReals.Factor;
import org.autoencoder4j.backend.internal.Vectors;
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

    /** Of the energy of a group. */
    private static final double SHARED = 0.7;

    /** Residuals whose cosines are computed at a time. */
    private static final int BLOCK = 128;

    private final List<Residual> residuals;
    private final CodeSign sign;

    /** For each residual those near it, itself among them, with their cosines. */
    private final int[][] near;

    private final float[][] cosines;
    /** What is left of the energy of each, and what an atom along it would gain of that. */
    private final double[] energies;

    private final double[] benefits;

    /**
     * Residuals with something in common.
     *
     * @param members which they are
     * @param cosines of each with what they have in common
     */
    record Group(int[] members, double[] cosines) {}

    private CommonResiduals(List<Residual> residuals, CodeSign sign) {
        this.residuals = residuals;
        this.sign = sign;
        this.near = new int[residuals.size()][];
        this.cosines = new float[residuals.size()][];
        this.energies = residuals.stream().mapToDouble(r -> r.energy).toArray();
        this.benefits = new double[residuals.size()];
    }

    /** Compares residuals. Cost: {@code 2 n q^2} operations in FLOAT. */
    static CommonResiduals of(List<Residual> residuals, CodeSign sign) {
        CommonResiduals common = new CommonResiduals(residuals, sign);
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
                    common.compare(columns, first, Math.min(BLOCK, directions.length - first));
                });
                return workers;
            });
        }
        return common;
    }

    private void compare(INDArray columns, int first, int count) {
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

    /** Those near a residual that are not taken yet. */
    Group group(int t) {
        int[] members = Arrays.stream(near[t]).filter(s -> energies[s] > 0).toArray();
        double[] factors = new double[members.length];
        int at = 0;
        for (int i = 0; i < near[t].length; i++) {
            if (energies[near[t][i]] > 0) {
                factors[at++] = cosines[t][i];
            }
        }
        return new Group(members, factors);
    }

    /**
     * Those near the mean of a group, which has less noise than a single residual. Cost: {@code n q} operations.
     */
    Group refined(Group group) {
        double[] direction = common(group);
        if (!Columns.normalise(direction)) {
            return group;
        }
        int[] members = new int[energies.length];
        double[] factors = new double[energies.length];
        int count = 0;
        for (int s = 0; s < energies.length; s++) {
            double cosine = energies[s] > 0
                    ? Vectors.interleavedDot(direction, residuals.get(s).vector) / Math.sqrt(residuals.get(s).energy)
                    : 0;
            if ((sign == CodeSign.SIGNED ? Math.abs(cosine) : cosine) >= NEAR) {
                members[count] = s;
                factors[count] = cosine;
                count++;
            }
        }
        return new Group(Arrays.copyOf(members, count), Arrays.copyOf(factors, count));
    }

    /** What an atom for a group would gain of the energy that is left. */
    double benefit(Group group) {
        double sum = 0;
        for (int i = 0; i < group.members().length; i++) {
            sum += group.cosines()[i] * group.cosines()[i] * energies[group.members()[i]];
        }
        return sum;
    }

    /** Counts the energy of a group as gone. */
    void take(Group group) {
        for (int s : group.members()) {
            for (int i = 0; i < near[s].length; i++) {
                benefits[near[s][i]] -= cosines[s][i] * cosines[s][i] * energies[s];
            }
            energies[s] = 0;
        }
    }

    /**
     * Makes an atom for a group. If one unit is active in nearly all of it, by energy, it may stand between two true atoms:
     * then its part is added back, and those of the one side make the atom.
     *
     * @return a vector of any length
     */
    double[] atom(Group group, double[][] atoms) {
        int shared = shared(group, atoms.length);
        return shared < 0 ? common(group) : split(group, shared, atoms[shared]);
    }

    /** The unit that is active in nearly all, or -1. */
    private int shared(Group group, int units) {
        double[] byUnit = new double[units];
        double total = 0;
        int most = 0;
        for (int s : group.members()) {
            total += energies[s];
            for (int unit : residuals.get(s).units) {
                byUnit[unit] += energies[s];
                most = byUnit[unit] > byUnit[most] ? unit : most;
            }
        }
        return byUnit[most] >= SHARED * total ? most : -1;
    }

    private double[] common(Group group) {
        double[] sum = new double[residuals.get(0).vector.length];
        for (int i = 0; i < group.members().length; i++) {
            add(sum, group.cosines()[i], residuals.get(group.members()[i]).vector);
        }
        return sum;
    }

    private double[] split(Group group, int unit, double[] atom) {
        double balance = 0;
        for (int i = 0; i < group.members().length; i++) {
            balance += energies[group.members()[i]] * side(group, i, unit);
        }
        double[] sum = new double[atom.length];
        for (int i = 0; i < group.members().length; i++) {
            Residual residual = residuals.get(group.members()[i]);
            double value = residual.value(unit);
            if (side(group, i, unit) * balance > 0) {
                add(sum, value, residual.vector);
                add(sum, value * value, atom);
            }
        }
        return sum;
    }

    /** On which side of the unit's atom a residual lies: 1 or -1, or 0 if the unit is not active. */
    private double side(Group group, int i, int unit) {
        return Math.signum(group.cosines()[i])
                * Math.signum(residuals.get(group.members()[i]).value(unit));
    }

    private static void add(double[] sum, double factor, double[] vector) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += factor * vector[j];
        }
    }
}
