package org.autoencoder4j.gradient;

import org.autoencoder4j.data.Batches;
import org.autoencoder4j.network.TiedAutoencoder;

/**
 * The gradient of the tied autoencoder's loss over batches of observations, as the <em>mean</em> over samples.
 *
 * <p>With codes X, residuals {@code R = Y - X W^T} and {@code V = (R W) .* sigma'(Z)} at pre-activations Z (samples are rows),
 *
 * <pre>
 *   gradient_W = -1/N (R^T X + Y^T V),   gradient_b = -1/N sum of V's rows,   loss = 1/(2N) ||R||_F^2.
 * </pre>
 *
 * <p>This is at once the paper's approximate gradient, whose {@code 1[x != 0]} stands for {@code sigma'(z)}, and the true
 * gradient (4): for both activations of the paper, with ReLU's slope at 0 taken as 0 and the hard threshold's derivative as
 * {@code 1[|z| >= lambda]}, the two are the same number for every sample. (For the hard threshold the <em>expected</em>
 * loss has a further gradient term, since the loss jumps where {@code |z| = lambda}; that term is not in (4).)
 *
 * <p>A batch is read chunk by chunk: memory does not grow with N. On the CPU each of N samples costs {@code 2 n m}
 * operations and, with k active units, a few times {@code n k + k^2} more; where most units are active, and on other
 * backends, up to {@code 4 m (n + m)} in all. On the CPU the result has the same bits for any number of threads. Immutable;
 * threads may share it.
 *
 * @paper NWH19 eq. (4), section 4 "approximate gradient"
 */
public final class SampleGradient implements GradientSource<TiedAutoencoder, TiedGradient> {
    private final Batches batches;

    private SampleGradient(Batches batches) {
        this.batches = batches;
    }

    /**
     * Returns the gradient over the batch of each step.
     *
     * @param batches the observations
     * @return the source
     */
    public static SampleGradient of(Batches batches) {
        return new SampleGradient(batches);
    }

    /**
     * Computes the gradient over the batch of a step.
     *
     * @param autoencoder the parameters, of the observations' type, with n features
     * @param step the step, at least 0
     * @return the gradient, loss and activity; new arrays
     * @throws IllegalArgumentException if the autoencoder's features or type are not the observations'
     */
    @Override
    public TiedGradient at(TiedAutoencoder autoencoder, long step) {
        return evaluator().at(autoencoder, step);
    }

    /** Hands out an evaluator that computes on the CPU, where it can, on its own arrays' memory. */
    @Override
    public RangeEvaluator<TiedAutoencoder, TiedGradient> evaluator() {
        return new TiedEvaluator(batches);
    }

    @Override
    public Fingerprint fingerprint() {
        return Fingerprint.of(batches);
    }

    @Override
    public String toString() {
        return "SampleGradient[" + batches + "]";
    }
}
