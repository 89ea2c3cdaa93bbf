package org.autoencoder4j.sae;

import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.HardThreshold;
import org.autoencoder4j.network.Relu;
import org.autoencoder4j.network.TiedAutoencoder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Weight-tied autoencoders as sparse ones, and back. */
final class TiedForm {
    private TiedForm() {}

    /** The sparse autoencoder with the same codes and reconstructions. */
    static SparseAutoencoder of(TiedAutoencoder tied) {
        INDArray none = Nd4j.zeros(tied.dataType(), tied.features());
        return new SparseAutoencoder(tied.weights(), tied.bias(), tied.weights(), none, false, activation(tied));
    }

    private static LatentActivation activation(TiedAutoencoder tied) {
        if (tied.activation() instanceof Relu) {
            return new LatentActivation.Relu();
        }
        if (tied.activation() instanceof HardThreshold threshold) {
            return new LatentActivation.HardThreshold(nearest(threshold.lambda(), tied.dataType()));
        }
        throw new IllegalArgumentException("the activation " + tied.activation().name()
                + " is none of a sparse autoencoder: it must be relu or a hard threshold");
    }

    /** The tied autoencoder with the same arrays; an error says by how much it is none. */
    static TiedAutoencoder from(SparseAutoencoder sae) {
        double apart;
        try (INDArray difference = sae.encoder().sub(sae.decoder())) {
            apart = difference.amaxNumber().doubleValue();
        }
        double offset = sae.decoderBias().amaxNumber().doubleValue();
        if (apart != 0 || offset != 0) {
            throw new IllegalArgumentException("it is not tied: W_enc and W_dec differ by up to " + apart
                    + ", and |b_dec| is up to " + offset + "; both must be 0");
        }
        if (sae.activation() instanceof LatentActivation.Relu) {
            return new TiedAutoencoder(sae.encoder(), sae.encoderBias(), Activation.relu());
        }
        if (sae.activation() instanceof LatentActivation.HardThreshold threshold) {
            return new TiedAutoencoder(
                    sae.encoder(),
                    sae.encoderBias(),
                    Activation.hardThreshold(reached(threshold.lambda(), sae.dataType())));
        }
        throw new IllegalArgumentException(
                "it is not tied: the activation is " + sae.activation() + "; it must be relu or a hard threshold");
    }

    private static double nearest(double lambda, DataType type) {
        return type == DataType.FLOAT && (float) lambda < Float.POSITIVE_INFINITY ? (float) lambda : lambda;
    }

    /** The least number of the type that is not below lambda: all that reach the one reach the other. */
    private static double reached(double lambda, DataType type) {
        double nearest = nearest(lambda, type);
        return nearest < lambda ? Math.nextUp((float) lambda) : nearest;
    }
}
