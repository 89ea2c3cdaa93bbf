package org.autoencoder4j.network;

import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The rectifier {@code max(z, 0)}; its slope at 0 is 0. */
public record Relu() implements Activation {
    @Override
    public double apply(double z) {
        return z <= 0 ? 0 : z;
    }

    @Override
    public double slope(double z) {
        return z <= 0 ? 0 : 1;
    }

    @Override
    public String name() {
        return "relu";
    }

    @Override
    public Optional<Zeros> zeros(DataType type) {
        return Optional.of(new Zeros(Double.NEGATIVE_INFINITY, 0));
    }

    @Override
    public INDArray apply(INDArray preActivations) {
        return Transforms.relu(preActivations, true);
    }
}
