package org.autoencoder4j.descent;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The direction is a velocity that keeps a part of itself. */
record Momentum(double factor) implements Optimizer {
    Momentum {
        requireFraction("factor", factor);
    }

    static void requireFraction(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " = " + value + " must be at least 0 and below 1");
        }
    }

    @Override
    public List<String> memory() {
        return List.of("velocity");
    }

    @Override
    public INDArray direction(INDArray gradient, List<INDArray> memory, INDArray scratch, long update) {
        return memory.get(0).muli(factor).addi(gradient);
    }

    @Override
    public String name() {
        return "momentum(" + factor + ")";
    }
}
