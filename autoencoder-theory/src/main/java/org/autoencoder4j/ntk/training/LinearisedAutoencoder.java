package org.autoencoder4j.ntk.training;

import org.autoencoder4j.backend.Checks;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A two-layer autoencoder that is linear in its parameters: {@code u(x) = u_0(x) + J(x) move} with the outputs
 * {@code u_0} and the Jacobian J of the start, and a move of the parameters. With the move {@code J(X)^T q} this is kernel
 * regression, {@code u_0(x) + K(x, X) q / d}.
 *
 * <p>Immutable; threads may share it.
 *
 * @paper NWH-NTK section 3.1
 */
public final class LinearisedAutoencoder {
    private final Tangent tangent;
    private final Tangent.Move move;
    private final DataType type;

    LinearisedAutoencoder(Tangent tangent, Tangent.Move move, DataType type) {
        this.tangent = tangent;
        this.move = move;
        this.type = type;
    }

    /**
     * Computes the outputs, at the samples that the dynamics saw or at any others. Computed in DOUBLE. Cost: {@code 8 N d m}
     * operations.
     *
     * @param inputs {@code N x d}, of the start's type
     * @return the outputs, {@code N x d} of that type
     * @throws IllegalArgumentException if the shape or type does not fit
     */
    public INDArray reconstruct(INDArray inputs) {
        Checks.matrix("inputs", inputs, -1, tangent.features(), "one column for each feature of the autoencoder");
        Checks.sameType("inputs", inputs.dataType(), "the autoencoder", type);
        Tangent.Point point = tangent.at(inputs.castTo(DataType.DOUBLE));
        return tangent.outputs(point).addi(tangent.forward(point, move)).castTo(type);
    }

    /**
     * Returns how far the encoder has moved.
     *
     * @return {@code ||W - W(0)||_F}; 0 if it is not trained
     */
    public double encoderDrift() {
        return Math.sqrt(StepArrays.square(move.encoder()));
    }

    /**
     * Returns how far the decoder has moved.
     *
     * @return {@code ||A - A(0)||_F}; 0 if it is not trained
     */
    public double decoderDrift() {
        return Math.sqrt(StepArrays.square(move.decoder()));
    }
}
