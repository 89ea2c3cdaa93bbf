package org.autoencoder4j.benchmarks;

import org.autoencoder4j.linalg.Spectrum;
import org.autoencoder4j.ntk.kernel.LimitKernels;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The least and the greatest eigenvalue of G_inf. */
final class BothEnds implements Workload {
    private final INDArray kernel;

    BothEnds(INDArray samples) {
        this.kernel = LimitKernels.of(samples).encoder();
    }

    @Override
    public void step() {
        requireConverged(Spectrum.of(kernel));
    }

    @Override
    public INDArray first() {
        Spectrum spectrum = requireConverged(Spectrum.of(kernel));
        double[][] ends = {{spectrum.smallest().value(), spectrum.largest().value()}};
        return Nd4j.createFromArray(ends);
    }

    private static Spectrum requireConverged(Spectrum spectrum) {
        if (!spectrum.converged()) {
            throw new IllegalStateException(spectrum + " did not converge");
        }
        return spectrum;
    }
}
