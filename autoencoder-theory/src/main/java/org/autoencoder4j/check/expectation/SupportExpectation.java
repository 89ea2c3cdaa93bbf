package org.autoencoder4j.check.expectation;

/**
 * The expected gradient given the support S, over values and noise, as coefficients: for the t-th unit i of S,
 *
 * <pre>
 *   -g_i = sum_{l in S} atoms[t][l] A_l + sum_{j in S} weights[t][j] W_j.
 * </pre>
 *
 * <p>Written in the conditional means and second moments of the codes {@code x_S = W_S^T y + b_S}, (E) becomes
 *
 * <pre>
 *   atoms_il   = E[(x_i + W_i^T r) x*_l] = v (2 H - G H)_il + kappa1 (E[x_i] + E[W_i^T r])
 *   weights_ij = -E[x_i x_j] + sigma^2 (2 [i = j] - G_ij)
 * </pre>
 *
 * <p>with all matrices restricted to S. Used again for one support after the other; not to be shared by threads.
 */
final class SupportExpectation {
    private final Products products;
    /** The number of units of the present support; the arrays have room for the largest one so far. */
    private int size;

    double[][] atoms = {};
    double[][] weights = {};

    /** The expected gradient with respect to the bias, -E[W_i^T r]. */
    double[] bias = {};

    /** The expected loss. */
    double loss;

    private double[][] cross = {};
    private double[][] gram = {};
    private double[][] second = {};
    private double[] mean = {};

    SupportExpectation(Products products) {
        this.products = products;
    }

    private void makeRoom(int needed) {
        if (needed > mean.length) {
            atoms = new double[needed][needed];
            weights = new double[needed][needed];
            bias = new double[needed];
            cross = new double[needed][needed];
            gram = new double[needed][needed];
            second = new double[needed][needed];
            mean = new double[needed];
        }
    }

    /** Computes the expectation given a support, in {@code O(k^3)} steps. */
    void compute(int[] support) {
        size = support.length;
        makeRoom(size);
        restrict(products.cross, support, cross);
        restrict(products.gram, support, gram);
        means(support);
        secondMoments();
        double v = products.variance;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                double through = 0;
                for (int t = 0; t < size; t++) {
                    through += gram[i][t] * cross[t][j];
                }
                atoms[i][j] = v * (2 * cross[i][j] - through) + products.mean * (mean[i] - bias[i]);
                weights[i][j] = products.noiseVariance * ((i == j ? 2 : 0) - gram[i][j]) - second[i][j];
            }
        }
        loss = loss(support);
    }

    private void restrict(double[][] matrix, int[] support, double[][] target) {
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                target[i][j] = matrix[support[i]][support[j]];
            }
        }
    }

    private void means(int[] support) {
        for (int i = 0; i < size; i++) {
            mean[i] = products.bias[support[i]];
            for (int l = 0; l < size; l++) {
                mean[i] += products.mean * cross[i][l];
            }
        }
        for (int i = 0; i < size; i++) {
            bias[i] = products.bias[support[i]] - mean[i];
            for (int j = 0; j < size; j++) {
                bias[i] += gram[i][j] * mean[j];
            }
        }
    }

    private void secondMoments() {
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                double product = 0;
                for (int l = 0; l < size; l++) {
                    product += cross[i][l] * cross[j][l];
                }
                second[i][j] = products.variance * product + mean[i] * mean[j] + products.noiseVariance * gram[i][j];
            }
        }
    }

    /** {@code 2 L = ||y||^2 - 2 ||x||^2 + 2 <b, x> + x^T G x}, since {@code W_S^T y = x_S - b_S}. */
    private double loss(int[] support) {
        double twice = products.noiseVariance * products.features;
        for (int i = 0; i < size; i++) {
            double[] atomGram = products.atomGram[support[i]];
            twice += products.variance * atomGram[support[i]]
                    - 2 * second[i][i]
                    + 2 * products.bias[support[i]] * mean[i];
            for (int j = 0; j < size; j++) {
                twice += products.mean * products.mean * atomGram[support[j]] + gram[i][j] * second[i][j];
            }
        }
        return twice / 2;
    }
}
