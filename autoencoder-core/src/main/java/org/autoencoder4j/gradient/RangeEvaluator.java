package org.autoencoder4j.gradient;

/**
 * An evaluator that can also compute the gradient over some of a batch's samples, with the same buffers. What it says of a
 * range does not depend on what was computed before, and as of a whole batch it is a mean or a sum as the kind of gradient has it.
 * It depends on the samples of the range alone: to the last bit if the range begins at a multiple of
 * {@link org.autoencoder4j.random.RandomStreams#BLOCK_SIZE}, and else to rounding, for the BLAS of some processors rounds by where in
 * memory a sample lies.
 *
 * @param <P> the parameters
 * @param <G> the gradient
 */
public interface RangeEvaluator<P, G extends Gradient> extends Evaluator<P, G> {
    /**
     * Computes the gradient over the samples {@code from .. to - 1} of the batch of a step. Ranges that begin at multiples of
     * {@link org.autoencoder4j.random.RandomStreams#BLOCK_SIZE} draw no sample in vain.
     *
     * @param parameters the present parameters, which are not changed
     * @param step the step, at least 0
     * @param from the first sample, at least 0
     * @param to one past the last sample; {@code from < to}, at most the batch's size
     * @return the gradient, whose arrays are valid until the next call
     * @throws IllegalArgumentException if the parameters do not fit the data or the range is empty or reaches beyond the batch
     */
    G at(P parameters, long step, long from, long to);
}
