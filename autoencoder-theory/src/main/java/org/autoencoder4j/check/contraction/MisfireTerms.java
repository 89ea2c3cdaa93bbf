package org.autoencoder4j.check.contraction;

import java.util.Arrays;
import org.autoencoder4j.progress.Work;

/**
 * Bounds of what misfires add to the expected gradient of each unit, over all weights within an angle of the atoms:
 *
 * <pre>
 *   Gamma_i = min over q = 2, 4, ..., 64 of
 *             p_i B_i^(1 - 1/q) (h_q + 2 (Y_q + |b_i|)^2) + sum_(j != i) p_j fire_ij^(1 - 1/q) h_q
 *   Y_q = 1 + sigma (sqrt n + sqrt(2 q)),   h_q = 2 (1 + omega^2) (Y_q + excess)^2,   omega = ||A||_2 + 2 sqrt(m) sin(phi/2)
 * </pre>
 *
 * <p>with {@code excess = sqrt(m) max |b|}, or 0 if codes are at most products, as they are of rays to one side and no bias
 * above 0, and without any bias.
 */
final class MisfireTerms {
    private static final int LARGEST_MOMENT = 64;

    private final Mixture mixture;
    private final double[] bias;
    private final double omega;
    private final double excess;

    /** {@code logFire[i][j]} is the logarithm of fire_ij, on the diagonal of B_i. */
    private final double[][] logFire;

    MisfireTerms(Mixture mixture, MixtureCaps caps, boolean twoSided, double[] bias, double phi) {
        int units = mixture.units();
        this.mixture = mixture;
        this.bias = bias;
        this.omega = mixture.norm + 2 * Math.sqrt(units) * Math.sin(phi / 2);
        this.excess = atMostProducts(bias, twoSided)
                ? 0
                : Math.sqrt(units) * Arrays.stream(bias).map(Math::abs).max().orElse(0);
        this.logFire = new double[units][units];
        try (Work work = Work.begin("misfires: units", units)) {
            for (int i = 0; i < units; i++) {
                for (int j = 0; j < units; j++) {
                    logFire[i][j] = Math.log(
                            i == j
                                    ? caps.misfire(i, bias, phi, mixture.sigma())
                                    : caps.fire(i, j, bias[i], phi, mixture.sigma()));
                }
                work.advance(1);
            }
        }
    }

    private static boolean atMostProducts(double[] bias, boolean twoSided) {
        return Arrays.stream(bias).allMatch(b -> twoSided ? b == 0 : b <= 0);
    }

    double[] all() {
        double[] terms = new double[bias.length];
        Arrays.fill(terms, Double.POSITIVE_INFINITY);
        for (int q = 2; q <= LARGEST_MOMENT; q += 2) {
            double length = 1 + mixture.sigma() * (Math.sqrt(mixture.features()) + Math.sqrt(2.0 * q));
            double own = 2 * (1 + omega * omega) * (length + excess) * (length + excess);
            for (int i = 0; i < terms.length; i++) {
                terms[i] = Math.min(terms[i], term(i, 1 - 1.0 / q, length, own));
            }
        }
        return terms;
    }

    private double term(int i, double power, double length, double own) {
        double oracle = 2 * (length + Math.abs(bias[i])) * (length + Math.abs(bias[i]));
        double sum = 0;
        for (int j = 0; j < bias.length; j++) {
            sum += mixture.weights[j] * Math.exp(power * logFire[i][j]) * (i == j ? own + oracle : own);
        }
        return sum;
    }
}
