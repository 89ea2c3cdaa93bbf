package org.autoencoder4j.spark.internal;

import java.io.Serializable;
import org.autoencoder4j.data.Batches;
import org.nd4j.linalg.api.buffer.DataType;

/** What samples are: the same on the driver and on every executor. */
public record Description(long size, int features, DataType type, boolean changeWithStep) implements Serializable {
    public static Description of(Batches batches) {
        return new Description(batches.size(), batches.features(), batches.dataType(), batches.changeWithStep());
    }

    @Override
    public String toString() {
        return size + " samples of " + features + " features, " + type
                + (changeWithStep ? ", others at each step" : "");
    }
}
