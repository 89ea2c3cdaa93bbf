package org.autoencoder4j.data.format.internal.array;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.Elements;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.internal.RowBuffer;
import org.autoencoder4j.data.internal.RowReader;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A mapped matrix as the batch of every step. */
public final class MappedBatches implements Batches {
    /** Rows of a matrix in Fortran order that are transposed at a time, so that their cache lines stay near. */
    private static final int TILE = 128;

    private final Path file;
    private final ArrayLayout layout;
    private final MappedNumbers numbers;
    private final DataType dataType;

    private MappedBatches(Path file, ArrayLayout layout, MappedNumbers numbers, DataType dataType) {
        this.file = file;
        this.layout = layout;
        this.numbers = numbers;
        this.dataType = dataType;
    }

    /** Maps the numbers of a file, whose layout is known to fit the file. */
    public static MappedBatches of(Path file, FileChannel channel, ArrayLayout layout, DataType type)
            throws IOException {
        if (layout.shape().isEmpty() || layout.length() == 0 || layout.columns() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(file + " has shape " + layout.shape()
                    + "; it must be a matrix with at least one row and one column and at most 2^31 - 1"
                    + " columns, or a vector");
        }
        return new MappedBatches(file, layout, MappedNumbers.of(file, channel, layout, type), type);
    }

    /** How the array lies in the file. */
    public ArrayLayout layout() {
        return layout;
    }

    /** The file. */
    public Path file() {
        return file;
    }

    @Override
    public long size() {
        return layout.rows();
    }

    @Override
    public int features() {
        return (int) layout.columns();
    }

    @Override
    public DataType dataType() {
        return dataType;
    }

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
        INDArray batch = Nd4j.createUninitialized(dataType, new long[] {size(), features()}, 'c');
        Elements target = Elements.of(batch);
        try (Work work = Work.begin("reading " + file.getFileName() + ": rows", size())) {
            for (long row = 0; row < size(); row += TILE) {
                long to = Math.min(row + TILE, size());
                copyTile(row, to, target, row * features());
                work.advance(to - row);
            }
        }
        RowBuffer.requireFinite(file, target, target.length(), features(), 0);
        return batch;
    }

    private void copyRows(long from, long to, Elements target) {
        copyRows(from, to, target, 0);
    }

    /** Copies rows to a place, unchecked. */
    void copyRows(long from, long to, Elements target, long at) {
        for (long row = from; row < to; row += TILE) {
            copyTile(row, Math.min(row + TILE, to), target, at + (row - from) * features());
        }
    }

    private void copyTile(long from, long to, Elements target, long at) {
        int features = features();
        if (layout.order() == 'c') {
            numbers.copyTo(from * features, (to - from) * features, target, at);
            return;
        }
        for (int column = 0; column < features; column++) {
            numbers.scatterTo(column * size() + from, to - from, target, at + layout.column(column), features);
        }
    }

    private final class MappedReader implements RowReader {
        private final RowBuffer buffer = new RowBuffer(dataType, features());

        @Override
        public INDArray rows(long step, long from, long to) {
            RowBuffer.requireRange(step, from, to, size());
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
        return "Batches[" + file + ", " + size() + " x " + features() + ", " + dataType
                + (layout.isFlattened() ? ", of " + layout.shapeText() : "") + "]";
    }
}
