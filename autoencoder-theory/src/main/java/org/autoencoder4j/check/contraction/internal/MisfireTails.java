package org.autoencoder4j.check.contraction.internal;

import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;
import org.autoencoder4j.check.contraction.SparseMisfires;
import org.autoencoder4j.model.law.SparseCodes;

/**
 * Misfires of a hard threshold lambda, by Markov's inequality for {@code exp(t sum)}: over the signs the mean of
 * {@code exp(t c v)} is {@code cosh(t c v)}, over uniform subsets Maclaurin's inequality bounds the mean of the product, and
 * {@code (cosh x - 1)/x^2} rises, so that of all c with {@code |c_j| <= Mx} and {@code |c|_2 <= C2} those of Mx and 0 are
 * the worst.
 */
public final class MisfireTails {
    /** The search is for t x, whose best value is about twice the exponent; any would be valid. */
    private static final double LEAST = 1e-3;

    private static final double GREATEST = 1e4;
    private static final int EVALUATIONS = 1000;
    private static final double LARGE = 30;
    private static final int MOST_HOELDER = 64;

    private final SparseCodes law;
    private final double sigma;
    private final double cosine;
    /** a2 Mx and {@code max_i C2^2 / Mx^2}: as many atoms at most have the greatest product. */
    private final double greatest;

    private final double atoms;

    public MisfireTails(SparseCodes law, double sigma, SparseCap cap, double coherence, int units) {
        double product = cap.cosine * coherence + cap.sine;
        double squares = 0;
        for (int i = 0; i < units; i++) {
            squares = Math.max(squares, cap.c2(i) * cap.c2(i));
        }
        this.law = law;
        this.sigma = sigma;
        this.cosine = cap.cosine;
        this.greatest = law.values().a2() * product;
        this.atoms = product > 0 ? squares / (product * product) : 0;
    }

    /** All bounds for a threshold, weights and samples. */
    public SparseMisfires misfires(double threshold, double weightNorm, double blockNorm, int features) {
        int k = law.sparsity();
        double margin = law.values().a1() * cosine - threshold;
        double off = Math.min(1, 2 * tail(threshold, k, 0));
        double on = tail(margin, k - 1, 0);
        double others =
                (law.units() - k) * 2 * tail(threshold, k - 1, 1) + (k - 1) * tail(margin, Math.max(0, k - 2), 1);
        double any = Math.min(1, others + on);
        return new SparseMisfires(off, on, any, error(off, any, weightNorm, blockNorm, features));
    }

    /** Tells whether without noise no code whatever makes a unit misfire, with a margin. */
    public boolean silent(double threshold) {
        int k = law.sparsity();
        return k * greatest < threshold && law.values().a1() * cosine - (k - 1) * greatest > threshold;
    }

    /** {@code min_q 2 (1 + Om^2) Y_q^2 (2 any^(1 - 1/q) + off^(1 - 1/q) / p1) / kappa2}, by Hoelder's inequality. */
    private double error(double off, double any, double weightNorm, double blockNorm, int features) {
        double least = Double.POSITIVE_INFINITY;
        for (int q = 2; q <= MOST_HOELDER; q *= 2) {
            double size = law.values().a2() * Math.sqrt(law.sparsity() * blockNorm)
                    + sigma * (Math.sqrt(features) + Math.sqrt(2.0 * q));
            double power = 1 - 1.0 / q;
            double shares = 2 * Math.pow(any, power) + Math.pow(off, power) / law.inclusionOfDistinct(1);
            least = Math.min(least, 2 * (1 + weightNorm * weightNorm) * size * size * shares);
        }
        return least / law.values().kappa2();
    }

    /**
     * A bound of the probability that noise and a sum over {@code random} uniform atoms and {@code fixed} given ones exceed
     * x; of the {@code m - 1} others the given ones are not drawn.
     */
    private double tail(double x, int random, int fixed) {
        if (!(x > 0)) {
            return 1;
        }
        int drawnFrom = law.units() - 1 - fixed;
        double share = random == 0 || atoms == 0 ? 0 : Math.min(1, atoms / drawnFrom);
        double exponent = new BrentOptimizer(1e-6, 1e-9)
                .optimize(
                        new MaxEval(EVALUATIONS),
                        new UnivariateObjectiveFunction(u -> exponent(Math.exp(u) / x, x, share, random, fixed)),
                        GoalType.MINIMIZE,
                        new SearchInterval(Math.log(LEAST), Math.log(GREATEST)))
                .getValue();
        return Math.min(1, Math.exp(exponent));
    }

    private double exponent(double t, double x, double share, int random, int fixed) {
        double single = logCosh(t * greatest);
        return -t * x + t * t * sigma * sigma / 2 + random * mixed(share, single) + fixed * single;
    }

    /** {@code log(1 - p + p exp(l))} for l of at least 0. */
    private static double mixed(double share, double log) {
        if (share == 0) {
            return 0;
        }
        return log < LARGE
                ? Math.log1p(share * Math.expm1(log))
                : Math.log(share) + log + Math.log1p((1 - share) / share * Math.exp(-log));
    }

    private static double logCosh(double x) {
        return x + Math.log1p(Math.expm1(-2 * x) / 2);
    }
}
