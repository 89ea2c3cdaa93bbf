package org.autoencoder4j.gradient;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of a two-layer autoencoder's loss with respect to the weights that a regime trains, as the <em>sum</em>
 * over samples.
 *
 * @paper NWH-NTK eq. (5.4), (5.5)
 */
public final class TwoLayerGradient implements Gradient {
    private final Regime regime;
    private final @Nullable INDArray encoder;
    private final @Nullable INDArray decoder;
    private final INDArray activity;
    private final double loss;
    private final double lossResolution;

    private TwoLayerGradient(
            Regime regime,
            @Nullable INDArray encoder,
            @Nullable INDArray decoder,
            INDArray activity,
            double loss,
            double lossResolution) {
        this.regime = regime;
        this.encoder = encoder;
        this.decoder = decoder;
        this.activity = activity;
        this.loss = loss;
        this.lossResolution = lossResolution;
    }

    /**
     * Wraps the gradient of a regime that trains one matrix: the encoder, the decoder, or the weights that are both.
     *
     * @param regime any but {@link Regime#JOINTLY_TRAINED}
     * @param weights the gradient with respect to that matrix, {@code d x m}
     * @param activity for each neuron the fraction of samples that activate it, length m
     * @param loss half the sum over samples of {@code ||x - u||^2}
     * @return the gradient
     * @throws IllegalArgumentException if the shapes do not fit together or the regime trains two matrices
     */
    public static TwoLayerGradient of(Regime regime, INDArray weights, INDArray activity, double loss) {
        if (regime == Regime.JOINTLY_TRAINED) {
            throw new IllegalArgumentException("regime = " + regime + " trains two matrices; give both gradients");
        }
        require("weights", weights, activity);
        boolean onlyDecoder = regime == Regime.DECODER_ONLY;
        return new TwoLayerGradient(
                regime, onlyDecoder ? null : weights, onlyDecoder ? weights : null, activity, loss, 0);
    }

    /**
     * Wraps the gradient of joint training.
     *
     * @param encoder the gradient with respect to W, {@code d x m}
     * @param decoder the gradient with respect to A, {@code d x m}
     * @param activity for each neuron the fraction of samples that activate it, length m
     * @param loss half the sum over samples of {@code ||x - u||^2}
     * @return the gradient
     * @throws IllegalArgumentException if the shapes do not fit together
     */
    public static TwoLayerGradient jointlyTrained(INDArray encoder, INDArray decoder, INDArray activity, double loss) {
        require("encoder", encoder, activity);
        Checks.matrix("decoder", decoder, encoder.rows(), encoder.columns(), "the shape of encoder");
        return new TwoLayerGradient(Regime.JOINTLY_TRAINED, encoder, decoder, activity, loss, 0);
    }

    /**
     * Returns the same gradient, with a loss that is known up to rounding.
     *
     * @param resolution the {@link #lossResolution}, at least 0
     * @return a gradient of the same arrays
     */
    public TwoLayerGradient withLossResolution(double resolution) {
        return new TwoLayerGradient(regime, encoder, decoder, activity, loss, resolution);
    }

    private static void require(String name, INDArray weights, INDArray activity) {
        Checks.matrix(name, weights);
        Checks.vector("activity", activity, weights.columns(), "one entry for each column of " + name);
    }

    /**
     * Returns the regime, which says what is trained.
     *
     * @return the regime
     */
    public Regime regime() {
        return regime;
    }

    /**
     * Returns the gradient with respect to the encoder W; if the weights are tied, with respect to the one matrix.
     *
     * @return {@code d x m}, or empty if the regime does not train the encoder
     */
    public Optional<INDArray> encoder() {
        return Optional.ofNullable(encoder);
    }

    /**
     * Returns the gradient with respect to a decoder A of its own.
     *
     * @return {@code d x m}, or empty if the regime does not train the decoder or the weights are tied
     */
    public Optional<INDArray> decoder() {
        return Optional.ofNullable(decoder);
    }

    /**
     * Returns the fraction of samples that activate each neuron.
     *
     * @return length m, entries in [0, 1]
     */
    public INDArray activity() {
        return activity;
    }

    @Override
    public double loss() {
        return loss;
    }

    @Override
    public double lossResolution() {
        return lossResolution;
    }

    /** Returns the gradients of the arrays that the regime trains. */
    @Override
    public Map<String, INDArray> arrays() {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        encoder().ifPresent(array -> arrays.put(TwoLayerAutoencoder.ENCODER, array));
        decoder().ifPresent(array -> arrays.put(TwoLayerAutoencoder.DECODER, array));
        return Collections.unmodifiableMap(arrays);
    }

    @Override
    public double meanL0() {
        return Arrays.stream(activity.toDoubleVector()).sum();
    }

    @Override
    public int deadUnits() {
        return (int) Arrays.stream(activity.toDoubleVector())
                .filter(fraction -> fraction == 0)
                .count();
    }
}
