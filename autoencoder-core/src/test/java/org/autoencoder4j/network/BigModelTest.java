package org.autoencoder4j.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A model's arrays lie outside the Java heap; saving and loading them is to take next to none of it. */
class BigModelTest {
    private static TiedAutoencoder model(long features, int units) {
        INDArray weights = Nd4j.create(DataType.FLOAT, new long[] {features, units}, 'f');
        weights.putScalar(features - 1, units - 1, 7);
        return new TiedAutoencoder(weights, Nd4j.zeros(DataType.FLOAT, units), Activation.relu());
    }

    private static long allocatedBy(Work work) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private interface Work {
        void run() throws IOException;
    }

    @Test
    void savingAndLoadingTakesNoHeapForTheArrays(@TempDir Path folder) throws IOException {
        TiedAutoencoder small = model(2, 2);
        small.save(folder.resolve("small"));
        TiedAutoencoder.load(folder.resolve("small"));
        TiedAutoencoder model = model(1 << 12, 1 << 10);
        long saving = allocatedBy(() -> model.save(folder.resolve("model")));
        assertTrue(saving < 1 << 22, saving + " bytes of heap for a file of 16 MiB");
        long loading = allocatedBy(() -> TiedAutoencoder.load(folder.resolve("model")));
        assertTrue(loading < 1 << 22, loading + " bytes of heap for a file of 16 MiB");
    }

    /** An array of Java holds fewer than 2^31 bytes: these are more. It takes 5 GiB of memory and 2 of disk. */
    @Test
    @Tag("slow")
    void moreThanTwoGibibytesAreSavedAndLoaded(@TempDir Path folder) throws IOException {
        TiedAutoencoder model = model((1 << 19) + 1, 1 << 10);
        model.save(folder.resolve("model"));
        try (INDArray weights = TiedAutoencoder.load(folder.resolve("model")).weights()) {
            assertEquals(7, weights.getFloat(1 << 19, (1 << 10) - 1));
        } finally {
            model.weights().close();
        }
    }
}
