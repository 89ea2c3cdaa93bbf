package org.autoencoder4j.parts;

import java.io.Serializable;
import org.autoencoder4j.data.Batches;

/**
 * Something that is a sum over samples, as a gradient is: what one range of samples adds to it, given a query, for example the
 * present parameters. Immutable; it travels to where the samples are, so its fields are small and serialisable, and two with equal
 * fields are equal. The query and the sums travel as bytes.
 *
 * @param <Q> what is asked
 * @param <S> the sum
 */
public interface SampleSum<Q, S extends Sum<S>> extends Serializable {
    /**
     * Adds up ranges of samples. It owns its buffers and belongs to one thread at a time.
     *
     * @param <Q> what is asked
     * @param <S> the sum
     */
    interface Adder<Q, S> {
        /**
         * Takes a query, which holds until the next.
         *
         * @param query what is asked
         * @throws IllegalArgumentException if it does not fit the samples
         */
        void begin(Q query);

        /**
         * Adds up the samples {@code from .. to - 1}. The answer depends on them and the query alone, to the last bit: not on the
         * number of threads, and not on what was added up before.
         *
         * @param from the first sample, a multiple of {@link org.autoencoder4j.random.RandomStreams#BLOCK_SIZE}
         * @param to one past the last
         * @return a sum of its own
         * @throws IllegalArgumentException if a sample is not to be used, as one with a NaN
         */
        S sum(long from, long to);

        /** Lets go of the query; buffers stay. By default it does nothing. */
        default void end() {}
    }

    /**
     * Makes what adds up.
     *
     * @param batches the samples
     * @return the adder, for one thread at a time
     */
    Adder<Q, S> adder(Batches batches);

    /**
     * Writes a query down.
     *
     * @param query what is asked
     * @return bytes, fewer than 2^31
     */
    byte[] toBytes(Q query);

    /**
     * Reads a query.
     *
     * @param bytes what {@link #toBytes} made
     * @return the same query, to the last bit
     */
    Q query(byte[] bytes);

    /**
     * Reads a sum.
     *
     * @param bytes what {@link Sum#toBytes} made
     * @return the same sum, to the last bit
     */
    S sum(byte[] bytes);
}
