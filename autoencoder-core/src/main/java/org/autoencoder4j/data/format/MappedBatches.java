package org.autoencoder4j.data.format;

import java.nio.file.Path;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.Elements;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.internal.RowBuffer;
import org.autoencoder4j.data.internal.RowReader;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A mapped matrix as the batch of every step. */
record MappedBatches(Path file, Elements elements, char order, long size, int features, DataType dataType)
        implements Batches {
    /** Rows of a matrix in Fortran order that are transposed at a time, so that their cache lines stay near. */
    private static final int TILE = 128;

    @Override
    public boolean changeWithStep() {
        return false;
    }

    @Override
    public Reader reader() {
        return new MappedReader();
    }

    /** Copies the file's numbers at once. */
    @Override
    public INDArray batch(long step) {
        Checks.atLeast("step", step, 0);
        INDArray batch = Nd4j.createUninitialized(dataType, new long[] {size, features}, 'c');
        Elements target = Elements.of(batch);
        copyRows(0, size, target);
        RowBuffer.requireFinite(file, target, target.length(), features, 0);
        return batch;
    }

    private void copyRows(long from, long to, Elements target) {
        for (long row = from; row < to; row += TILE) {
            copyTile(row, Math.min(row + TILE, to), target, (row - from) * features);
        }
    }

    private void copyTile(long from, long to, Elements target, long at) {
        if (order == 'c') {
            elements.copyTo(from * features, (to - from) * features, target, at);
            return;
        }
        for (int column = 0; column < features; column++) {
            elements.scatterTo(column * size + from, to - from, target, at + column, features);
        }
    }

    private final class MappedReader implements RowReader {
        private final RowBuffer buffer = new RowBuffer(dataType, features);

        @Override
        public INDArray rows(long step, long from, long to) {
            RowBuffer.requireRange(step, from, to, size);
            buffer.prepare(to - from);
            copyRows(from, to, buffer.elements());
            buffer.requireFinite(from, file);
            return buffer.rows();
        }

        @Override
        public void copyRow(long row, Elements target, long at) {
            copyTile(row, row + 1, target, at);
        }
    }

    @Override
    public String toString() {
        return "Batches[" + file + ", " + size + " x " + features + ", " + dataType + "]";
    }
}
