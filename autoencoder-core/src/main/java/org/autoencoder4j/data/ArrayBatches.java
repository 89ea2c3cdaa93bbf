package org.autoencoder4j.data;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** One array as the batch of every step. */
record ArrayBatches(INDArray observations) implements Batches {
    @Override
    public long size() {
        return observations.rows();
    }

    @Override
    public int features() {
        return observations.columns();
    }

    @Override
    public DataType dataType() {
        return observations.dataType();
    }

    @Override
    public Reader reader() {
        return (step, from, to) -> observations.get(NDArrayIndex.interval(from, to));
    }
}
