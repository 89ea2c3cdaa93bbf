package org.autoencoder4j.gradient.sum;

import org.autoencoder4j.gradient.Evaluator;
import org.autoencoder4j.gradient.Fingerprint;
import org.autoencoder4j.gradient.Gradient;
import org.autoencoder4j.gradient.GradientSource;
import org.autoencoder4j.gradient.NamedGradient;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.gradient.TwoLayerGradient;
import org.autoencoder4j.gradient.sum.SummedGradient.At;
import org.autoencoder4j.network.DeepAutoencoder;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.parts.PartedSamples;

/**
 * The gradient over parts of samples, wherever these are: in place of {@link org.autoencoder4j.gradient.SampleGradient} and its
 * like where one machine is not enough. A descent, a trainer, checkpoints and listeners do not see the difference.
 *
 * <p>The sums of the parts are added in double along one fixed tree, so the result has the same bits whoever computes which part,
 * if all compute with the same kernels. It agrees with that of the whole batch at once to rounding: in DOUBLE a few 1e-16 of its
 * greatest entry, in FLOAT some 1e-7.
 *
 * <p>Cost: that of the whole batch; and for each part one addition of the gradient's arrays. Gradients of two-layer and deep
 * autoencoders, and those with an activation of one's own, are computed by one thread in each process: products that several
 * threads share may round otherwise. On one machine with many cores the gradient of the whole batch is then faster.
 *
 * <p>Immutable; threads may share it.
 *
 * @param <P> the parameters
 * @param <G> the gradient
 */
public final class PartedGradient<P, G extends Gradient> implements GradientSource<P, G> {
    private final PartedSamples samples;
    private final SummedGradient<P, G> kind;

    private PartedGradient(PartedSamples samples, SummedGradient<P, G> kind) {
        this.samples = samples;
        this.kind = kind;
    }

    /**
     * Returns a gradient of a kind of one's own.
     *
     * @param samples the samples
     * @param kind the kind
     * @return the source
     * @param <P> the parameters
     * @param <G> the gradient
     */
    public static <P, G extends Gradient> PartedGradient<P, G> of(PartedSamples samples, SummedGradient<P, G> kind) {
        return new PartedGradient<>(samples, kind);
    }

    /**
     * Returns the gradient of tied autoencoders, as {@link org.autoencoder4j.gradient.SampleGradient} has it.
     *
     * @param samples the observations
     * @return the source
     * @paper NWH19 eq. (4)
     */
    public static PartedGradient<TiedAutoencoder, TiedGradient> tied(PartedSamples samples) {
        return of(samples, new TiedSums());
    }

    /**
     * Returns the gradient of two-layer autoencoders, as {@link org.autoencoder4j.gradient.TwoLayerSampleGradient} has it.
     *
     * @param samples the samples
     * @param regime what is trained
     * @return the source
     * @paper NWH-NTK eq. (4.2) (corrected), (5.4), (5.5)
     */
    public static PartedGradient<TwoLayerAutoencoder, TwoLayerGradient> twoLayer(PartedSamples samples, Regime regime) {
        return of(samples, new TwoLayerSums(regime));
    }

    /**
     * Returns the gradient of deep autoencoders, as {@link org.autoencoder4j.gradient.DeepSampleGradient} has it.
     *
     * @param samples the samples
     * @return the source
     * @paper NWH-NTK section 3.1
     */
    public static PartedGradient<DeepAutoencoder, NamedGradient> deep(PartedSamples samples) {
        return of(samples, new DeepSums());
    }

    @Override
    public G at(P parameters, long step) {
        return evaluator().at(parameters, step);
    }

    @Override
    public Evaluator<P, G> evaluator() {
        PartedSamples.Totals<At<P>, GradientSum> totals = samples.totals(kind);
        return (parameters, step) -> kind.gradient(parameters, totals.of(new At<>(parameters, step), samples.size()));
    }

    @Override
    public Fingerprint fingerprint() {
        return samples.fingerprint();
    }

    @Override
    public String toString() {
        return "PartedGradient[" + samples + "]";
    }
}
