package org.autoencoder4j.data;

import org.autoencoder4j.linalg.Checks;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

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
     * Returns a new reader with buffers of its own; one thread uses one reader.
     *
     * @return a reader
     */
    Reader reader();

    /**
     * Returns the batches that are one array at every step.
     *
     * @param observations Y, {@code N x n}
     * @return the batches
     */
    static Batches of(INDArray observations) {
        return new ArrayBatches(Checks.matrix("observations", observations));
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
