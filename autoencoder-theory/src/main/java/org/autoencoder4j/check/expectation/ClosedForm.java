package org.autoencoder4j.check.expectation;

import org.autoencoder4j.progress.Work;

/**
 * (K) and (N) in closed form, from the sums of a law's supports.
 */
final class ClosedForm {
    private final Products products;
    private final InclusionSums sums;

    private ClosedForm(Products products, InclusionSums sums) {
        this.products = products;
        this.sums = sums;
    }

    static Coefficients expectation(Products products, InclusionSums sums) {
        return new ClosedForm(products, sums).coefficients();
    }

    private Coefficients coefficients() {
        int units = products.units();
        double[] b = products.bias;
        double[][] g = products.gram;
        double noise = products.noiseVariance;
        Coefficients result = new Coefficients(units);
        double twiceLoss = squaredNorm();
        try (Work work = Work.begin("expected gradient: units", units)) {
            for (int i = 0; i < units; i++) {
                result.bias[i] = sums.together(i, i) * b[i] - codeMean(i, i);
                for (int j = 0; j < units; j++) {
                    double second = secondMoment(i, j);
                    double own = i == j ? 2 * noise * sums.together(i, i) : 0;
                    result.weights[i][j] = own - noise * sums.together(i, j) * g[i][j] - second;
                    result.atoms[i][j] = atom(i, j);
                    result.bias[i] += g[i][j] * codeMean(i, j);
                    twiceLoss += g[i][j] * second;
                }
                twiceLoss += 2 * (b[i] * codeMean(i, i) - secondMoment(i, i));
                work.advance(1);
            }
        }
        result.loss = twiceLoss / 2;
        return result;
    }

    /** {@code E[(x_i + W_i^T r) x*_l; i, l in S]}. */
    private double atom(int i, int l) {
        double together = sums.together(i, l);
        double value = products.variance * (2 * together * products.cross[i][l] - sums.gramCross(i, l));
        if (products.mean != 0) {
            double direct = 2 * products.mean * sums.cross(i, l) + together * products.bias[i];
            double back = products.mean * sums.gramCrossTotal(i, l) + sums.gramBias(i, l);
            value += products.mean * (direct - back);
        }
        return value;
    }

    /** {@code E[x_i x_j; i, j in S]}. */
    private double secondMoment(int i, int j) {
        double[] b = products.bias;
        double both = sums.together(i, j);
        double value = products.variance * sums.crossCross(i, j)
                + b[i] * codeMean(i, j)
                + b[j] * codeMean(j, i)
                - both * b[i] * b[j]
                + products.noiseVariance * both * products.gram[i][j];
        return products.mean == 0 ? value : value + products.mean * products.mean * sums.crossTimesCross(i, j);
    }

    /** {@code E[x_j; i, j in S]}. */
    private double codeMean(int i, int j) {
        double own = sums.together(i, j) * products.bias[j];
        return products.mean == 0 ? own : own + products.mean * sums.cross(j, i);
    }

    /** {@code E ||y||^2}. */
    private double squaredNorm() {
        double sum = products.noiseVariance * products.features;
        for (int i = 0; i < products.units(); i++) {
            sum += products.variance * sums.together(i, i) * products.atomGram[i][i];
            for (int j = 0; j < products.units() && products.mean != 0; j++) {
                sum += products.mean * products.mean * sums.together(i, j) * products.atomGram[i][j];
            }
        }
        return sum;
    }
}
