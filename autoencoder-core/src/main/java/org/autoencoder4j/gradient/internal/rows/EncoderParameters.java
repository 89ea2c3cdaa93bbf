package org.autoencoder4j.gradient.internal.rows;

import org.autoencoder4j.backend.internal.Elements;
import org.autoencoder4j.backend.internal.NativeReals;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.Activation.Zeros;
import org.autoencoder4j.network.TiedAutoencoder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The parameters of one step, where the loops want them. */
public record EncoderParameters(Shape shape, NativeReals weights, Rows bias, Zeros zeros) {
    public static EncoderParameters of(TiedAutoencoder autoencoder) {
        Shape shape = new Shape(autoencoder.features(), autoencoder.units(), autoencoder.dataType());
        Rows bias = shape.rows(1, shape.units());
        INDArray b = autoencoder.bias();
        INDArray contiguous = Elements.isContiguous(b) ? b : b.dup();
        bias.read(0, NativeReals.of(contiguous), 0, shape.units());
        return new EncoderParameters(
                shape, NativeReals.of(autoencoder.weights()), bias, zeros(autoencoder.activation(), shape.type()));
    }

    private static Zeros zeros(Activation activation, DataType type) {
        return activation
                .zeros(type)
                .orElseThrow(() -> new IllegalArgumentException(
                        activation.name() + " does not say what it sets to 0; its gradient is computed plainly"));
    }
}
