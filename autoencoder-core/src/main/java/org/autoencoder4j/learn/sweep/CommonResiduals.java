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
import org.autoencoder4j.learn.sweep.internal.Columns;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

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
    private final CodeSign sign;

    /** For each residual those near it, itself among them, with their cosines. */
    private final int[][] near;

    private final float[][] cosines;
    /** What is left of the energy of each, and what an atom along it would gain of that. */
    private final double[] energies;

    private final double[] benefits;

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
            return block.assign(some.get(NDArrayIndex.all(), NDArrayIndex.interval(first, first + count)));
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
    ResidualGroup group(int t) {
        int[] places = new int[near[t].length];
        double[] factors = new double[near[t].length];
        int count = 0;
        for (int i = 0; i < near[t].length; i++) {
            if (energies[near[t][i]] > 0) {
                places[count] = near[t][i];
                factors[count] = cosines[t][i];
                count++;
            }
        }
        return new ResidualGroup(residuals, Arrays.copyOf(places, count), factors);
    }

    /**
     * Those near the mean of a group, which has less noise than a single residual. Cost: {@code n q} operations.
     */
    ResidualGroup refined(ResidualGroup group) {
        double[] direction = group.common();
        if (!Columns.normalise(direction)) {
            return group;
        }
        int[] places = new int[energies.length];
        double[] factors = new double[energies.length];
        int count = 0;
        for (int s = 0; s < energies.length; s++) {
            Residual residual = residuals.get(s);
            double cosine = energies[s] > 0
                    ? Vectors.interleavedDot(direction, residual.vector) / Math.sqrt(residual.energy)
                    : 0;
            if ((sign == CodeSign.SIGNED ? Math.abs(cosine) : cosine) >= NEAR) {
                places[count] = s;
                factors[count] = cosine;
                count++;
            }
        }
        return new ResidualGroup(residuals, Arrays.copyOf(places, count), factors);
    }

    /** Counts the energy of a group as gone. */
    void take(ResidualGroup group) {
        for (int s : group.places()) {
            for (int i = 0; i < near[s].length; i++) {
                benefits[near[s][i]] -= cosines[s][i] * cosines[s][i] * energies[s];
            }
            energies[s] = 0;
        }
    }
}
