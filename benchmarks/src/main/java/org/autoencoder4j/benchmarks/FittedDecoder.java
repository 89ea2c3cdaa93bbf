package org.autoencoder4j.benchmarks;

import org.autoencoder4j.linalg.Cholesky;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A start whose decoder was moved by the least change that leaves a part of the error. */
final class FittedDecoder {
    private FittedDecoder() {}

    /** {@code A + (1 - left) (X - U)^T (Phi Phi^T)^-1 Phi / s}, with {@code Phi = relu(X W)}. */
    static TwoLayerAutoencoder of(TwoLayerAutoencoder start, INDArray samples, double left) {
        INDArray codes = start.encode(samples);
        INDArray residual = samples.sub(start.reconstruct(samples)).muli((1 - left) / start.scale());
        INDArray combination = Cholesky.of(Nd4j.gemm(codes, codes, false, true))
                .orElseThrow(() -> new IllegalArgumentException("too few units to fit the samples"))
                .times(residual);
        INDArray decoder = start.decoder().add(Nd4j.gemm(combination, codes, true, false));
        return new TwoLayerAutoencoder(start.encoder().dup('f'), decoder);
    }
}
