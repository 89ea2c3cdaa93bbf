package org.autoencoder4j.check.expectation;

import java.util.Arrays;
import java.util.function.Function;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.GradientEstimate;
import org.autoencoder4j.network.TiedAutoencoder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Sums of the expected gradients given drawn supports, and of their squares. */
final class SupportSums {
    private final double[][] atoms;
    private final double[][] weights;
    private final DataType type;
    private final double[] column;
    private final DrawSums gradients;
    private final DrawSums bias;
    private final DrawSums activity;
    private final DrawSums loss = new DrawSums(1);

    SupportSums(GenerativeModel model, TiedAutoencoder autoencoder) {
        this.atoms = HeapMatrix.columns(model.dictionary());
        this.weights = HeapMatrix.columns(autoencoder.weights());
        this.type = autoencoder.dataType();
        this.column = new double[model.features()];
        this.gradients = new DrawSums(model.features() * model.units());
        this.bias = new DrawSums(model.units());
        this.activity = new DrawSums(model.units());
    }

    void add(int[] support, SupportExpectation given) {
        for (int t = 0; t < support.length; t++) {
            int unit = support[t];
            Arrays.fill(column, 0);
            for (int s = 0; s < support.length; s++) {
                subtract(given.atoms[t][s], atoms[support[s]]);
                subtract(given.weights[t][s], weights[support[s]]);
            }
            for (int j = 0; j < column.length; j++) {
                gradients.add(unit * column.length + j, column[j]);
            }
            bias.add(unit, given.bias[t]);
            activity.add(unit, 1);
        }
        loss.add(0, given.loss);
    }

    private void subtract(double factor, double[] vector) {
        for (int j = 0; j < column.length; j++) {
            column[j] -= factor * vector[j];
        }
    }

    GradientEstimate estimate(long supports) {
        return new GradientEstimate(
                gradient(sums -> sums.means(supports)), gradient(sums -> sums.standardErrors(supports)));
    }

    private TiedGradient gradient(Function<DrawSums, double[]> statistic) {
        INDArray matrix = Nd4j.createFromArray(statistic.apply(gradients)).reshape('f', column.length, atoms.length);
        return new TiedGradient(
                matrix.castTo(type),
                Nd4j.createFromArray(statistic.apply(bias)).castTo(type),
                Nd4j.createFromArray(statistic.apply(activity)).castTo(type),
                statistic.apply(loss)[0]);
    }
}
