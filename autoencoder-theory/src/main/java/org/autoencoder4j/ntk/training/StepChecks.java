package org.autoencoder4j.ntk.training;

import java.util.stream.Stream;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.network.OutputScaling;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What has to be true of samples and parameters before a step is accounted for. */
final class StepChecks {
    private StepChecks() {}

    static void require(
            INDArray samples,
            TwoLayerAutoencoder before,
            TwoLayerAutoencoder after,
            double learningRate,
            Regime regime) {
        Checks.finite(
                "samples",
                Checks.matrix("samples", samples, -1, before.features(), "one column for each feature of the model"));
        Checks.sameType("samples", samples, "before", before.encoder());
        Checks.positive("learningRate", learningRate);
        require(before, after, regime);
        requireStill("the encoder", before.encoder(), after.encoder(), regime.trainsEncoder());
        requireStill("the decoder", before.decoder(), after.decoder(), regime.trainsDecoder());
    }

    private static void require(TwoLayerAutoencoder before, TwoLayerAutoencoder after, Regime regime) {
        Checks.matrix("after", after.encoder(), before.features(), before.width(), "the shape of before");
        Checks.sameType("after", after.encoder(), "before", before.encoder());
        if (regime == Regime.WEIGHT_TIED || before.isWeightTied() || after.isWeightTied()) {
            throw new IllegalArgumentException("regime = " + regime + ", before = " + before + ", after = " + after
                    + "; the account of a step is for untied weights");
        }
        if (before.scaling() != OutputScaling.INVERSE_ROOT || after.scaling() != OutputScaling.INVERSE_ROOT) {
            throw new IllegalArgumentException("the scaling of before is " + before.scaling() + " and that of after "
                    + after.scaling() + "; both must be " + OutputScaling.INVERSE_ROOT);
        }
        Stream.of(before.encoder(), before.decoder(), after.encoder(), after.decoder())
                .forEach(weights -> Checks.finite("weights", weights));
    }

    private static void requireStill(String layer, INDArray before, INDArray after, boolean trained) {
        if (trained) {
            return;
        }
        try (INDArray difference = after.sub(before)) {
            double move = difference.amaxNumber().doubleValue();
            if (move != 0) {
                throw new IllegalArgumentException(layer + " moved by up to " + move
                        + "; it must be the same before and after a step that does not train it");
            }
        }
    }
}
