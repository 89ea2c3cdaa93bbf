package org.autoencoder4j.extension;

import java.util.List;
import org.autoencoder4j.descent.Optimizer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** A user's optimizer: the signs of a velocity. */
record SignOfVelocity(double factor) implements Optimizer {
    @Override
    public List<String> memory() {
        return List.of("velocity");
    }

    @Override
    public INDArray direction(INDArray gradient, List<INDArray> memory, INDArray scratch, long update) {
        memory.get(0).muli(factor).addi(gradient);
        return Transforms.sign(scratch.assign(memory.get(0)), false);
    }

    @Override
    public String name() {
        return "sign of velocity(" + factor + ")";
    }
}
