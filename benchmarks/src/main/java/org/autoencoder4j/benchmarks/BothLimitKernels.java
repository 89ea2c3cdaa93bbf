package org.autoencoder4j.benchmarks;

import org.autoencoder4j.ntk.kernel.LimitKernels;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** G_inf and H_inf of samples. */
record BothLimitKernels(INDArray samples) implements Workload {
    @Override
    public void step() {
        LimitKernels kernels = LimitKernels.of(samples);
        kernels.encoder().close();
        kernels.decoder().close();
    }

    @Override
    public INDArray first() {
        LimitKernels kernels = LimitKernels.of(samples);
        return Nd4j.vstack(kernels.encoder(), kernels.decoder());
    }
}
