package org.autoencoder4j.check.contraction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bounds of one column against a search over all that the events allow. */
class ClusterSamplesTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    private static ClusterSamples cluster(double samples, double b, double sigma, double zeta) {
        return new ClusterSamples(30, samples, 0.25, b, sigma, zeta, 5);
    }

    /** An end of an interval two times in three, else a number within. */
    private static double within(RandomGenerator random, double low, double high) {
        return switch (random.nextInt(3)) {
            case 0 -> low;
            case 1 -> high;
            default -> low + (high - low) * random.nextDouble();
        };
    }

    /**
     * Steps that shrink, overshoot and mirror; biases of both signs; noise that outweighs the squared products. Where a step may
     * overshoot the bound takes the worst of both cases and is up to 5 times the worst that is found.
     */
    @ParameterizedTest
    @CsvSource({
        "4000, -0.5, 0.02, 3.2, 0.3",
        "4000, -0.5, 0.1, 4, 0.05",
        "4000, 0.3, 0.05, 3, 0.4",
        "4000, 0.2, 0.02, 4.5, 0.1",
        "900, -0.85, 0.1, 4, 0.4",
        "150, -0.6, 0.05, 4, 0.5",
        "4000, -0.2, 0.001, 8, 0.3"
    })
    void noFreshStepThatTheEventsAllowIsWorse(double samples, double b, double sigma, double zeta, double phi) {
        ClusterSamples cluster = cluster(samples, b, sigma, zeta);
        double bound = cluster.fresh(phi);
        assertTrue(bound < Math.PI / 2, "bound " + bound);
        RandomGenerator random = RandomStreams.of(21).at("search", 0, 0);
        double worst = 0;
        for (int trial = 0; trial < 20_000; trial++) {
            double psi = within(random, 0, phi);
            double lambda = Math.cos(psi);
            double share = zeta * within(random, cluster.low(), cluster.high()) / samples;
            double xi = within(random, -cluster.meanNoise(), cluster.meanNoise());
            double count = share / zeta * samples;
            double nu = sigma / Math.sqrt(count) * cluster.reach() * (Math.sqrt(29) + Math.sqrt(10));
            double turn = within(random, 0, 2 * Math.PI);
            double alpha = 1 - share * ((lambda + b) * (lambda + b) + (lambda + 2 * b) * xi);
            // In the plane of W and A: nu is orthogonal to W.
            double along = alpha * lambda + share * (lambda + xi) + share * nu * Math.sin(psi) * Math.cos(turn);
            double aside = alpha * Math.sin(psi) - share * nu * Math.cos(psi) * Math.cos(turn);
            double beside = share * nu * Math.sin(turn);
            worst = Math.max(worst, Math.atan2(Math.hypot(aside, beside), along));
        }
        assertTrue(worst <= bound * (1 + 1e-12), worst + " > " + bound);
        assertTrue(worst > (b > 0 || zeta > 4 ? 0.2 : 0.6) * bound, worst + " of " + bound);
    }

    /** Second moments C of all kinds that the events allow, the same for every step. */
    @ParameterizedTest
    @CsvSource({
        "4000, -0.5, 0.02, 3.2, 0.3",
        "4000, -0.5, 0.1, 4, 0.05",
        "4000, 0.3, 0.05, 3, 0.4",
        "4000, 0.2, 0.02, 4.5, 0.1",
        "4000, 0, 0.02, 4, 0.3",
        "2000, -0.2, 0.02, 5.5, 0.3"
    })
    void noStepOnTheSameSamplesThatTheEventsAllowIsWorse(
            double samples, double b, double sigma, double zeta, double phi) {
        ClusterSamples cluster = cluster(samples, b, sigma, zeta);
        double bound = cluster.batch(phi);
        assertTrue(bound < Math.PI / 2, "bound " + bound);
        RandomGenerator random = RandomStreams.of(22).at("search", 0, 0);
        double worst = 0;
        for (int trial = 0; trial < 20_000; trial++) {
            double psi = within(random, 0, phi);
            double c = Math.cos(psi);
            double s = Math.sin(psi);
            double a = zeta * within(random, cluster.low(), cluster.high()) / samples;
            double mu = within(random, cluster.leastMoment(), cluster.greatestMoment());
            double theta = within(random, 0, cluster.spread());
            double kappa = within(random, -cluster.tilt(), cluster.tilt());
            double mean = within(random, 1 - cluster.meanNoise(), 1 + cluster.meanNoise()) * c
                    + within(random, -cluster.tilt(), cluster.tilt()) * s;
            double x = mu * c * c + 2 * kappa * c * s + theta * s * s + b * b + 2 * b * mean;
            double along = (1 - a * x) * c + a * (mu * c + kappa * s);
            double aside = (1 - a * x) * s + a * (kappa * c + theta * s);
            worst = Math.max(worst, Math.atan2(Math.abs(aside), along));
        }
        assertTrue(worst <= bound * (1 + 1e-12), worst + " > " + bound);
        assertTrue(worst > (b > 0 || zeta > 4 ? 0.2 : 0.6) * bound, worst + " of " + bound);
    }

    /** Noise outweighs (c + b)^2: then the greater share has the greater alpha. */
    @Test
    void theGreaterShareIsTheWorseWhereNoiseOutweighsProducts() {
        ClusterSamples cluster = cluster(900, -0.85, 0.1, 4);
        double c = Math.cos(0.4);
        double slope = 0.1 * Math.sqrt(10 / cluster.low()) * (1.7 - c);
        assertTrue(slope > (c - 0.85) * (c - 0.85));
        double alpha = 1 - 4 * cluster.high() / 900 * ((c - 0.85) * (c - 0.85) - slope);
        double aside = 4 * Math.sqrt(cluster.high()) * 0.1 * cluster.reach() * (Math.sqrt(29) + Math.sqrt(10)) / 900;
        double along = alpha * c + 4 * cluster.low() / 900 * (c - cluster.meanNoise()) - aside * Math.sin(0.4);
        assertEquals(Math.atan((alpha * Math.sin(0.4) + aside) / along), cluster.fresh(0.4), 1e-12);
    }

    @Test
    void countsByHand() {
        // Np = 1000, L = 5: 1000 (1 - .1) and 1000 (1 + sqrt(.015)).
        ClusterSamples many = cluster(4000, -0.5, 0.1, 4);
        assertEquals(900, many.low(), 1e-10);
        assertEquals(1000 * (1 + Math.sqrt(0.015)), many.high(), 1e-10);
        assertEquals(0.1 * Math.sqrt(10 / 900.0), many.meanNoise(), 1e-14);
        assertEquals(1 + 0.1 * (1 + Math.sqrt(10 / 900.0)), many.reach(), 1e-14);
        // Np = 5 < 3 L: too few to count on any.
        ClusterSamples few = cluster(20, -0.5, 0.1, 4);
        assertEquals(0, few.low());
        assertEquals(20, few.high(), 1e-12);
        assertEquals(INFINITY, few.fresh(0.1));
        assertEquals(INFINITY, few.batch(0.1));
    }

    @Test
    void nothingIsCertifiedBeyondTheConditions() {
        ClusterSamples cluster = cluster(4000, -0.9, 0.02, 4);
        double edge = Math.acos(0.9);
        assertTrue(cluster.fresh(edge - 1e-6) < 1);
        assertEquals(INFINITY, cluster.fresh(edge + 1e-6));
        ClusterSamples batch = cluster(4000, -0.5, 0.02, 4);
        assertTrue(batch.batch(Math.PI / 4) < Math.PI / 4);
        assertEquals(INFINITY, batch.batch(Math.PI / 4 + 1e-6));
        // Steps so long that the column may turn round.
        assertEquals(INFINITY, cluster(4000, 0.5, 0.02, 12).fresh(0.3));
        assertEquals(INFINITY, cluster(4000, 0.5, 0.02, 12).batch(0.3));
    }
}
