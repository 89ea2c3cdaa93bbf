package org.autoencoder4j.check.expectation;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.TiedAutoencoder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * All that expected gradients need to know of a model and an autoencoder: inner products and moments, in double
 * precision. Not changed after it is made.
 */
final class Products {
    /** {@code G = W^T W}. */
    final double[][] gram;
    /** {@code H = W^T A}. */
    final double[][] cross;
    /** {@code A^T A}. */
    final double[][] atomGram;
    /** b. */
    final double[] bias;
    /** kappa1. */
    final double mean;
    /** {@code v = kappa2 - kappa1^2}. */
    final double variance;
    /** sigma^2. */
    final double noiseVariance;
    /** n. */
    final int features;

    Products(GenerativeModel model, TiedAutoencoder autoencoder) {
        Checks.matrix(
                "the autoencoder's weights",
                autoencoder.weights(),
                model.features(),
                model.units(),
                "the shape of the model's dictionary");
        Checks.sameType("the autoencoder", autoencoder.dataType(), "the model", model.dataType());
        INDArray w = autoencoder.weights().castTo(DataType.DOUBLE);
        INDArray a = model.dictionary().castTo(DataType.DOUBLE);
        this.gram = product(w, w);
        this.cross = product(w, a);
        this.atomGram = product(a, a);
        this.bias = autoencoder.bias().castTo(DataType.DOUBLE).toDoubleVector();
        // The values' own moments: expected gradients take entries that are independent of each other and the support.
        ValueLaw values = model.codeLaw().values();
        this.mean = values.kappa1();
        this.variance = values.kappa2() - mean * mean;
        this.noiseVariance = model.noise() * model.noise();
        this.features = model.features();
    }

    int units() {
        return bias.length;
    }

    private static double[][] product(INDArray left, INDArray right) {
        try (INDArray product = Nd4j.gemm(left, right, true, false)) {
            return HeapMatrix.rows(product);
        }
    }
}
