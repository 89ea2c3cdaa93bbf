package org.autoencoder4j.data.internal;

import org.autoencoder4j.data.Batches;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Reads rows into a buffer of its own, by copying one after the other. */
public abstract class CopyingReader implements RowReader {
    private final Batches batches;
    private final RowBuffer buffer;

    public CopyingReader(Batches batches) {
        this.batches = batches;
        this.buffer = new RowBuffer(batches.dataType(), batches.features());
    }

    @Override
    public INDArray rows(long step, long from, long to) {
        RowBuffer.requireRange(step, from, to, batches.size());
        buffer.prepare(to - from);
        for (long row = from; row < to; row++) {
            copyRow(row, buffer.elements(), (row - from) * batches.features());
        }
        buffer.requireFinite(from, batches);
        return buffer.rows();
    }
}
