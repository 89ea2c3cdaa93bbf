package org.autoencoder4j.data;

import org.autoencoder4j.data.internal.Elements;

/** A reader of batches that are the same at every step, which can copy single samples cheaply. */
interface RowReader extends Batches.Reader {
    /** Copies a sample to the places {@code at .. at + n - 1} of the target. */
    void copyRow(long row, Elements target, long at);
}
