package org.autoencoder4j.data;

import org.autoencoder4j.progress.Work;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * An endless sequence of batches of observations: the batch of step {@code s} is a fixed function of {@code s}.
 *
 * <p>A batch has {@link #size()} samples (rows) of {@link #features()} numbers each and is read piece by piece, so that
 * it need not fit in memory. Implementations are immutable and may be shared by threads; a {@link Reader} may not.
 */
public interface Batches {
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
     * @return {@code FLOAT} or {@code DOUBLE}
     */
    DataType dataType();

    /**
     * Tells whether the batch of one step may be another than that of the next.
     *
     * @return whether it may; if not, the batch of step 0 is that of every step
     */
    boolean changeWithStep();

    /**
     * Returns a new reader with buffers of its own; one thread uses one reader.
     *
     * @return a reader
     */
    Reader reader();

    /**
     * Returns one array as the batch of every step. The array is wrapped: the caller gives it up. Only one that is not
     * contiguous in 'c' order is copied, once. Cost: one pass, to see that all entries are finite.
     *
     * @param observations Y, {@code N x n}, FLOAT or DOUBLE, with at least one row and one column
     * @return the batches; their readers return views
     * @throws IllegalArgumentException if it is no such matrix, or has an entry that is NaN or infinite
     */
    static Batches of(INDArray observations) {
        return new ArrayBatches(observations);
    }

    /**
     * Returns mini-batches of these samples, drawn without replacement, epoch by epoch: an epoch takes the samples in a
     * new random order and cuts them into {@code floor(N / size)} batches; the at most {@code size - 1} samples that
     * remain are left out of that epoch. The batch of a step is a function of the step and of the streams' seed.
     *
     * <p>These batches must be the same at every step, as those from arrays and files are. Cost: 4 bytes
     * a sample for each reader, O(N) at the first step of an epoch, and one copy of each row that is read.
     *
     * @param size the number of samples in a mini-batch, from 1 to N
     * @param streams the source of randomness; its purpose {@code "shuffle"} is used, with the epoch as the step
     * @return the mini-batches
     * @throws IllegalArgumentException if these batches {@linkplain #changeWithStep change} with the step, size is not in
     *     its range, or there are more than 2^31 - 1 samples
     */
    default Batches shuffled(int size, RandomStreams streams) {
        return new ShuffledBatches(this, size, streams);
    }

    /**
     * Returns the samples {@code from .. to - 1} of each of these batches as batches of their own. Nothing is copied; errors
     * name rows as these batches number them.
     *
     * @param from the first sample, at least 0
     * @param to one past the last sample; {@code from < to <= size()}
     * @return the batches, of size {@code to - from}
     * @throws IllegalArgumentException if the range is empty or reaches beyond the batch
     */
    default Batches range(long from, long to) {
        return new RangeBatches(this, from, to);
    }

    /**
     * Returns the whole batch of a step in memory. Cost: {@code N n} numbers of memory, and less than 1 MB beyond for
     * usual n.
     *
     * @param step the step, at least 0
     * @return an {@code N x n} array in 'c' order, the caller's own
     */
    default INDArray batch(long step) {
        INDArray batch = Nd4j.createUninitialized(dataType(), new long[] {size(), features()}, 'c');
        Reader reader = reader();
        try (Work work = Work.begin("batch: samples", size())) {
            for (long from = 0; from < size(); from += RandomStreams.BLOCK_SIZE) {
                long to = Math.min(from + RandomStreams.BLOCK_SIZE, size());
                batch.get(NDArrayIndex.interval(from, to)).assign(reader.rows(step, from, to));
                work.advance(to - from);
            }
        }
        return batch;
    }

    /** Reads consecutive samples of a batch. Not to be shared by threads. */
    @FunctionalInterface
    interface Reader {
        /**
         * Returns the samples {@code from .. to - 1} of the batch of a step.
         *
         * @param step the step, at least 0
         * @param from the first sample, at least 0
         * @param to one past the last sample; {@code from < to <= size()}
         * @return a {@code (to - from) x n} array in 'c' order, which the caller must not change and which is valid
         *     until the next call on this reader: it may be a view of the data or a buffer that is used again
         * @throws IllegalArgumentException if the range is empty or reaches beyond the batch
         */
        INDArray rows(long step, long from, long to);
    }
}
