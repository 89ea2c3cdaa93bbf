package org.autoencoder4j.gradient.sum;

import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.gradient.TwoLayerGradient;
import org.autoencoder4j.gradient.TwoLayerSampleGradient;
import org.autoencoder4j.network.OutputScaling;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.parts.internal.ByteReader;
import org.autoencoder4j.parts.internal.ByteWriter;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Sums of the gradient of two-layer autoencoders. */
record TwoLayerSums(Regime regime) implements SummedGradient<TwoLayerAutoencoder, TwoLayerGradient> {
    @Override
    public Adder<At<TwoLayerAutoencoder>, GradientSum> adder(Batches batches) {
        return new RangeSums<>(
                TwoLayerSampleGradient.of(batches, regime).evaluator(), GradientSum::ofSum, TwoLayerGradient::activity);
    }

    @Override
    public TwoLayerGradient gradient(TwoLayerAutoencoder parameters, GradientSum total) {
        INDArray activity = total.activity(parameters.dataType());
        if (regime == Regime.JOINTLY_TRAINED) {
            return TwoLayerGradient.jointlyTrained(
                            total.array(TwoLayerAutoencoder.ENCODER, parameters.encoder(), 1),
                            total.array(TwoLayerAutoencoder.DECODER, parameters.decoder(), 1),
                            activity,
                            total.loss())
                    .withLossResolution(total.lossResolution());
        }
        String trained = regime == Regime.DECODER_ONLY ? TwoLayerAutoencoder.DECODER : TwoLayerAutoencoder.ENCODER;
        INDArray weights = total.array(trained, parameters.encoder(), 1);
        return TwoLayerGradient.of(regime, weights, activity, total.loss()).withLossResolution(total.lossResolution());
    }

    @Override
    public byte[] toBytes(At<TwoLayerAutoencoder> query) {
        TwoLayerAutoencoder parameters = query.parameters();
        ByteWriter bytes = new ByteWriter()
                .add(query.step())
                .add(parameters.scaling().name())
                .add(parameters.isWeightTied())
                .add(parameters.encoder());
        return (parameters.isWeightTied() ? bytes : bytes.add(parameters.decoder())).toBytes();
    }

    @Override
    public At<TwoLayerAutoencoder> query(byte[] bytes) {
        ByteReader from = new ByteReader(bytes);
        long step = from.number();
        OutputScaling scaling = OutputScaling.valueOf(from.text());
        TwoLayerAutoencoder parameters = from.is()
                ? TwoLayerAutoencoder.weightTied(from.array(), scaling)
                : new TwoLayerAutoencoder(from.array(), from.array(), scaling);
        return new At<>(parameters, step);
    }
}
