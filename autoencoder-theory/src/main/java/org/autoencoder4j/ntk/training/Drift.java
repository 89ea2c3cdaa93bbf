package org.autoencoder4j.ntk.training;

import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How far a run is from where it began, before a step or after the last: the kernel in the spectral norm, the farthest unit,
 * and both layers in the Frobenius norm.
 */
record Drift(long step, double kernel, double longestMove, double encoder, double decoder) {
    static Drift of(RecordedStep step) {
        return new Drift(
                step.step(), step.kernelChange(), step.longestMove(), step.encoderDrift(), step.decoderDrift());
    }

    static Drift between(TwoLayerAutoencoder start, TwoLayerAutoencoder now, long step, double kernel) {
        INDArray moves = difference(now.encoder(), start.encoder()).norm2(0);
        double encoder = moves.norm2Number().doubleValue();
        double decoder =
                difference(now.decoder(), start.decoder()).norm2Number().doubleValue();
        return new Drift(step, kernel, moves.maxNumber().doubleValue(), encoder, decoder);
    }

    private static INDArray difference(INDArray a, INDArray b) {
        return a.castTo(DataType.DOUBLE).sub(b.castTo(DataType.DOUBLE));
    }
}
