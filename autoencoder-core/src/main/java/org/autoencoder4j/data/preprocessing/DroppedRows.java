package org.autoencoder4j.data.preprocessing;

import org.autoencoder4j.backend.internal.Elements;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.internal.CopyingReader;
import org.autoencoder4j.data.internal.RowReader;
import org.nd4j.linalg.api.buffer.DataType;

/** Batches that are the same at every step, without some of their samples. */
final class DroppedRows implements Batches {
    private final Batches source;
    private final long[] dropped;

    /** The numbers of the samples that are left out rise. */
    DroppedRows(Batches source, long[] dropped) {
        this.source = source;
        this.dropped = dropped;
    }

    @Override
    public long size() {
        return source.size() - dropped.length;
    }

    @Override
    public int features() {
        return source.features();
    }

    @Override
    public DataType dataType() {
        return source.dataType();
    }

    @Override
    public boolean changeWithStep() {
        return false;
    }

    @Override
    public Reader reader() {
        RowReader rows = RowReader.of(source);
        return new CopyingReader(this) {
            @Override
            public void copyRow(long row, Elements target, long at) {
                rows.copyRow(numberInSource(row), target, at);
            }
        };
    }

    /** Bisection: before dropped sample i, {@code dropped[i] - i} samples are kept. */
    private long numberInSource(long row) {
        int low = 0;
        int high = dropped.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (dropped[middle] - middle <= row) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return row + low;
    }

    @Override
    public String toString() {
        return source + " without " + dropped.length + " samples";
    }
}
