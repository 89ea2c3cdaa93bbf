package org.autoencoder4j.data.preprocessing;

import java.util.Optional;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Batches that are transformed when they are read. */
record PreprocessedBatches(Batches source, Preprocessing preprocessing) implements Batches {
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
    public boolean changeWithStep() {
        return source.changeWithStep();
    }

    /** Shuffles what is not transformed yet: then a piece of a mini-batch is one product, not one for each row. */
    @Override
    public Batches shuffled(int size, RandomStreams streams) {
        return new PreprocessedBatches(source.shuffled(size, streams), preprocessing);
    }

    @Override
    public Reader reader() {
        return new PreprocessedReader();
    }

    private final class PreprocessedReader implements Reader {
        private final Reader reader = source.reader();
        private Optional<INDArray> previous = Optional.empty();

        @Override
        public INDArray rows(long step, long from, long to) {
            INDArray rows = preprocessing.apply(reader.rows(step, from, to));
            // Without this, memory would grow until the garbage collector finds the rows that nobody may use any more.
            previous.filter(INDArray::closeable).ifPresent(INDArray::close);
            previous = Optional.of(rows);
            return rows;
        }
    }
}
