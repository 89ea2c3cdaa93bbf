package org.autoencoder4j.gradient.internal;

import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.autoencoder4j.backend.internal.Combination;
import org.autoencoder4j.gradient.Gradient;
import org.autoencoder4j.network.SpanAutoencoder;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The gradient of a two-layer autoencoder's loss, with respect to W as {@code X^T coefficients}. */
public final class SpanGradient implements Gradient {
    private final INDArray coefficients;
    private final INDArray preActivations;
    private final @Nullable INDArray decoder;
    private final INDArray activity;
    private final double loss;
    private final double norm;
    private final double lossResolution;
    private final BooleanSupplier current;

    public SpanGradient(
            INDArray coefficients,
            INDArray preActivations,
            @Nullable INDArray decoder,
            INDArray activity,
            double loss,
            double norm,
            double lossResolution,
            BooleanSupplier current) {
        this.coefficients = coefficients;
        this.preActivations = preActivations;
        this.decoder = decoder;
        this.activity = activity;
        this.loss = loss;
        this.norm = norm;
        this.lossResolution = lossResolution;
        this.current = current;
    }

    /** V, where the encoder's gradient is {@code X^T V}. */
    public INDArray coefficients() {
        return coefficients;
    }

    /** {@code X X^T V}. */
    public INDArray preActivations() {
        return preActivations;
    }

    /** The decoder's gradient, if it is trained. */
    @Nullable
    public INDArray decoder() {
        return decoder;
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

    @Override
    public boolean isCurrent() {
        return current.getAsBoolean();
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

    /** Writes {@code from - rate gradient} into {@code to}. */
    public void move(SpanAutoencoder from, SpanAutoencoder to, double rate) {
        step(from.coefficients(), to.coefficients(), coefficients, rate);
        step(from.preActivations(), to.preActivations(), preActivations, rate);
        if (decoder != null) {
            step(from.decoder(), to.decoder(), decoder, rate);
        }
    }

    private static void step(INDArray from, INDArray to, INDArray direction, double rate) {
        Combination.set(to, from, -rate, direction);
    }

    public SpanGradient keptIn(@Nullable SpanGradient buffer) {
        INDArray own = decoder;
        INDArray ownBuffer = buffer == null ? null : buffer.decoder;
        return new SpanGradient(
                kept(coefficients, buffer == null ? null : buffer.coefficients),
                kept(preActivations, buffer == null ? null : buffer.preActivations),
                own == null ? null : kept(own, ownBuffer),
                activity,
                loss,
                norm,
                lossResolution,
                () -> true);
    }

    private static INDArray kept(INDArray array, @Nullable INDArray buffer) {
        return buffer == null ? array.dup('f') : buffer.assign(array);
    }
}
