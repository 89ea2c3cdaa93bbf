package org.autoencoder4j.sae.format;

import java.util.Arrays;
import org.autoencoder4j.sae.LatentActivation;
import org.autoencoder4j.sae.LatentActivation.HardThreshold;
import org.autoencoder4j.sae.LatentActivation.JumpRelu;
import org.autoencoder4j.sae.LatentActivation.Relu;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What the formats of others can say: latents that are active above a threshold only, and positive only. A hard threshold of
 * both signs is exactly {@code 2m} of them, {@code [W, -W]}, that are active above the greatest number below lambda.
 */
final class PositiveLatents {
    private PositiveLatents() {}

    /** The same reconstructions by latents of one sign; itself if its activation is no hard threshold. */
    static SparseAutoencoder of(SparseAutoencoder sae) {
        if (!(sae.activation() instanceof HardThreshold hard)) {
            return sae;
        }
        double[] thresholds = new double[2 * sae.units()];
        Arrays.fill(thresholds, Math.max(0, below(hard.lambda(), sae.dataType())));
        return new SparseAutoencoder(
                bothSigns(1, sae.encoder()),
                bothSigns(0, sae.encoderBias()),
                bothSigns(1, sae.decoder()),
                sae.decoderBias(),
                sae.centresInput(),
                JumpRelu.of(thresholds));
    }

    private static INDArray bothSigns(int dimension, INDArray array) {
        try (INDArray negative = array.neg()) {
            return Nd4j.concat(dimension, array, negative);
        }
    }

    /** The thresholds as numbers of the type: a product of the type exceeds one of them exactly if it exceeds the other. */
    static INDArray thresholds(LatentActivation activation, int units, DataType type) {
        double[] thresholds = activation instanceof JumpRelu jump ? jump.thresholds() : new double[units];
        if (!(activation instanceof JumpRelu || activation instanceof Relu)) {
            throw new IllegalArgumentException("the activation is " + activation + "; it must be one with thresholds");
        }
        for (int i = 0; i < thresholds.length; i++) {
            thresholds[i] = atMost(thresholds[i], type);
        }
        return Nd4j.createFromArray(thresholds).castTo(type);
    }

    /** The greatest number of the type below lambda. */
    static double below(double lambda, DataType type) {
        if (type == DataType.DOUBLE) {
            return Math.nextDown(lambda);
        }
        float nearest = (float) lambda;
        return nearest < lambda ? nearest : Math.nextDown(nearest);
    }

    /** The greatest number of the type that is not above theta. */
    private static double atMost(double theta, DataType type) {
        if (type == DataType.DOUBLE) {
            return theta;
        }
        float nearest = (float) theta;
        return Math.max(nearest <= theta ? nearest : Math.nextDown(nearest), -Float.MAX_VALUE);
    }
}
