package org.autoencoder4j.gradient;

import java.util.function.LongConsumer;
import org.autoencoder4j.data.Batches;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Batches of which each reading is told to a test before it takes place, by the end of the range that is read. The test may
 * throw, or wait.
 */
public record WatchedBatches(Batches source, LongConsumer reading) implements Batches {
    @Override
    public boolean changeWithStep() {
        return source.changeWithStep();
    }

    @Override
    public long size() {
        return source.size();
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
    public Reader reader() {
        Reader reader = source.reader();
        return (step, from, to) -> {
            reading.accept(to);
            return reader.rows(step, from, to);
        };
    }
}
