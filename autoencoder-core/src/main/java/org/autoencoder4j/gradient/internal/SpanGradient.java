package org.autoencoder4j.gradient.internal;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.autoencoder4j.gradient.Gradient;
import org.autoencoder4j.network.SpanAutoencoder;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of a two-layer autoencoder's loss, with respect to W as {@code X^T coefficients}: V, and
 * {@code X X^T V} along which the pre-activations move.
 */
public final class SpanGradient implements Gradient {
    private final INDArray coefficients;
    private final INDArray preActivations;
    private final @Nullable INDArray decoder;
    private final INDArray activity;
    private final double loss;
    private final double norm;
    private final double lossResolution;

    public SpanGradient(
            INDArray coefficients,
            INDArray preActivations,
            @Nullable INDArray decoder,
            INDArray activity,
            double loss,
            double norm,
            double lossResolution) {
        this.coefficients = coefficients;
        this.preActivations = preActivations;
        this.decoder = decoder;
        this.activity = activity;
        this.loss = loss;
        this.norm = norm;
        this.lossResolution = lossResolution;
    }

    @Override
    public Map<String, INDArray> arrays() {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        arrays.put(SpanAutoencoder.COEFFICIENTS, coefficients);
        arrays.put(SpanAutoencoder.PRE_ACTIVATIONS, preActivations);
        if (decoder != null) {
            arrays.put(SpanAutoencoder.DECODER, decoder);
        }
        return Collections.unmodifiableMap(arrays);
    }

    @Override
    public double loss() {
        return loss;
    }

    @Override
    public double norm() {
        return norm;
    }

    @Override
    public double lossResolution() {
        return lossResolution;
    }

    /** The norm over encoder and decoder, whichever arrays they are computed from. */
    @Override
    public double norm(Collection<String> names) {
        return norm;
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
