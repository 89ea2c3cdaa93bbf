package org.autoencoder4j.check.expectation.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;

class BivariateNormalTest {
    private static final Golden GOLDEN = Golden.read("beyond_p1_bivariate_normal_0");
    private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);
    /** It remembers its rules, which take long to compute. */
    private static final GaussIntegratorFactory RULES = new GaussIntegratorFactory();

    private static final double INFINITY = Double.POSITIVE_INFINITY;

    @Test
    void golden() {
        double[] h = GOLDEN.doubles("inputs/h");
        double[] k = GOLDEN.doubles("inputs/k");
        double[] r = GOLDEN.doubles("inputs/r");
        double[] probability = GOLDEN.doubles("outputs/probability");
        for (int i = 0; i < h.length; i++) {
            assertEquals(probability[i], BivariateNormal.upperTail(h[i], k[i], r[i]), 1e-14, "r = " + r[i]);
        }
    }

    /** Given X = x, Y is normal: the tail is an integral over x, cut where the other condition changes most. */
    private static double byConditioning(double h, double k, double r) {
        double width = Math.sqrt(1 - r * r);
        double edge = k / r;
        double[] cuts = {
            h, edge - 9 * width, edge - 2 * width, edge, edge + 2 * width, edge + 9 * width, h + 1, h + 3, 12
        };
        for (int i = 0; i < cuts.length; i++) {
            cuts[i] = Math.max(h, Math.min(cuts[i], 12));
        }
        Arrays.sort(cuts);
        double sum = 0;
        for (int i = 1; i < cuts.length; i++) {
            if (cuts[i] > cuts[i - 1]) {
                GaussIntegrator piece = RULES.legendre(60, cuts[i - 1], cuts[i]);
                sum += piece.integrate(x -> STANDARD.density(x) * STANDARD.survivalProbability((k - r * x) / width));
            }
        }
        return sum;
    }

    @Test
    void isTheIntegralOverOneOfThem() {
        RandomGenerator random = RandomStreams.of(11).at("tails", 0, 0);
        double[] correlations = {0.1, 0.5, 0.92, 0.924999, 0.925, 0.93, 0.96, 0.99, 0.9999};
        for (int i = 0; i < 300; i++) {
            double h = 2.5 * random.nextGaussian();
            double k = 2.5 * random.nextGaussian();
            double r = Math.copySign(correlations[i % correlations.length], i % 2 - 0.5);
            assertEquals(byConditioning(h, k, r), BivariateNormal.upperTail(h, k, r), 1e-13, h + ", " + k + ", " + r);
        }
    }

    /** {@code P(X > h, Y > k) + P(X > h, Y < k) = P(X > h)}, the second with -k and -r; and X and Y change places. */
    @Test
    void partsAddUp() {
        RandomGenerator random = RandomStreams.of(12).at("tails", 0, 0);
        for (int i = 0; i < 300; i++) {
            double h = 2 * random.nextGaussian();
            double k = i % 5 == 0 ? h : 2 * random.nextGaussian();
            double r = Math.cos(Math.PI * random.nextDouble());
            double both = BivariateNormal.upperTail(h, k, r);
            assertEquals(
                    STANDARD.survivalProbability(h), both + BivariateNormal.upperTail(h, -k, -r), 1e-14, h + ", " + k);
            assertEquals(both, BivariateNormal.upperTail(k, h, r), 1e-15);
        }
    }

    @Test
    void endsAreThoseOfOneNumber() {
        double tail = STANDARD.survivalProbability(0.7);
        assertEquals(tail, BivariateNormal.upperTail(0.7, -INFINITY, 0.3));
        assertEquals(tail, BivariateNormal.upperTail(-INFINITY, 0.7, 0.3));
        assertEquals(0, BivariateNormal.upperTail(0.7, INFINITY, 0.3));
        assertEquals(0, BivariateNormal.upperTail(INFINITY, -INFINITY, 0.3));
        assertEquals(1, BivariateNormal.upperTail(-INFINITY, -INFINITY, 0.3));
        assertEquals(tail, BivariateNormal.upperTail(0.7, 0.2, 1), 1e-16);
        assertEquals(STANDARD.survivalProbability(-0.5) - tail, BivariateNormal.upperTail(-0.5, -0.7, -1), 1e-15);
        assertEquals(0, BivariateNormal.upperTail(0.7, -0.5, -1), 1e-16);
        assertEquals(STANDARD.probability(0.5, 0.7), BivariateNormal.upperTail(0.5, -0.7, -1), 1e-16);
        assertEquals(0.25 + Math.asin(0.6) / (2 * Math.PI), BivariateNormal.upperTail(0, 0, 0.6), 1e-16);
        assertEquals(0.25 + Math.asin(0.95) / (2 * Math.PI), BivariateNormal.upperTail(0, 0, 0.95), 1e-16);
        assertEquals(0, BivariateNormal.upperTail(40, 40, 0.5));
    }
}
