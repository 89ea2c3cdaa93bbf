package org.autoencoder4j.check.expectation.internal;

/**
 * What pairs of units make of normal pre-activations with means mu and covariance C, where x_i is z_i if the unit i is on,
 * else 0:
 *
 * <pre>
 *   both[i][l]   = P(i and l on)          mixed[i][l] = E[1(i on) x_l]          product[i][l] = E[x_i x_l]
 *   value[i][l]  = sum over the ends of i of s f_i(t) E[x_l | z_i = t]            (E of d 1(i on) times x_l)
 *   change[i][l] = both + sum over the ends of l of s t f_l(t) P(i on | z_l = t)  (E of 1(i on) times d x_l)
 * </pre>
 *
 * <p>by Stein's identity {@code E[z_i h(z)] = mu_i E h + sum_l C_il E[d h / d z_l]}. On the diagonal only what one unit
 * makes of itself stands: product is E x_i^2 and mixed is E x_i. A unit that is on less often than 1e-19 is left out.
 */
public final class PairMoments {
    private static final double NEVER = 1e-19;
    private static final double DEPENDENT = 1e-14;
    private static final double ROUNDING = 1e-9;

    public final double[][] both;
    public final double[][] mixed;
    public final double[][] product;
    public final double[][] value;
    public final double[][] change;

    private final RayMoments[] own;
    private final FiringRays rays;
    private final double[] means;
    private final double[][] covariance;

    /** Computes all pairs: one bivariate probability for each pair of rays of units that are ever on. */
    public PairMoments(FiringRays rays, double[] means, double[][] covariance) {
        int units = means.length;
        this.rays = rays;
        this.means = means;
        this.covariance = covariance;
        this.both = new double[units][units];
        this.mixed = new double[units][units];
        this.product = new double[units][units];
        this.value = new double[units][units];
        this.change = new double[units][units];
        this.own = new RayMoments[units];
        for (int i = 0; i < units; i++) {
            own[i] = RayMoments.of(rays, i, means[i], deviation(i));
            both[i][i] = own[i].probability();
            mixed[i][i] = own[i].first();
            product[i][i] = own[i].second();
        }
        for (int i = 0; i < units; i++) {
            for (int l = 0; l < i && !never(i); l++) {
                if (!never(l)) {
                    pair(i, l);
                }
            }
        }
    }

    /** The moments of one unit. */
    public RayMoments own(int unit) {
        return own[unit];
    }

    /** Whether a unit counts as one that is never on. */
    public boolean never(int unit) {
        return own[unit].probability() < NEVER;
    }

    private void pair(int i, int l) {
        both[i][l] = joint(i, l);
        both[l][i] = both[i][l];
        double[] there = ends(i, l);
        double[] back = ends(l, i);
        fill(i, l, there, back);
        fill(l, i, back, there);
    }

    private void fill(int i, int l, double[] there, double[] back) {
        value[i][l] = there[0];
        change[i][l] = both[i][l] + back[2];
        mixed[i][l] = means[l] * both[i][l] + covariance[l][l] * back[1] + covariance[i][l] * there[1];
        product[i][l] = means[i] * mixed[i][l] + covariance[i][i] * value[i][l] + covariance[i][l] * change[i][l];
    }

    /** Sums over the ends of i: of {@code s f E[x_l | .]}, of {@code s f P(l on | .)} and of {@code s t f P(l on | .)}. */
    private double[] ends(int i, int l) {
        double[] sums = new double[3];
        for (int ray = 0; ray < rays.count(); ray++) {
            double density = density(i, ray);
            if (density > 0) {
                RayMoments given = given(i, ray, l);
                sums[0] += rays.side(ray) * density * given.first();
                sums[1] += rays.side(ray) * density * given.probability();
                sums[2] += rays.side(ray) * rays.end(i, ray) * density * given.probability();
            }
        }
        return sums;
    }

    /** The density of z_i at the end of a ray. */
    public double density(int i, int ray) {
        return RayMoments.density(rays.end(i, ray), means[i], deviation(i));
    }

    /** What unit l makes of its pre-activation given that z_i is at the end of a ray, where its density is above 0. */
    public RayMoments given(int i, int ray, int l) {
        double slope = covariance[i][l] / covariance[i][i];
        double mean = means[l] + slope * (rays.end(i, ray) - means[i]);
        double variance = covariance[l][l] - slope * covariance[i][l];
        return variance > DEPENDENT * covariance[l][l]
                ? RayMoments.of(rays, l, mean, Math.sqrt(variance))
                : RayMoments.of(rays, l, nearestEnd(l, mean), 0);
    }

    /** A pre-activation that depends on another one meets its end together with it, but for rounding. */
    private double nearestEnd(int l, double mean) {
        double rounding = ROUNDING * (Math.abs(means[l]) + deviation(l));
        for (int ray = 0; ray < rays.count(); ray++) {
            if (Math.abs(mean - rays.end(l, ray)) <= rounding) {
                return rays.end(l, ray);
            }
        }
        return mean;
    }

    private double joint(int i, int l) {
        double product = deviation(i) * deviation(l);
        if (product == 0) {
            return own[i].probability() * own[l].probability();
        }
        double correlation = Math.max(-1, Math.min(1, covariance[i][l] / product));
        double sum = 0;
        for (int ray = 0; ray < rays.count(); ray++) {
            for (int other = 0; other < rays.count(); other++) {
                sum += BivariateNormal.upperTail(
                        distance(i, ray), distance(l, other), rays.side(ray) * rays.side(other) * correlation);
            }
        }
        return sum;
    }

    private double distance(int i, int ray) {
        return rays.side(ray) * (rays.end(i, ray) - means[i]) / deviation(i);
    }

    private double deviation(int i) {
        return Math.sqrt(covariance[i][i]);
    }
}
