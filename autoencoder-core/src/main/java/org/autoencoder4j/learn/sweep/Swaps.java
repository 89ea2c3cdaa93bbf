package org.autoencoder4j.learn.sweep;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.autoencoder4j.coding.CodeSign;
import org.autoencoder4j.learn.sweep.WorstSamples.Residual;
import org.autoencoder4j.learn.sweep.internal.Columns;

/**
 * Replaces the units that are worth least by what the worst residuals have in common, as long as that gains more. So units
 * that are dead, that double others or that stand between two atoms become atoms that are missing.
 */
final class Swaps {
    /** Of the energy of the residuals at hand: a swap gains at least so much. */
    private static final double LEAST_BENEFIT = 1e-6;

    /** How often a group that gains too little is made anew from its mean. */
    private static final int REFINEMENTS = 2;

    private final Sweep sweep;
    private final List<Residual> residuals;
    private final CodeSign sign;

    Swaps(Sweep sweep, List<Residual> residuals, CodeSign sign) {
        this.sweep = sweep;
        this.residuals = residuals;
        this.sign = sign;
    }

    /**
     * Replaces atoms.
     *
     * @param atoms those that the update has made of the sweep; overwritten where units are replaced
     * @param rounding what rounding may leave of all samples' energy
     * @return how many were replaced
     */
    int apply(double[][] atoms, double rounding) {
        double[] values = values();
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(unit -> values[unit]))
                .mapToInt(unit -> unit)
                .toArray();
        double total = residuals.stream().mapToDouble(r -> r.energy).sum();
        double least = Math.max(LEAST_BENEFIT * total, rounding);
        // No benefit is greater than all energy.
        if (!(total > Math.max(least, values[order[0]]))) {
            return 0;
        }
        CommonResiduals common = CommonResiduals.of(residuals, sign);
        int swaps = 0;
        for (int unit : order) {
            double worth = Math.max(least, values[unit]);
            ResidualGroup group = common.group(common.best());
            for (int i = 0; i < REFINEMENTS && !(group.benefit() > worth); i++) {
                group = common.refined(group);
            }
            if (!(group.benefit() > worth)) {
                break;
            }
            double[] atom = group.atom(sweep.atoms());
            common.take(group);
            if (Columns.normalise(atom)) {
                atoms[unit] = atom;
                swaps++;
            }
        }
        return swaps;
    }

    /**
     * What each unit is worth: its gains, but if the unit nearest to it gains more, at most what it adds to that one.
     */
    private double[] values() {
        SweepSums sums = sweep.sums();
        double[] values = sums.gains().clone();
        for (int i = 0; i < values.length; i++) {
            double[] row = sweep.gram().row(i);
            int nearest = nearest(row, i);
            if (nearest >= 0 && sums.gains()[nearest] > values[i]) {
                double cosine = Math.min(1, Math.abs(row[nearest]));
                values[i] = Math.min(values[i], (1 - cosine * cosine) * sums.squares()[i]);
            }
        }
        return values;
    }

    /** The unit with the greatest cosine, which codes that are not negative cannot use the other way round; or -1. */
    private int nearest(double[] row, int unit) {
        int nearest = -1;
        double greatest = 0;
        for (int j = 0; j < row.length; j++) {
            double cosine = sign == CodeSign.SIGNED ? Math.abs(row[j]) : row[j];
            if (j != unit && cosine > greatest) {
                greatest = cosine;
                nearest = j;
            }
        }
        return nearest;
    }
}
