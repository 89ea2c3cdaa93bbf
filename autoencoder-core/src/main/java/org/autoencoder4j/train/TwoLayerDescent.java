package org.autoencoder4j.train;

import java.io.IOException;
import java.nio.file.Path;
import org.autoencoder4j.network.TwoLayerAutoencoder;

/**
 * Gradient descent for the two-layer autoencoder: {@code W_{k+1} = W_k - eta_k gradient_W} and
 * {@code A_{k+1} = A_k - eta_k gradient_A}, for those of the two that the gradient has. Nothing is normalised.
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
        return new TwoLayerSession(source, learningRate, initial.copy(), DescentSession.State.START);
    }

    @Override
    public Session<TwoLayerAutoencoder> resume(Path folder) throws IOException {
        return new TwoLayerSession(
                source, learningRate, TwoLayerSession.parameters(folder), DescentSession.State.read(folder));
    }
}
