package org.autoencoder4j.learn.sweep.internal;

import java.util.ArrayList;
import java.util.List;
import org.autoencoder4j.data.Batches;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batches as one endless row of samples: the batch of step 0, that of step 1 and so on; if they are all the same, it begins
 * again and again.
 */
public record SampleStream(Batches batches) {
    /** Some samples that follow each other in a batch. */
    public record Part(long step, long from, int count) {}

    /** Cuts samples into parts of at most a given size, in a way that depends on their places alone. */
    public List<Part> parts(long first, long count, int most) {
        List<Part> parts = new ArrayList<>();
        long at = first;
        while (at < first + count) {
            long from = at % batches.size();
            long size = Math.min(Math.min(most, first + count - at), batches.size() - from);
            long step = batches.changeWithStep() ? at / batches.size() : 0;
            parts.add(new Part(step, from, (int) size));
            at += size;
        }
        return parts;
    }

    /** Reads a part. */
    public static INDArray rows(Batches.Reader reader, Part part) {
        return reader.rows(part.step(), part.from(), part.from() + part.count());
    }
}
