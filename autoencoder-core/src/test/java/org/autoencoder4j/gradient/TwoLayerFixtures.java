package org.autoencoder4j.gradient;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.autoencoder4j.network.OutputScaling;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Random two-layer autoencoders for tests. */
public final class TwoLayerFixtures {
    private TwoLayerFixtures() {}

    /** An autoencoder that fits a regime. */
    public static TwoLayerAutoencoder autoencoder(Regime regime, long seed, int features, int width) {
        INDArray encoder = Fixtures.normal(seed, "encoder", features, width);
        return regime == Regime.WEIGHT_TIED
                ? TwoLayerAutoencoder.weightTied(encoder, OutputScaling.INVERSE_WIDTH)
                : new TwoLayerAutoencoder(encoder, Fixtures.normal(seed, "decoder", features, width));
    }

    /** The autoencoder with other matrices: one if the weights are tied. */
    public static TwoLayerAutoencoder with(TwoLayerAutoencoder a, INDArray encoder, INDArray decoder) {
        return a.isWeightTied()
                ? TwoLayerAutoencoder.weightTied(encoder, a.scaling())
                : new TwoLayerAutoencoder(encoder, decoder, a.scaling());
    }

    public static TwoLayerAutoencoder cast(TwoLayerAutoencoder a, DataType type) {
        return with(a, a.encoder().castTo(type), a.decoder().castTo(type));
    }

    /** The arrays of a gradient, encoder's first. */
    public static List<INDArray> parts(TwoLayerGradient gradient) {
        return Stream.of(gradient.encoder(), gradient.decoder())
                .flatMap(Optional::stream)
                .map(INDArray::dup)
                .toList();
    }
}
