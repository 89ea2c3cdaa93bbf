package org.autoencoder4j.data.internal;

import org.autoencoder4j.backend.internal.Elements;
import org.autoencoder4j.data.Batches;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A reader of batches that are the same at every step, which can copy single samples cheaply. */
public interface RowReader extends Batches.Reader {
    /** Copies a sample to the places {@code at .. at + n - 1} of the target. */
    void copyRow(long row, Elements target, long at);

    /** A new reader of batches that are the same at every step; if it cannot copy rows itself, it reads them one by one. */
    static RowReader of(Batches source) {
        Batches.Reader reader = source.reader();
        return reader instanceof RowReader ready ? ready : new OneByOne(reader);
    }

    /** Reads the samples of any source one by one. */
    record OneByOne(Batches.Reader reader) implements RowReader {
        @Override
        public INDArray rows(long step, long from, long to) {
            return reader.rows(step, from, to);
        }

        @Override
        public void copyRow(long row, Elements target, long at) {
            INDArray sample = reader.rows(0, row, row + 1);
            INDArray contiguous = Elements.isContiguous(sample) ? sample : sample.dup('c');
            Elements.of(contiguous).copyTo(0, contiguous.length(), target, at);
        }
    }
}
