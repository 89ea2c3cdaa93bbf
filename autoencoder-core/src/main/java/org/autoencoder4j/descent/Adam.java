package org.autoencoder4j.descent;

import java.util.List;
import org.autoencoder4j.backend.Checks;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The direction is the mean gradient, divided by its size: Kingma and Ba, "Adam", algorithm 1. */
record Adam(double firstDecay, double secondDecay, double epsilon) implements Optimizer {
    Adam {
        Momentum.requireFraction("firstDecay", firstDecay);
        Momentum.requireFraction("secondDecay", secondDecay);
        Checks.positive("epsilon", epsilon);
    }

    @Override
    public List<String> memory() {
        return List.of("first-moment", "second-moment");
    }

    @Override
    public INDArray direction(INDArray gradient, List<INDArray> memory, INDArray scratch, long update) {
        INDArray first = memory.get(0);
        INDArray second = memory.get(1);
        first.muli(firstDecay).addi(scratch.assign(gradient).muli(1 - firstDecay));
        second.muli(secondDecay).addi(scratch.assign(gradient).muli(gradient).muli(1 - secondDecay));
        scratch.assign(second).divi(1 - StrictMath.pow(secondDecay, (double) update));
        Transforms.sqrt(scratch, false).addi(epsilon);
        return scratch.rdivi(first).divi(1 - StrictMath.pow(firstDecay, (double) update));
    }

    @Override
    public String name() {
        return "adam(" + firstDecay + ", " + secondDecay + ", " + epsilon + ")";
    }
}
