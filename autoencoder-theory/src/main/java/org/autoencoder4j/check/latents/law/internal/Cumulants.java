package org.autoencoder4j.check.latents.law.internal;

import java.util.function.DoubleUnaryOperator;

/** Cumulants {@code log E exp(s sum_{j in S} g_j v_j)} over random supports, from the logarithms of the moments of the terms. */
public final class Cumulants {
    /** exp overflows soon beyond. */
    private static final double LARGE = 600;

    private Cumulants() {}

    /** {@code sum_j log(1 - p_j + p_j q_j)}: independent inclusion, exact. */
    public static double independent(double[] logMoments, double[] probabilities) {
        double sum = 0;
        for (int j = 0; j < logMoments.length; j++) {
            if (probabilities[j] > 0) {
                sum += logMoments[j] > LARGE
                        ? Math.log(probabilities[j])
                                + logMoments[j]
                                + Math.log1p((1 - probabilities[j]) / probabilities[j] * Math.exp(-logMoments[j]))
                        : Math.log1p(probabilities[j] * Math.expm1(logMoments[j]));
            }
        }
        return sum;
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
        return means[size] >= Double.MIN_NORMAL ? size * top + Math.log(means[size]) : Double.POSITIVE_INFINITY;
    }

    /**
     * Where a function of s above 0 that falls and then rises is least, to 1e-4 relative, between two numbers. Each s is as
     * valid as any other, so that more precision would only tighten.
     */
    public static double least(DoubleUnaryOperator function, double from, double to) {
        double ratio = (Math.sqrt(5) - 1) / 2;
        double low = Math.log(from);
        double high = Math.log(to);
        double left = high - ratio * (high - low);
        double right = low + ratio * (high - low);
        double atLeft = function.applyAsDouble(Math.exp(left));
        double atRight = function.applyAsDouble(Math.exp(right));
        while (high - low > 1e-4) {
            if (atLeft <= atRight) {
                high = right;
                right = left;
                atRight = atLeft;
                left = high - ratio * (high - low);
                atLeft = function.applyAsDouble(Math.exp(left));
            } else {
                low = left;
                left = right;
                atLeft = atRight;
                right = low + ratio * (high - low);
                atRight = function.applyAsDouble(Math.exp(right));
            }
        }
        return Math.exp(atLeft <= atRight ? left : right);
    }
}
