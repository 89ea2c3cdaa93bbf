package org.autoencoder4j.gradient;

import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A gradient of any kind of parameters, which has nothing but its numbers.
 *
 * @param arrays the arrays by the names of the parameters
 * @param activity for each hidden unit the fraction of samples that activate it, a vector
 * @param loss the loss
 * @param lossResolution by how much rounding alone may lift it, at least 0
 */
public record NamedGradient(Map<String, INDArray> arrays, INDArray activity, double loss, double lossResolution)
        implements Gradient {
    @Override
    public double meanL0() {
        return Arrays.stream(activity.toDoubleVector()).sum();
    }

    @Override
    public int deadUnits() {
        return (int) Arrays.stream(activity.toDoubleVector())
                .filter(fraction -> fraction == 0)
                .count();
    }
}
