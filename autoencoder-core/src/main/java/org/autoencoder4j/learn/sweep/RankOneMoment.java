package org.autoencoder4j.learn.sweep;

/**
 * {@code W+ = W + R P} with the inverse P of a second moment whose correlations are all q:
 *
 * <pre>
 *   P = D^-1/2 (I - t 1 1^T) D^-1/2 / (1 - q),   t = q / (1 - q + m q).
 * </pre>
 *
 * <p>q is the mean of the correlations with the weights {@code sqrt(D_i D_j)}, which needs no entry on its own:
 * {@code (1^T C 1 - tr C) / ((sum sqrt D_i)^2 - tr D)}.
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
        double damping = InverseMoment.damping(sums);
        double[][] atoms = sweep.copyOfAtoms();
        if (!(damping > 0)) {
            return atoms;
        }
        double[] roots = new double[sums.units()];
        for (int i = 0; i < roots.length; i++) {
            roots[i] = Math.sqrt(sums.squares()[i] + damping);
        }
        double correlation = correlation(sums);
        double share = correlation / (1 - correlation + roots.length * correlation);
        double[] common = common(sums, roots);
        for (int i = 0; i < atoms.length; i++) {
            double[] residual = sums.residualProducts(i);
            for (int j = 0; j < common.length; j++) {
                atoms[i][j] += (residual[j] / roots[i] - share * common[j]) / (roots[i] * (1 - correlation));
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

    /** R D^-1/2 1. */
    private static double[] common(SweepSums sums, double[] roots) {
        double[] common = new double[sums.features()];
        for (int i = 0; i < roots.length; i++) {
            double[] residual = sums.residualProducts(i);
            for (int j = 0; j < common.length; j++) {
                common[j] += residual[j] / roots[i];
            }
        }
        return common;
    }
}
