package org.autoencoder4j.check.expectation;

import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.network.TiedAutoencoder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An expected gradient in the coordinates of the atoms and the weights:
 * {@code -g_i = sum_l atoms[i][l] A_l + sum_j weights[i][j] W_j}, with the gradient of the bias and the loss.
 */
final class Coefficients {
    final double[][] atoms;
    final double[][] weights;
    final double[] bias;
    double loss;

    Coefficients(int units) {
        this.atoms = new double[units][units];
        this.weights = new double[units][units];
        this.bias = new double[units];
    }

    /** Adds what holds given a support, times its probability. */
    void add(int[] support, double probability, SupportExpectation given) {
        for (int i = 0; i < support.length; i++) {
            for (int j = 0; j < support.length; j++) {
                atoms[support[i]][support[j]] += probability * given.atoms[i][j];
                weights[support[i]][support[j]] += probability * given.weights[i][j];
            }
            bias[support[i]] += probability * given.bias[i];
        }
        loss += probability * given.loss;
    }

    /** The gradient with the activity of the drawn supports. */
    TiedGradient gradient(GenerativeModel model, TiedAutoencoder autoencoder) {
        return gradient(model, autoencoder, inclusion(model.codeLaw()));
    }

    TiedGradient gradient(GenerativeModel model, TiedAutoencoder autoencoder, double[] activity) {
        INDArray w = autoencoder.weights().castTo(DataType.DOUBLE);
        INDArray gradient = combination(model.dictionary().castTo(DataType.DOUBLE), atoms);
        try (INDArray other = combination(w, weights)) {
            gradient.addi(other).negi();
        }
        DataType type = autoencoder.dataType();
        return new TiedGradient(
                gradient.castTo(type),
                Nd4j.createFromArray(bias).castTo(type),
                Nd4j.createFromArray(activity).castTo(type),
                loss);
    }

    /** Column i is {@code sum_l coefficients[i][l] vectors_l}. */
    private static INDArray combination(INDArray vectors, double[][] coefficients) {
        try (INDArray matrix = Nd4j.createFromArray(coefficients)) {
            return Nd4j.gemm(vectors, matrix, false, true);
        }
    }

    private static double[] inclusion(CodeLaw law) {
        double[] probabilities = new double[law.units()];
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = law.inclusion(i);
        }
        return probabilities;
    }
}
