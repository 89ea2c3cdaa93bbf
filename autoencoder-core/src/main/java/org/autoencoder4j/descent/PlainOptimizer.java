package org.autoencoder4j.descent;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The direction is the gradient. */
record PlainOptimizer() implements Optimizer {
    @Override
    public INDArray direction(INDArray gradient, List<INDArray> memory, INDArray scratch, long update) {
        return gradient;
    }

    @Override
    public String name() {
        return "plain";
    }
}
