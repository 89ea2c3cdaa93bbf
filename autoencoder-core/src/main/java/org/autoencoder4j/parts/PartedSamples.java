package org.autoencoder4j.parts;

import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.Fingerprint;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Samples that are cut into parts, over which sums are taken: in this process, or wherever the samples are. They are cut and
 * added as {@link SampleParts} and {@link TreeSum} say, so that all implementations give the same bits for the same samples,
 * if their processors compute with the same kernels.
 *
 * <p>Immutable; threads may share them, but not what they hand out.
 */
public interface PartedSamples {
    /**
     * Returns the number of samples in each batch.
     *
     * @return N, at least 1
     */
    long size();

    /**
     * Returns the number of features of a sample.
     *
     * @return n, at least 1
     */
    int features();

    /**
     * Returns the type of the numbers.
     *
     * @return FLOAT or DOUBLE
     */
    DataType dataType();

    /**
     * Tells whether the batch of one step may be another than that of the next.
     *
     * @return whether it may
     */
    boolean changeWithStep();

    /**
     * Describes the samples, so that a run is not resumed with others.
     *
     * @return the description
     */
    Fingerprint fingerprint();

    /**
     * Hands out what computes totals for one run.
     *
     * @param what what is added up
     * @return the totals, for one thread
     * @param <Q> what is asked
     * @param <S> the sum
     */
    <Q, S extends Sum<S>> Totals<Q, S> totals(SampleSum<Q, S> what);

    /**
     * Computes totals. It owns its buffers and belongs to one thread.
     *
     * @param <Q> what is asked
     * @param <S> the sum
     */
    @FunctionalInterface
    interface Totals<Q, S> {
        /**
         * Adds up the first samples.
         *
         * @param query what is asked
         * @param samples how many samples; where batches {@linkplain PartedSamples#changeWithStep do not change}, at most their
         *     size
         * @return the total
         * @throws IllegalArgumentException if the query does not fit the samples, or a sample is not to be used
         * @throws IllegalStateException if the samples are elsewhere, and those who have them cannot compute
         * @throws java.util.concurrent.CancellationException if the thread is interrupted; its flag stays set
         */
        S of(Q query, long samples);
    }

    /**
     * Returns the parts in which a total is added up.
     *
     * @param samples how many samples it is over
     * @return the parts: of so many samples where batches change with the step, and otherwise of all, cut at the same places
     *     for any number
     * @throws IllegalArgumentException if there are not so many
     */
    default SampleParts parts(long samples) {
        return changeWithStep()
                ? SampleParts.of(samples)
                : SampleParts.of(size()).first(samples);
    }

    /**
     * Returns samples whose parts are added up one after the other in this process, each by all threads.
     *
     * @param batches the samples
     * @return the parted samples
     */
    static PartedSamples of(Batches batches) {
        return new LocalSamples(batches);
    }
}
