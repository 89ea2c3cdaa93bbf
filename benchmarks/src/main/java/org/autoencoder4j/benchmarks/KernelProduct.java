package org.autoencoder4j.benchmarks;

import java.io.IOException;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.ntk.kernel.FiniteWidthKernel;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The product of K with one vector. */
final class KernelProduct implements Workload {
    private final FiniteWidthKernel kernel;
    private final INDArray vector;

    KernelProduct(DataType type) throws IOException {
        this.kernel = FiniteWidthKernel.of(
                TwoLayerData.autoencoder(type), TwoLayerData.samples(type), Regime.JOINTLY_TRAINED);
        this.vector = TwoLayerData.direction(type).reshape('c', new long[] {kernel.dimension(), 1});
    }

    @Override
    public void step() {
        kernel.times(vector).close();
    }

    @Override
    public INDArray first() {
        return kernel.times(vector).reshape('c', new long[] {TwoLayerData.SAMPLES, TwoLayerData.FEATURES});
    }
}
