package org.autoencoder4j.ntk.training;

import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The Jacobian of the outputs by the trained layers, as products with matrices of moves or outputs; in DOUBLE. */
final class Tangent {
    private final INDArray encoder;
    private final INDArray decoder;
    private final double scale;
    private final Regime regime;

    /** Inputs with their features and masks, {@code N x m}. */
    record Point(INDArray inputs, INDArray features, INDArray active) {}

    /** A move of both layers, {@code d x m} each; 0 for a layer that is not trained. */
    record Move(INDArray encoder, INDArray decoder) {}

    Tangent(TwoLayerAutoencoder autoencoder, Regime regime) {
        encoder = autoencoder.encoder().castTo(DataType.DOUBLE).dup('f');
        decoder = autoencoder.decoder().castTo(DataType.DOUBLE).dup('f');
        scale = autoencoder.scale();
        this.regime = regime;
    }

    int features() {
        return encoder.rows();
    }

    Point at(INDArray inputs) {
        INDArray features = Activation.relu().apply(Nd4j.gemm(inputs, encoder, false, false));
        return new Point(inputs, features, Transforms.sign(features, true));
    }

    INDArray outputs(Point point) {
        return Nd4j.gemm(point.features(), decoder, false, true).muli(scale);
    }

    /** {@code J move}, {@code N x d}. */
    INDArray forward(Point point, Move move) {
        INDArray outputs =
                Nd4j.create(DataType.DOUBLE, new long[] {point.inputs().rows(), features()}, 'f');
        if (regime.trainsEncoder()) {
            INDArray moved =
                    Nd4j.gemm(point.inputs(), move.encoder(), false, false).muli(point.active());
            outputs.addi(Nd4j.gemm(moved, decoder, false, true));
        }
        if (regime.trainsDecoder()) {
            outputs.addi(Nd4j.gemm(point.features(), move.decoder(), false, true));
        }
        return outputs.muli(scale);
    }

    /** {@code J^T vec(outputs)}. */
    Move backward(Point point, INDArray outputs) {
        INDArray zeros = Nd4j.create(DataType.DOUBLE, encoder.shape(), 'f');
        INDArray byEncoder = zeros;
        INDArray byDecoder = zeros;
        if (regime.trainsEncoder()) {
            INDArray back = Nd4j.gemm(outputs, decoder, false, false).muli(point.active());
            byEncoder = Nd4j.gemm(point.inputs(), back, true, false).muli(scale);
        }
        if (regime.trainsDecoder()) {
            byDecoder = Nd4j.gemm(outputs, point.features(), true, false).muli(scale);
        }
        return new Move(byEncoder, byDecoder);
    }
}
