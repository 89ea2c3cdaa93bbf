package org.autoencoder4j.gradient.sum;

import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.RangeEvaluator;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.parts.internal.ByteReader;
import org.autoencoder4j.parts.internal.ByteWriter;

/** Sums of the gradient of tied autoencoders. */
record TiedSums() implements SummedGradient<TiedAutoencoder, TiedGradient> {
    @Override
    public Adder<At<TiedAutoencoder>, GradientSum> adder(Batches batches) {
        RangeEvaluator<TiedAutoencoder, TiedGradient> evaluator =
                SampleGradient.of(batches).evaluator();
        return new RangeSums<>(evaluator, GradientSum::ofMean, TiedGradient::activity);
    }

    @Override
    public TiedGradient gradient(TiedAutoencoder parameters, GradientSum total) {
        double share = 1.0 / total.samples();
        return new TiedGradient(
                        total.array(TiedAutoencoder.WEIGHTS, parameters.weights(), share),
                        total.array(TiedAutoencoder.BIAS, parameters.bias(), share),
                        total.activity(parameters.dataType()),
                        share * total.loss())
                .withLossResolution(share * total.lossResolution());
    }

    @Override
    public byte[] toBytes(At<TiedAutoencoder> query) {
        TiedAutoencoder parameters = query.parameters();
        return new ByteWriter()
                .add(query.step())
                .add(parameters.activation())
                .add(parameters.weights())
                .add(parameters.bias())
                .toBytes();
    }

    @Override
    public At<TiedAutoencoder> query(byte[] bytes) {
        ByteReader from = new ByteReader(bytes);
        long step = from.number();
        Activation activation = from.value(Activation.class);
        return new At<>(new TiedAutoencoder(from.array(), from.array(), activation), step);
    }
}
