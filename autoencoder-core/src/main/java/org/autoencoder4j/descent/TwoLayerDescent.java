package org.autoencoder4j.descent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.autoencoder4j.gradient.GradientSource;
import org.autoencoder4j.gradient.TwoLayerGradient;
import org.autoencoder4j.gradient.TwoLayerSampleGradient;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.train.UpdateRule;

/**
 * Gradient descent for the two-layer autoencoder: {@code W_{k+1} = W_k - eta_k gradient_W} and
 * {@code A_{k+1} = A_k - eta_k gradient_A}, for those of the two that the gradient has. Nothing is normalised.
 *
 * <p>The products of {@link TwoLayerSampleGradient} are as the BLAS makes them with its own threads. Their last bits (up to
 * some 1e-15 relative in DOUBLE) depend on how many these are, and that number belongs to the process: fused gradients,
 * as of {@link TiedDescent} and {@link SpanDescent}, set it to 1 for as long as they compute. So beside other trainers in
 * one JVM, or after a change of {@code OMP_NUM_THREADS}, last bits may differ; with {@code OMP_NUM_THREADS=1} they do not,
 * and {@link SpanDescent} has the same bits anyway.
 *
 * <p>Immutable; but a gradient source is not to be shared by threads, and so neither are two sessions of one rule.
 *
 * @paper NWH-NTK section 4.2, section 5.2, section 6
 */
public final class TwoLayerDescent implements UpdateRule<TwoLayerAutoencoder> {
    private final GradientSource<TwoLayerAutoencoder, TwoLayerGradient> source;
    private final LearningRate learningRate;

    private TwoLayerDescent(GradientSource<TwoLayerAutoencoder, TwoLayerGradient> source, LearningRate learningRate) {
        this.source = source;
        this.learningRate = learningRate;
    }

    /**
     * Makes a rule.
     *
     * @param source where gradients come from, and so what is trained
     * @param learningRate the learning rate, for a gradient that is a sum over samples
     * @return the rule
     */
    public static TwoLayerDescent of(
            GradientSource<TwoLayerAutoencoder, TwoLayerGradient> source, LearningRate learningRate) {
        return new TwoLayerDescent(source, learningRate);
    }

    @Override
    public Session<TwoLayerAutoencoder> start(TwoLayerAutoencoder initial) {
        return new TwoLayerSession(source, learningRate, initial.copy(), Optional.empty(), DescentSession.State.START);
    }

    @Override
    public void saveParameters(TwoLayerAutoencoder parameters, Path folder) throws IOException {
        parameters.save(folder);
    }

    @Override
    public TwoLayerAutoencoder loadParameters(Path folder) throws IOException {
        return TwoLayerAutoencoder.load(folder);
    }

    @Override
    public Session<TwoLayerAutoencoder> resume(Path folder) throws IOException {
        return TwoLayerSession.load(source, learningRate, folder);
    }
}
