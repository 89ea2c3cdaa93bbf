package org.autoencoder4j.check.expectation.internal;

import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The upper tail of two standard normal numbers of correlation r, {@code P(X > h, Y > k)}, to about 1e-15: for
 * {@code |r| < 0.925} Plackett's integral over the correlation by 20 Gauss-Legendre nodes, and beyond it what is left after
 * the expansion at {@code |r| = 1} of A. Genz, "Numerical computation of rectangular bivariate and trivariate normal and t
 * probabilities", Statistics and Computing 14 (2004).
 */
public final class BivariateNormal {
    private static final double DIRECT = 0.925;
    /** e to a power below is 0 for the sums here. */
    private static final double LEAST_POWER = -100;

    private static final double TWO_PI = 2 * Math.PI;
    private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);
    private static final GaussIntegrator RULE = new GaussIntegratorFactory().legendre(20, 0, 1);

    private BivariateNormal() {}

    /**
     * Computes the tail.
     *
     * @param h a number, also infinite
     * @param k a number, also infinite
     * @param r the correlation, from -1 to 1
     */
    public static double upperTail(double h, double k, double r) {
        if (h == Double.POSITIVE_INFINITY || k == Double.POSITIVE_INFINITY) {
            return 0;
        }
        if (h == Double.NEGATIVE_INFINITY || k == Double.NEGATIVE_INFINITY) {
            return tail(Math.max(h, k));
        }
        double probability = Math.abs(r) < DIRECT ? moderate(h, k, r) : near(h, k, r);
        return Math.max(0, Math.min(1, probability));
    }

    private static double tail(double x) {
        return STANDARD.survivalProbability(x);
    }

    private static double moderate(double h, double k, double r) {
        double angle = Math.asin(r);
        double squares = (h * h + k * k) / 2;
        double integral = RULE.integrate(t -> {
            double sine = Math.sin(angle * t);
            return Math.exp((sine * h * k - squares) / (1 - sine * sine));
        });
        return tail(h) * tail(k) + angle / TWO_PI * integral;
    }

    private static double near(double h, double k, double r) {
        if (r > 0) {
            return tail(Math.max(h, k)) - gap(h, k, r);
        }
        double gap = gap(h, -k, r);
        return h + k >= 0 ? gap : between(h, -k) + gap;
    }

    /** The probability that X is between h and k, h below k. */
    private static double between(double h, double k) {
        return h < 0 ? tail(-k) - tail(-h) : tail(h) - tail(k);
    }

    /** What the tail lacks of that at {@code |r| = 1}, by its expansion and the integral of the rest. */
    private static double gap(double h, double k, double r) {
        double variance = (1 - r) * (1 + r);
        if (variance == 0) {
            return 0;
        }
        double product = h * k;
        double c = (4 - product) / 8;
        double d = (12 - product) / 80;
        return (expansion(h - k, product, variance, c, d) - rest((h - k) * (h - k), product, variance, c, d)) / TWO_PI;
    }

    private static double expansion(double difference, double product, double variance, double c, double d) {
        double square = difference * difference;
        double deviation = Math.sqrt(variance);
        double power = -(square / variance + product) / 2;
        double value = 0;
        if (power > LEAST_POWER) {
            value += deviation
                    * Math.exp(power)
                    * (1 - c * (square - variance) * (1 - d * square) / 3 + c * d * variance * variance);
        }
        if (product > LEAST_POWER) {
            double distance = Math.abs(difference);
            value -= Math.exp(-product / 2)
                    * Math.sqrt(TWO_PI)
                    * tail(distance / deviation)
                    * distance
                    * (1 - c * square * (1 - d * square) / 3);
        }
        return value;
    }

    private static double rest(double square, double product, double variance, double c, double d) {
        double deviation = Math.sqrt(variance);
        double integral = RULE.integrate(t -> {
            double x = variance * t * t;
            double power = -(square / x + product) / 2;
            if (!(power > LEAST_POWER)) {
                return 0;
            }
            double root = Math.sqrt(1 - x);
            double exact = Math.exp(-product / 2 * x / ((1 + root) * (1 + root))) / root;
            return Math.exp(power) * (1 + c * x * (1 + 5 * d * x) - exact);
        });
        return deviation * integral;
    }
}
