package org.autoencoder4j.gradient;

import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A gradient of any kind of parameters. */
record NamedGradient(Map<String, INDArray> arrays, INDArray activity, double loss, double lossResolution)
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
