package org.autoencoder4j.spark;

import java.io.IOException;
import java.io.Serializable;
import org.autoencoder4j.data.Batches;

/**
 * Says how a process opens the samples: on the driver, and in each task slot of the executors. It is sent to them, so what a lambda
 * refers to must be serialisable: models, laws, streams, numbers and names of files are. Examples:
 *
 * <ul>
 *   <li>fresh samples, which need no storage: {@code () -> model.batches(streams, n)};
 *   <li>a folder of {@code .npy} files that all machines see: {@code () -> Shards.of(Path.of("/data/shards"), DataType.FLOAT)};
 *   <li>one file that all machines see: {@code () -> Npy.map(Path.of("/data/x.npy"))}.
 * </ul>
 */
@FunctionalInterface
public interface BatchesSource extends Serializable {
    /**
     * Opens the samples. Every call, wherever it is made, must give the same.
     *
     * @return the samples
     * @throws IOException if they cannot be read
     * @throws IllegalArgumentException if they are not to be used
     */
    Batches open() throws IOException;
}
