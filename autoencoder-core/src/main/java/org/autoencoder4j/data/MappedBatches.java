package org.autoencoder4j.data;

import java.nio.file.Path;
import org.autoencoder4j.data.internal.Elements;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A mapped matrix as the batch of every step. */
record MappedBatches(Path file, Elements elements, char order, long size, int features, DataType dataType)
        implements Batches {
    @Override
    public Reader reader() {
        return new MappedReader();
    }

    private final class MappedReader implements RowReader {
        /** Rows of a matrix in Fortran order that are transposed at a time, so that their cache lines stay near. */
        private static final int TILE = 128;

        private final RowBuffer buffer = new RowBuffer(dataType, features);

        @Override
        public INDArray rows(long step, long from, long to) {
            RowBuffer.requireRange(step, from, to, size);
            buffer.prepare(to - from);
            for (long row = from; row < to; row += TILE) {
                copyRows(row, Math.min(row + TILE, to), buffer.elements(), (row - from) * features);
            }
            buffer.requireFinite(from, file);
            return buffer.rows();
        }

        @Override
        public void copyRow(long row, Elements target, long at) {
            copyRows(row, row + 1, target, at);
        }

        private void copyRows(long from, long to, Elements target, long at) {
            if (order == 'c') {
                elements.copyTo(from * features, (to - from) * features, target, at);
                return;
            }
            for (int column = 0; column < features; column++) {
                elements.scatterTo(column * size + from, to - from, target, at + column, features);
            }
        }
    }

    @Override
    public String toString() {
        return "Batches[" + file + ", " + size + " x " + features + ", " + dataType + "]";
    }
}
