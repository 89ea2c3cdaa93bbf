package org.autoencoder4j.check.contraction;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.autoencoder4j.check.expectation.internal.FiringRays;

/**
 * How often units of a mixture misfire at most, over all weights whose columns are within an angle phi of their atoms: the
 * products {@code <W_i, A_j>} then range over {@code cos(theta_ij - phi)} to {@code cos(theta_ij + phi)}.
 */
final class MixtureCaps {
    private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

    private final double[][] angles;
    private final FiringRays rays;

    /** Takes theta_ij, the angles between atoms. */
    MixtureCaps(double[][] angles, FiringRays rays) {
        this.angles = angles;
        this.rays = rays;
    }

    /** Bounds the probability that unit i is not on for its own atom. */
    double miss(int i, double bias, double phi, double sigma) {
        return tail(Math.cos(phi) + bias - rays.level(i), sigma);
    }

    /** Bounds the probability that unit i is on for another atom j. */
    double fire(int i, int j, double bias, double phi, double sigma) {
        double above = tail(rays.level(i) - bias - greatest(i, j, phi), sigma);
        return Math.min(1, rays.twoSided() ? above + tail(rays.level(i) + bias + least(i, j, phi), sigma) : above);
    }

    /** Bounds the probability that any unit misfires in component j, at most 1. */
    double misfire(int j, double[] bias, double phi, double sigma) {
        double sum = miss(j, bias[j], phi, sigma);
        for (int i = 0; i < bias.length; i++) {
            sum += i == j ? 0 : fire(i, j, bias[i], phi, sigma);
        }
        return Math.min(1, sum);
    }

    /** Tells whether no noise of length rho or less makes a unit misfire. */
    boolean silent(double[] bias, double phi, double rho) {
        for (int i = 0; i < bias.length; i++) {
            boolean own = Math.cos(phi) - rho + bias[i] > rays.level(i);
            for (int j = 0; j < bias.length && own; j++) {
                own = i == j || within(i, j, bias[i], phi, rho);
            }
            if (!own) {
                return false;
            }
        }
        return true;
    }

    private boolean within(int i, int j, double bias, double phi, double rho) {
        double above = rays.level(i) - (greatest(i, j, phi) + rho + bias);
        return rays.twoSided() ? above > 0 && rays.level(i) + least(i, j, phi) - rho + bias > 0 : above >= 0;
    }

    private double greatest(int i, int j, double phi) {
        return Math.cos(Math.max(angles[i][j] - phi, 0));
    }

    private double least(int i, int j, double phi) {
        return Math.cos(Math.min(angles[i][j] + phi, Math.PI));
    }

    /** {@code P(sigma N > slack)}. */
    private static double tail(double slack, double sigma) {
        if (sigma > 0) {
            return STANDARD.survivalProbability(slack / sigma);
        }
        return slack > 0 ? 0 : 1;
    }
}
