package org.autoencoder4j.check.refinement.internal;

import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.ValueLaw;

/**
 * The second moments of a code's values given its support, {@code M = v I + kappa1^2 1 1^T}, and of the noise.
 *
 * @param variance {@code v = kappa2 - kappa1^2}
 * @param squaredMean {@code kappa1^2}
 * @param noiseVariance {@code sigma^2}
 */
public record Moments(double variance, double squaredMean, double noiseVariance) {
    /** The moments of a model whose law states kappa1 and kappa2 of its values. */
    public static Moments of(GenerativeModel model) {
        ValueLaw values = model.codeLaw().values();
        double squaredMean = values.kappa1() * values.kappa1();
        return new Moments(values.kappa2() - squaredMean, squaredMean, model.noise() * model.noise());
    }

    /** Writes {@code matrix M} into target, for the first k rows and columns. */
    void times(double[][] matrix, int k, double[][] target) {
        for (int i = 0; i < k; i++) {
            double sum = 0;
            for (int j = 0; j < k; j++) {
                sum += matrix[i][j];
            }
            for (int j = 0; j < k; j++) {
                target[i][j] = variance * matrix[i][j] + squaredMean * sum;
            }
        }
    }
}
