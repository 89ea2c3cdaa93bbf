package org.autoencoder4j.network;

import org.autoencoder4j.backend.Checks;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A linear map between two layers of neurons, times a factor: {@code z = s h W}, or {@code z = s h W^T} for a layer that
 * mirrors another. Layers that hold the very same array share their weights.
 */
public final class Layer {
    private final INDArray weights;
    private final boolean mirrored;
    private final double scale;

    private Layer(INDArray weights, boolean mirrored, double scale) {
        this.weights = weights;
        this.mirrored = mirrored;
        this.scale = Checks.positive("scale", scale);
    }

    /**
     * Wraps weights as {@code z = s h W}: the neurons that the layer feeds are columns, as in an encoder. The caller gives
     * the array up; what is not in 'f' order is copied once into it.
     *
     * @param weights W, {@code inputs x outputs}, FLOAT or DOUBLE
     * @param scale s, finite and above 0
     * @return the layer
     * @throws IllegalArgumentException if an argument breaks these rules
     */
    public static Layer encoding(INDArray weights, double scale) {
        return new Layer(ordered(weights), false, scale);
    }

    /**
     * Wraps weights as {@code z = s h W^T}: the neurons that feed the layer are columns, as in a decoder. The caller gives
     * the array up; what is not in 'f' order is copied once into it.
     *
     * @param weights W, {@code outputs x inputs}, FLOAT or DOUBLE
     * @param scale s, finite and above 0
     * @return the layer
     * @throws IllegalArgumentException if an argument breaks these rules
     */
    public static Layer decoding(INDArray weights, double scale) {
        return new Layer(ordered(weights), true, scale);
    }

    /**
     * Returns the layer that goes back with the same weights, which it shares.
     *
     * @param factor its factor s, finite and above 0
     * @return the mirrored layer
     * @throws IllegalArgumentException if the factor is not finite and above 0
     */
    public Layer mirror(double factor) {
        return new Layer(weights, !mirrored, factor);
    }

    /** The same layer with other weights of the same shape. */
    Layer with(INDArray others) {
        return new Layer(others, mirrored, scale);
    }

    private static INDArray ordered(INDArray weights) {
        Checks.matrix("weights", weights);
        return weights.ordering() == 'f' && !weights.isView() ? weights : weights.dup('f');
    }

    /**
     * Returns the weights.
     *
     * @return the array itself, not to be changed: {@code inputs x outputs}, or the transpose if the layer is decoding
     */
    public INDArray weights() {
        return weights;
    }

    /**
     * Returns the factor.
     *
     * @return s
     */
    public double scale() {
        return scale;
    }

    /**
     * Says whether the layer takes its weights transposed.
     *
     * @return whether {@code z = s h W^T}
     */
    public boolean isDecoding() {
        return mirrored;
    }

    /**
     * Returns the number of neurons that feed it.
     *
     * @return the number of inputs
     */
    public int inputs() {
        return mirrored ? weights.columns() : weights.rows();
    }

    /**
     * Returns the number of neurons that it feeds.
     *
     * @return the number of outputs
     */
    public int outputs() {
        return mirrored ? weights.rows() : weights.columns();
    }

    @Override
    public String toString() {
        return "Layer[" + inputs() + " -> " + outputs() + ", scale=" + scale + "]";
    }
}
