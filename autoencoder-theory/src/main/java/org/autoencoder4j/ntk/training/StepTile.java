package org.autoencoder4j.ntk.training;

import java.util.stream.Stream;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Some neighbouring units before and after a step, in DOUBLE: weights {@code d x t}, and what the samples make {@code n x t}. */
final class StepTile implements AutoCloseable {
    /** Units in a tile: products stay near their full speed, and buffers small. */
    static final int UNITS = 1024;

    final int first;
    final INDArray decoder;
    final INDArray decoderAfter;
    final INDArray decoderMove;
    /** {@code X W(k+1) - X W(k)}. */
    final INDArray shift;

    final INDArray featuresBefore;
    final INDArray featuresAfter;
    /** {@code 1[X W(k) > 0]}. */
    final INDArray active;
    /** 1 where a unit changes sign at a sample, in either direction. */
    final INDArray flipped;

    StepTile(INDArray samples, TwoLayerAutoencoder before, TwoLayerAutoencoder after, int first, int last) {
        this.first = first;
        decoder = columns(before.decoder(), first, last);
        decoderAfter = columns(after.decoder(), first, last);
        decoderMove = decoderAfter.sub(decoder);
        try (INDArray encoder = columns(before.encoder(), first, last);
                INDArray encoderAfter = columns(after.encoder(), first, last)) {
            featuresBefore = Nd4j.gemm(samples, encoder, false, false);
            featuresAfter = Nd4j.gemm(samples, encoderAfter, false, false);
        }
        shift = featuresAfter.sub(featuresBefore);
        Transforms.relu(featuresBefore, false);
        Transforms.relu(featuresAfter, false);
        active = Transforms.sign(featuresBefore, true);
        flipped = Transforms.abs(Transforms.sign(featuresAfter, true).subi(active), false);
    }

    /** Columns in DOUBLE, a new array in 'f' order. */
    static INDArray columns(INDArray weights, int first, int last) {
        INDArray columns = weights.get(NDArrayIndex.all(), NDArrayIndex.interval(first, last));
        return weights.dataType() == DataType.DOUBLE ? columns.dup('f') : columns.castTo(DataType.DOUBLE);
    }

    boolean hasFlips() {
        return flipped.maxNumber().doubleValue() > 0;
    }

    @Override
    public void close() {
        Stream.of(decoder, decoderAfter, decoderMove, shift, featuresBefore, featuresAfter, active, flipped)
                .forEach(INDArray::close);
    }
}
