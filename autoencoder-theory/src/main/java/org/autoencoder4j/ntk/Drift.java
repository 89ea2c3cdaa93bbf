package org.autoencoder4j.ntk;

import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How far the weights are from where they began: the farthest unit, and both layers in the Frobenius norm. */
record Drift(double longestMove, double encoder, double decoder) {
    static Drift between(TwoLayerAutoencoder start, TwoLayerAutoencoder now) {
        INDArray moves = difference(now.encoder(), start.encoder()).norm2(0);
        double encoder = moves.norm2Number().doubleValue();
        double decoder =
                difference(now.decoder(), start.decoder()).norm2Number().doubleValue();
        return new Drift(moves.maxNumber().doubleValue(), encoder, decoder);
    }

    private static INDArray difference(INDArray a, INDArray b) {
        return a.castTo(DataType.DOUBLE).sub(b.castTo(DataType.DOUBLE));
    }
}
