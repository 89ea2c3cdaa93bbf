package org.autoencoder4j.ntk.training;

import java.util.ArrayList;
import java.util.List;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Descent of one weight w of one unit at one sample of one dimension, both 1, as is the other layer's weight: U = w and K = 1 as
 * long as w is above 0, and a step makes {@code (1 - eta)(1 - w)} of the error 1 - w. It starts at w = 1/2. The eigenvalue of
 * the theorem is 1/2, for either layer.
 */
final class ScalarRun {
    static final double LAMBDA = 0.5;

    private ScalarRun() {}

    static INDArray sample(DataType type) {
        return number(1, type);
    }

    /** Steps of these sizes, the last of which may leave any error but 0. */
    static List<RecordedStep> steps(Regime trained, DataType type, double... rates) {
        List<RecordedStep> steps = new ArrayList<>();
        double weight = 0.5;
        for (double eta : rates) {
            double next = weight + eta * (1 - weight);
            StepAccount account = StepAccount.of(
                    sample(type), autoencoder(trained, weight, type), autoencoder(trained, next, type), eta, trained);
            StepHypotheses hypotheses = new StepHypotheses(account, 1, LAMBDA);
            steps.add(new RecordedStep(steps.size(), account, 1, 0, 0, 0, 0, hypotheses));
            weight = next;
        }
        return steps;
    }

    private static TwoLayerAutoencoder autoencoder(Regime trained, double weight, DataType type) {
        return new TwoLayerAutoencoder(
                number(trained.trainsEncoder() ? weight : 1, type), number(trained.trainsEncoder() ? 1 : weight, type));
    }

    private static INDArray number(double value, DataType type) {
        return Nd4j.createFromArray(new double[][] {{value}}).castTo(type);
    }
}
