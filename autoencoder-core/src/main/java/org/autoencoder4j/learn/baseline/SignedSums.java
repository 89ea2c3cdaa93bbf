package org.autoencoder4j.learn.baseline;

import org.autoencoder4j.backend.internal.Vectors;

/** Residuals times the signs of codes, added up for each unit, and the codes' magnitudes. */
final class SignedSums {
    private final double[][] sums;
    private double magnitudes;

    SignedSums(int units, int features) {
        this.sums = new double[units][features];
    }

    void add(int unit, double value, double[] residual) {
        Vectors.add(sums[unit], Math.signum(value), residual);
        magnitudes += Math.abs(value);
    }

    /** Changes atoms by {@code rate m / sum |x|_1} times the sums; nothing if no code is active. */
    double[][] step(double[][] atoms, double rate) {
        if (magnitudes > 0) {
            for (int i = 0; i < atoms.length; i++) {
                Vectors.add(atoms[i], rate * atoms.length / magnitudes, sums[i]);
            }
        }
        return atoms;
    }
}
