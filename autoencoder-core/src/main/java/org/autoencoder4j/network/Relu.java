package org.autoencoder4j.network;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The rectifier {@code max(z, 0)}; its slope at 0 is 0. */
public record Relu() implements Activation {
    @Override
    public double apply(double z) {
        return z <= 0 ? 0 : z;
    }

    @Override
    public INDArray apply(INDArray preActivations) {
        return Transforms.relu(preActivations, true);
    }
}
