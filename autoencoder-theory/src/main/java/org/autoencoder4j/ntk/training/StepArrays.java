package org.autoencoder4j.ntk.training;

import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The DOUBLE arrays of one step: samples and units are rows and columns of features, masks and pre-activations. */
final class StepArrays {
    final INDArray samples;
    final INDArray decoder;
    final INDArray decoderMove;
    final INDArray encoderMove;
    /** {@code X W(k+1) - X W(k)}. */
    final INDArray shift;

    final INDArray featuresBefore;
    final INDArray featuresAfter;
    /** {@code 1[X W(k) > 0]}. */
    final INDArray active;
    /** 1 where a unit changes sign at a sample, in either direction. */
    final INDArray flipped;

    final INDArray residual;
    final INDArray residualAfter;
    final INDArray outputMove;
    final double scale;
    final INDArray decoderAfter;

    StepArrays(INDArray samples, TwoLayerAutoencoder before, TwoLayerAutoencoder after) {
        this.samples = samples.castTo(DataType.DOUBLE);
        INDArray encoder = before.encoder().castTo(DataType.DOUBLE);
        INDArray encoderAfter = after.encoder().castTo(DataType.DOUBLE);
        decoder = before.decoder().castTo(DataType.DOUBLE);
        decoderAfter = after.decoder().castTo(DataType.DOUBLE);
        scale = before.scale();
        encoderMove = encoderAfter.sub(encoder);
        decoderMove = decoderAfter.sub(decoder);
        INDArray preActivations = Nd4j.gemm(this.samples, encoder, false, false);
        INDArray preActivationsAfter = Nd4j.gemm(this.samples, encoderAfter, false, false);
        shift = preActivationsAfter.sub(preActivations);
        featuresBefore = Activation.relu().apply(preActivations);
        featuresAfter = Activation.relu().apply(preActivationsAfter);
        active = Transforms.sign(featuresBefore, true);
        flipped = Transforms.abs(Transforms.sign(featuresAfter, true).subi(active), false);
        INDArray outputs = Nd4j.gemm(featuresBefore, decoder, false, true).muli(scale);
        INDArray outputsAfter =
                Nd4j.gemm(featuresAfter, decoderAfter, false, true).muli(scale);
        residual = this.samples.sub(outputs);
        residualAfter = this.samples.sub(outputsAfter);
        outputMove = outputsAfter.subi(outputs);
    }

    int count() {
        return samples.rows();
    }

    int features() {
        return samples.columns();
    }

    int units() {
        return decoder.columns();
    }

    /** {@code v_2}, {@code n x d}: the units that change sign. */
    INDArray flippedMove() {
        INDArray after = Nd4j.gemm(flipped.mul(featuresAfter), decoderAfter, false, true);
        return after.subi(Nd4j.gemm(flipped.mul(featuresBefore), decoder, false, true))
                .muli(scale);
    }

    /** {@code v_3}, {@code n x d}: the product of both layers' moves, over the units that do not change sign. */
    INDArray mixedMove() {
        INDArray moved = shift.mul(active).muli(flipped.rsub(1));
        return Nd4j.gemm(moved, decoderMove, false, true).muli(scale);
    }

    static double inner(INDArray a, INDArray b) {
        return a.mul(b).sumNumber().doubleValue();
    }

    static double square(INDArray a) {
        return inner(a, a);
    }
}
