package org.autoencoder4j.learn.sweep;

/**
 * {@code W+ = W + R P} with the inverse P of a damped second moment whose correlations are all q. With the damped diagonal D
 * and {@code v_i = sqrt(C_ii / D_i)}, which is nearly 1 for units that are used and 0 for others,
 *
 * <pre>
 *   P = D^-1/2 (I - t v v^T) D^-1/2 / (1 - q),   t = q / (1 - q + q |v|^2).
 * </pre>
 *
 * <p>q is the mean of the correlations with the weights {@code sqrt(C_ii C_jj)}, which needs no entry on its own:
 * {@code (1^T C 1 - tr C) / ((sum sqrt C_ii)^2 - tr C)}.
 */
record RankOneMoment() implements DictionaryUpdate {
    /** Correlations of more say that codes are all the same. */
    private static final double MOST = 0.99;

    @Override
    public String name() {
        return "rankOneMoment";
    }

    @Override
    public boolean needsMoment() {
        return false;
    }

    @Override
    public double[][] atoms(Sweep sweep) {
        SweepSums sums = sweep.sums();
        double damping = InverseMoment.DAMPING * InverseMoment.meanSquare(sums);
        double[][] atoms = sweep.copyOfAtoms();
        if (!(damping > 0)) {
            return atoms;
        }
        double[] scaled = new double[sums.units()];
        double squares = 0;
        for (int i = 0; i < scaled.length; i++) {
            double square = sums.squares()[i];
            scaled[i] = Math.sqrt(square) / (square + damping);
            squares += square / (square + damping);
        }
        double correlation = correlation(sums);
        double share = correlation / (1 - correlation + correlation * squares);
        double[] common = common(sums, scaled);
        for (int i = 0; i < atoms.length; i++) {
            double[] residual = sums.residualProducts(i);
            double diagonal = sums.squares()[i] + damping;
            for (int j = 0; j < common.length; j++) {
                atoms[i][j] += (residual[j] / diagonal - share * common[j] * scaled[i]) / (1 - correlation);
            }
        }
        return atoms;
    }

    private static double correlation(SweepSums sums) {
        double trace = 0;
        double roots = 0;
        for (double square : sums.squares()) {
            trace += square;
            roots += Math.sqrt(square);
        }
        double most = roots * roots - trace;
        return most > 0 ? Math.min(MOST, Math.max(0, (sums.squaredSums() - trace) / most)) : 0;
    }

    /** R D^-1/2 v, given v / D^1/2. */
    private static double[] common(SweepSums sums, double[] scaled) {
        double[] common = new double[sums.features()];
        for (int i = 0; i < scaled.length; i++) {
            double[] residual = sums.residualProducts(i);
            for (int j = 0; j < common.length; j++) {
                common[j] += residual[j] * scaled[i];
            }
        }
        return common;
    }
}
