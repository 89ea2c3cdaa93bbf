package org.autoencoder4j.gradient;

import org.autoencoder4j.data.Batches;
import org.autoencoder4j.network.TwoLayerAutoencoder;

/**
 * The gradient of the two-layer autoencoder's loss {@code 1/2 sum ||x - u||^2} over batches of samples: the <em>sum</em>
 * over samples, not the mean.
 *
 * <p>With samples X as rows, outputs {@code U = s relu(X W) A^T}, {@code R = X - U} and
 * {@code V = (R A) .* 1[X W > 0]},
 *
 * <pre>
 *   gradient_W = -s X^T V,   gradient_A = -s R^T relu(X W),   tied: their sum,   loss = 1/2 ||R||_F^2.
 * </pre>
 *
 * <p>The slope of ReLU at 0 is taken as 0. The paper's (4.2) has the operands of its outer product in the wrong order;
 * the formula here is the transpose of what is printed there, and agrees with (5.4).
 *
 * <p>A batch is read chunk by chunk: memory does not grow with N. Cost: {@code 2 N d m} operations each for codes,
 * outputs, {@code R A} and every gradient; the regime decides which of the last three are computed. Immutable; threads
 * may share it.
 *
 * @paper NWH-NTK eq. (4.2) (corrected), (5.4), (5.5)
 */
public final class TwoLayerSampleGradient implements GradientSource<TwoLayerAutoencoder, TwoLayerGradient> {
    private final Batches batches;
    private final Regime regime;

    private TwoLayerSampleGradient(Batches batches, Regime regime) {
        this.batches = batches;
        this.regime = regime;
    }

    /**
     * Returns the gradient over the batch of each step. The paper's batches are all samples: {@code Batches.of(X)}.
     *
     * @param batches the samples
     * @param regime what is trained
     * @return the source
     */
    public static TwoLayerSampleGradient of(Batches batches, Regime regime) {
        return new TwoLayerSampleGradient(batches, regime);
    }

    /**
     * Computes the gradient over the batch of a step.
     *
     * @param autoencoder the parameters, of the samples' type, with d features, weight-tied exactly if the regime is
     * @param step the step, at least 0
     * @return the gradient, loss and activity; new arrays
     * @throws IllegalArgumentException if the autoencoder does not fit the samples or the regime
     */
    @Override
    public TwoLayerGradient at(TwoLayerAutoencoder autoencoder, long step) {
        return evaluator().at(autoencoder, step);
    }

    @Override
    public RangeEvaluator<TwoLayerAutoencoder, TwoLayerGradient> evaluator() {
        return new TwoLayerEvaluator(batches, regime);
    }

    @Override
    public Fingerprint fingerprint() {
        return Fingerprint.of(batches);
    }

    @Override
    public String toString() {
        return "TwoLayerSampleGradient[" + regime + ", " + batches + "]";
    }
}
