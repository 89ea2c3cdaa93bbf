package org.autoencoder4j.data;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.Elements;
import org.autoencoder4j.data.internal.RowBuffer;
import org.autoencoder4j.data.internal.RowReader;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Some consecutive samples of each batch of a source. */
record RangeBatches(Batches source, long from, long to) implements Batches {
    RangeBatches {
        Checks.between("from", from, 0, source.size() - 1);
        Checks.between("to", to, from + 1, source.size());
    }

    @Override
    public long size() {
        return to - from;
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
        return source.changeWithStep();
    }

    @Override
    public Reader reader() {
        return new RangeReader(RowReader.of(source));
    }

    private final class RangeReader implements RowReader {
        private final RowReader rows;

        RangeReader(RowReader rows) {
            this.rows = rows;
        }

        @Override
        public INDArray rows(long step, long first, long end) {
            RowBuffer.requireRange(step, first, end, size());
            return rows.rows(step, from + first, from + end);
        }

        @Override
        public void copyRow(long row, Elements target, long at) {
            rows.copyRow(from + row, target, at);
        }
    }

    @Override
    public String toString() {
        return source + ", samples " + from + " to " + (to - 1);
    }
}
