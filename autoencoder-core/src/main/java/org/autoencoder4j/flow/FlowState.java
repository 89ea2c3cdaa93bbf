package org.autoencoder4j.flow;

import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The state of a gradient flow at one time. Immutable; threads may share it. */
public final class FlowState {
    private final double time;
    private final TwoLayerAutoencoder autoencoder;
    private final INDArray samples;

    FlowState(double time, TwoLayerAutoencoder autoencoder, INDArray samples) {
        this.time = time;
        this.autoencoder = autoencoder;
        this.samples = samples;
    }

    /**
     * Returns the time.
     *
     * @return t, at least 0
     */
    public double time() {
        return time;
    }

    /**
     * Returns the parameters W(t) and A(t).
     *
     * @return the autoencoder, with arrays of its own, of the type of the start
     */
    public TwoLayerAutoencoder autoencoder() {
        return autoencoder;
    }

    /**
     * Computes the outputs on the flow's samples. Cost: {@code 4 n d m} operations.
     *
     * @return U(t), {@code n x d}
     */
    public INDArray outputs() {
        return autoencoder.reconstruct(samples);
    }

    /**
     * Computes the loss on the flow's samples, half the sum of squares. Cost: {@code 4 n d m} operations.
     *
     * @return L(t), at least 0
     */
    public double loss() {
        return autoencoder.loss(samples);
    }

    @Override
    public String toString() {
        return "FlowState[t=" + time + ", " + autoencoder + "]";
    }
}
