package org.autoencoder4j.learn;

import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.Elements;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.internal.CopyingReader;
import org.autoencoder4j.data.internal.RowReader;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;

/** Samples of batches that are the same at every step: some of them, or all in another order. */
final class SelectedSamples implements Batches {
    private static final long EVERY = 10;

    private final Batches source;
    private final long size;
    private final LongUnaryOperator number;

    private SelectedSamples(Batches source, long size, LongUnaryOperator number) {
        this.source = source;
        this.size = size;
        this.number = number;
    }

    /** Every tenth sample: 9, 19, 29, ... */
    static Batches heldOut(Batches source) {
        return new SelectedSamples(source, source.size() / EVERY, row -> EVERY * row + EVERY - 1);
    }

    /** All samples that are not {@link #heldOut}. */
    static Batches others(Batches source) {
        return new SelectedSamples(source, source.size() - source.size() / EVERY, row -> row + row / (EVERY - 1));
    }

    /**
     * All samples in one random order, so that as many as there are, from anywhere on and round, are each of them once.
     * Memory: 4 bytes a sample.
     */
    static Batches inRandomOrder(Batches source, RandomStreams streams) {
        Checks.between("size of the data", source.size(), 1, Integer.MAX_VALUE - 8);
        int[] order = new int[(int) source.size()];
        RandomGenerator random = streams.at("order", 0, 0);
        for (int i = 0; i < order.length; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return new SelectedSamples(source, order.length, row -> order[(int) row]);
    }

    @Override
    public long size() {
        return size;
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
                rows.copyRow(number.applyAsLong(row), target, at);
            }
        };
    }

    @Override
    public String toString() {
        return size + " samples of " + source;
    }
}
