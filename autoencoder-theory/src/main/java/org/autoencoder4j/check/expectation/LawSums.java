package org.autoencoder4j.check.expectation;

import org.autoencoder4j.model.law.CodeLaw;

/**
 * Sums for any law that states p_i, p_ij, p_ijl and, for values whose mean is not 0, p_ijlq: as they are written. Cost:
 * {@code O(m)} a sum over one index and {@code O(m^2)} over two, so that a gradient takes {@code O(m^3)} or {@code O(m^4)}
 * probabilities.
 */
record LawSums(Products products, CodeLaw law) implements InclusionSums {
    @Override
    public double together(int i, int j) {
        return law.inclusion(i, j);
    }

    @Override
    public double cross(int i, int l) {
        double sum = 0;
        for (int q = 0; q < products.units(); q++) {
            sum += law.inclusion(i, l, q) * products.cross[i][q];
        }
        return sum;
    }

    @Override
    public double gramCross(int i, int l) {
        double sum = 0;
        for (int j = 0; j < products.units(); j++) {
            sum += law.inclusion(i, j, l) * products.gram[i][j] * products.cross[j][l];
        }
        return sum;
    }

    @Override
    public double gramBias(int i, int l) {
        double sum = 0;
        for (int j = 0; j < products.units(); j++) {
            sum += law.inclusion(i, j, l) * products.gram[i][j] * products.bias[j];
        }
        return sum;
    }

    @Override
    public double crossCross(int i, int j) {
        double sum = 0;
        for (int l = 0; l < products.units(); l++) {
            sum += law.inclusion(i, j, l) * products.cross[i][l] * products.cross[j][l];
        }
        return sum;
    }

    @Override
    public double gramCrossTotal(int i, int l) {
        double sum = 0;
        for (int j = 0; j < products.units(); j++) {
            for (int q = 0; q < products.units(); q++) {
                sum += law.inclusion(i, j, l, q) * products.gram[i][j] * products.cross[j][q];
            }
        }
        return sum;
    }

    @Override
    public double crossTimesCross(int i, int j) {
        double sum = 0;
        for (int l = 0; l < products.units(); l++) {
            for (int q = 0; q < products.units(); q++) {
                sum += law.inclusion(i, j, l, q) * products.cross[i][l] * products.cross[j][q];
            }
        }
        return sum;
    }
}
