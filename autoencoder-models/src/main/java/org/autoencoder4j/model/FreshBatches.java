package org.autoencoder4j.model;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Batches that a model draws when they are read. */
record FreshBatches(Sampler sampler, RandomStreams streams, long size) implements Batches {
    @Override
    public int features() {
        return sampler.features();
    }

    @Override
    public DataType dataType() {
        return sampler.dataType();
    }

    @Override
    public boolean changeWithStep() {
        return true;
    }

    @Override
    public Reader reader() {
        return new FreshReader();
    }

    private final class FreshReader implements Reader {
        private INDArray buffer = sampler.newObservations(1);

        @Override
        public INDArray rows(long step, long from, long to) {
            Checks.atLeast("step", step, 0);
            Checks.between("from", from, 0, size - 1);
            Checks.between("to", to, from + 1, size);
            if (buffer.rows() < to - from) {
                buffer = sampler.newObservations(to - from);
            }
            sampler.fill(streams, step, from, to, buffer, (sample, code) -> {});
            return buffer.rows() == to - from ? buffer : buffer.get(NDArrayIndex.interval(0, to - from));
        }
    }
}
