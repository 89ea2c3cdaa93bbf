package org.autoencoder4j.descent;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.gradient.Gradient;
import org.autoencoder4j.gradient.GradientSource;
import org.autoencoder4j.gradient.TwoLayerSampleGradient;
import org.autoencoder4j.network.TwoLayerAutoencoder;

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
 * @paper NWH-NTK section 4.2, section 5.2, section 6
 */
public final class TwoLayerDescent {
    private TwoLayerDescent() {}

    /**
     * Makes a rule.
     *
     * @param source where gradients come from, and so what is trained
     * @param learningRate the learning rate, for a gradient that is a sum over samples
     * @return the rule
     */
    public static Descent<TwoLayerAutoencoder> of(
            GradientSource<TwoLayerAutoencoder, ? extends Gradient> source, LearningRate learningRate) {
        return Descent.of(source, learningRate, TwoLayerAutoencoder::load, Descent.Rounding.TWICE);
    }

    /**
     * Makes a rule whose encoder moves by shorter steps than its decoder: {@code W_{k+1} = W_k - gamma eta_k gradient_W}.
     * Then fewer units change their sign, and the width at which joint training is certain to converge needs less.
     *
     * @param source where gradients come from, and so what is trained
     * @param learningRate the learning rate, for a gradient that is a sum over samples
     * @param gamma the encoder's own factor of the step, above 0 and at most 1; 1 is the same rule as without it
     * @return the rule; of tied weights the one matrix is the encoder
     * @throws IllegalArgumentException if gamma is out of its range
     * @paper autoencoder4j P2-C2
     */
    public static Descent<TwoLayerAutoencoder> of(
            GradientSource<TwoLayerAutoencoder, ? extends Gradient> source, LearningRate learningRate, double gamma) {
        Checks.positive("gamma", gamma);
        Checks.between("gamma", gamma, 0, 1);
        return of(source, learningRate).withFactor(TwoLayerAutoencoder.ENCODER, gamma);
    }
}
