package org.autoencoder4j.check.latents.law.internal;

/** Cumulants {@code log E exp(s sum_{j in S} g_j v_j)} over random supports, from the logarithms of the moments of the terms. */
public final class Cumulants {
    /** A mean below it may lack terms that underflowed. */
    private static final double LEAST_MEAN = 1e-280;

    private Cumulants() {}

    /** {@code log(exp(a) + exp(b))}; negative infinity is the logarithm of 0. */
    public static double logSum(double a, double b) {
        double greater = Math.max(a, b);
        return greater == Double.NEGATIVE_INFINITY ? greater : greater + Math.log1p(Math.exp(Math.min(a, b) - greater));
    }

    /** {@code sum_j log(1 - p_j + p_j q_j)}: independent inclusion, exact. */
    public static double independent(double[] logMoments, double[] probabilities) {
        double sum = 0;
        for (int j = 0; j < logMoments.length; j++) {
            if (probabilities[j] > 0) {
                sum += included(logMoments[j], probabilities[j]);
            }
        }
        return sum;
    }

    private static double included(double logMoment, double probability) {
        double change = probability * Math.expm1(logMoment);
        // The sum of two logarithms is the less exact one near 0, and the other one everywhere else.
        return Math.abs(change) < 0.5
                ? Math.log1p(change)
                : logSum(Math.log1p(-probability), Math.log(probability) + logMoment);
    }

    /** {@code r log(mean q)}: no less than that of uniform subsets of size r, by Maclaurin's inequality. */
    public static double maclaurin(double[] logMoments, int size) {
        double top = Double.NEGATIVE_INFINITY;
        for (double log : logMoments) {
            top = Math.max(top, log);
        }
        double sum = 0;
        for (double log : logMoments) {
            sum += Math.exp(log - top);
        }
        return size * (top + Math.log(sum / logMoments.length));
    }

    /**
     * {@code log(e_r(q) / C(N, r))}: uniform subsets of size r, exact, by a recursion of positive terms at O(N r). Infinite
     * where the numbers underflow: no bound.
     */
    public static double subsets(double[] logMoments, int size) {
        double top = 0;
        for (int j = 0; j < logMoments.length; j++) {
            top = j == 0 ? logMoments[j] : Math.max(top, logMoments[j]);
        }
        double[] means = new double[size + 1];
        means[0] = 1;
        for (int j = 1; j <= logMoments.length; j++) {
            double q = Math.exp(logMoments[j - 1] - top);
            for (int c = Math.min(j, size); c > 0; c--) {
                double share = (double) c / j;
                means[c] = (1 - share) * means[c] + share * q * means[c - 1];
            }
        }
        return means[size] >= LEAST_MEAN ? size * top + Math.log(means[size]) : Double.POSITIVE_INFINITY;
    }
}
