package org.autoencoder4j.check.expectation;

import org.autoencoder4j.check.expectation.internal.FiringRays;
import org.autoencoder4j.check.expectation.internal.PairMoments;
import org.autoencoder4j.check.expectation.internal.RayMoments;
import org.autoencoder4j.progress.Work;

/**
 * The expected gradient (4) and its boundary term on the encoder's own support, as coefficients of atoms and weights, summed
 * over the components of a mixture. Given a component the pre-activations are normal, and Stein's identity gives
 *
 * <pre>
 *   E[1_i x_l y] = mixed_il A_j + sigma^2 (value_il W_i + change_il W_l),
 *   E[x_i y]     = first_i A_j + sigma^2 (probability_i + rise_i) W_i.
 * </pre>
 */
final class OwnSupport {
    final Coefficients gradient;
    final Coefficients boundary;
    /** {@code firing[i][j]}: the probability that unit i is on in component j. */
    final double[][] firing;

    private final Products products;
    private final FiringRays rays;
    private final double[][] covariance;

    OwnSupport(Products products, FiringRays rays, double[] weights) {
        int units = products.units();
        this.products = products;
        this.rays = rays;
        this.gradient = new Coefficients(units);
        this.boundary = new Coefficients(units);
        this.firing = new double[units][units];
        this.covariance = new double[units][units];
        for (int i = 0; i < units; i++) {
            for (int l = 0; l < units; l++) {
                covariance[i][l] = products.noiseVariance * products.gram[i][l];
            }
        }
        try (Work work = Work.begin("expected gradient: components", units)) {
            for (int j = 0; j < units; j++) {
                component(j, weights[j]);
                work.advance(1);
            }
        }
    }

    private void component(int j, double probability) {
        double[] means = new double[products.units()];
        for (int i = 0; i < means.length; i++) {
            means[i] = products.cross[i][j] + products.bias[i];
        }
        PairMoments moments = new PairMoments(rays, means, covariance);
        double twice = products.atomGram[j][j] + products.features * products.noiseVariance;
        for (int i = 0; i < means.length; i++) {
            firing[i][j] = moments.own(i).probability();
            twice += unit(i, j, probability, moments);
            for (int ray = 0; ray < rays.count() && rays.level(i) > 0; ray++) {
                face(i, j, ray, probability, moments, means[i]);
            }
        }
        gradient.loss += probability * twice / 2;
    }

    /** Adds what unit i has of component j to its gradient, and returns what it adds to twice the loss. */
    private double unit(int i, int j, double probability, PairMoments moments) {
        RayMoments own = moments.own(i);
        double variance = products.noiseVariance;
        double[] gram = products.gram[i];
        double steepness = own.probability() + own.rise();
        double atom = 2 * own.first() - products.bias[i] * own.probability();
        double bias = own.first() - products.bias[i] * own.probability();
        double self = variance * ((2 - gram[i]) * steepness - products.bias[i] * own.ends());
        double loss = -2 * (own.second() - products.bias[i] * own.first());
        for (int l = 0; l < gram.length; l++) {
            atom -= gram[l] * moments.mixed[i][l];
            bias -= gram[l] * moments.mixed[i][l];
            loss += gram[l] * moments.product[i][l];
            double weight = -moments.product[i][l];
            if (l != i) {
                self -= variance * gram[l] * moments.value[i][l];
                weight -= variance * gram[l] * moments.change[i][l];
            }
            gradient.weights[i][l] += probability * weight;
        }
        gradient.weights[i][i] += probability * self;
        gradient.atoms[i][j] += probability * atom;
        gradient.bias[i] -= probability * bias;
        return loss;
    }

    /** Adds what the loss jumps by at the end of a ray of unit i, with the sample that lies there. */
    private void face(int i, int j, int ray, double probability, PairMoments moments, double mean) {
        double rate = probability * rays.side(ray) * moments.density(i, ray);
        if (rate == 0) {
            return;
        }
        double end = rays.end(i, ray);
        double[] gram = products.gram[i];
        double along = (end - mean) / gram[i];
        double jump = end * end * gram[i] / 2 - end * (end - products.bias[i]);
        double turned = 0;
        for (int l = 0; l < gram.length; l++) {
            if (l != i && !moments.never(l)) {
                RayMoments given = moments.given(i, ray, l);
                double spread = end * gram[l] * products.noiseVariance * (given.probability() + given.rise());
                jump += end * gram[l] * given.first();
                turned -= spread * gram[l] / gram[i];
                boundary.weights[i][l] -= rate * spread;
            }
        }
        boundary.atoms[i][j] -= rate * jump;
        boundary.weights[i][i] -= rate * (jump * along + turned);
        boundary.bias[i] += rate * jump;
    }
}
