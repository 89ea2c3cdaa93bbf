package org.autoencoder4j.spark.internal;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.Fingerprint;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What samples are: the same on the driver and on every executor.
 *
 * @param sketch sums over the first block of the first step's batch, see {@link Fingerprint}
 */
public record Description(long size, int features, DataType type, boolean changeWithStep, List<Double> sketch)
        implements Serializable {
    public Description {
        sketch = new ArrayList<>(sketch);
    }

    public static Description of(Batches batches) {
        return of(batches.size(), batches);
    }

    /** Of more samples than the first ones that are known. */
    static Description of(long size, Batches first) {
        return new Description(
                size,
                first.features(),
                first.dataType(),
                first.changeWithStep(),
                Fingerprint.withoutDigest(first).sketch());
    }

    /** Bytes are not digested: on an executor that would be reading for nothing. */
    public Fingerprint fingerprint() {
        return new Fingerprint(size + " samples of " + features + " features, " + type, List.copyOf(sketch));
    }

    /** What differs, or empty. */
    Optional<String> differenceTo(Description other) {
        return changeWithStep == other.changeWithStep
                ? fingerprint().differenceTo(other.fingerprint())
                : Optional.of("one of them changes with the step, and the other does not");
    }

    @Override
    public String toString() {
        return size + " samples of " + features + " features, " + type
                + (changeWithStep ? ", others at each step" : "");
    }
}
