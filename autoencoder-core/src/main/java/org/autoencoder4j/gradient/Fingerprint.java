package org.autoencoder4j.gradient;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.provenance.DataDigest;
import org.autoencoder4j.provenance.Provenance;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * By what a run knows its data again: their sizes and type, and a sketch of the first block of the first step's batch. The
 * sketch are sums of the block's numbers, weighted so that their order matters; on another processor they are the same up
 * to rounding, where a digest of the bytes would not be.
 *
 * @param data sizes and type, in words
 * @param sketch the sums, empty if there is none
 * @param digest the digest of their bytes, for the {@link Provenance} of a result: a run is not refused because of it
 */
public record Fingerprint(String data, List<Double> sketch, Optional<DataDigest> digest) {
    /** The fingerprint of data about which nothing is known. */
    public static final Fingerprint NONE = new Fingerprint("unknown", List.of());

    /** Relative to the length of the block: rounding on any processor is less, other data are more. */
    private static final double SAME = 1e-4;

    private static final int SUMS = 3;

    /**
     * Makes a fingerprint.
     *
     * @param data sizes and type, in words
     * @param sketch the sums
     * @param digest the digest of their bytes
     */
    public Fingerprint {
        sketch = List.copyOf(sketch);
    }

    /**
     * Makes a fingerprint without a digest.
     *
     * @param data sizes and type, in words
     * @param sketch the sums
     */
    public Fingerprint(String data, List<Double> sketch) {
        this(data, sketch, Optional.empty());
    }

    /**
     * Reads the first block of the first step. Cost: at most 256 rows, and those that {@link DataDigest#of} reads.
     *
     * @param batches the data
     * @return their fingerprint
     */
    public static Fingerprint of(Batches batches) {
        Fingerprint sketched = withoutDigest(batches);
        return new Fingerprint(sketched.data, sketched.sketch, Optional.of(DataDigest.of(batches)));
    }

    /**
     * Reads the first block of the first step, and digests nothing. Cost: at most 256 rows.
     *
     * @param batches the data
     * @return sizes, type and sketch
     */
    public static Fingerprint withoutDigest(Batches batches) {
        long rows = Math.min(batches.size(), RandomStreams.BLOCK_SIZE);
        INDArray block = batches.reader().rows(0, 0, rows);
        double[] numbers = block.castTo(DataType.DOUBLE).dup('c').data().asDouble();
        double[] sums = new double[SUMS];
        for (int i = 0; i < numbers.length; i++) {
            sums[0] += numbers[i] * numbers[i];
            sums[1] += numbers[i] * weight(i, 1);
            sums[2] += numbers[i] * weight(i, 2);
        }
        sums[0] = Math.sqrt(sums[0]);
        return new Fingerprint(
                batches.size() + " samples of " + batches.features() + " features, " + batches.dataType(),
                List.of(sums[0], sums[1], sums[2]));
    }

    /** A fixed number between -1 and 1 that no pattern of data is orthogonal to by accident. */
    private static double weight(int place, int sum) {
        return Math.floorMod((place * 0x9E3779B9L * (2L * sum + 1)) >>> 7, 2001) / 1000.0 - 1;
    }

    /**
     * Compares with the fingerprint of the data at hand.
     *
     * @param now the other
     * @return what differs, or empty if nothing does as far as both are known
     */
    public Optional<String> differenceTo(Fingerprint now) {
        if (equals(NONE) || now.equals(NONE)) {
            return Optional.empty();
        }
        if (!data.equals(now.data)) {
            return Optional.of("its data were " + data + "; these are " + now.data);
        }
        if (sketch.isEmpty() && now.sketch.isEmpty()) {
            return Optional.empty();
        }
        if (sketch.size() != now.sketch.size()) {
            return Optional.of("its data had a sketch of " + sketch.size() + " sums; these have " + now.sketch.size());
        }
        double scale = SAME * Math.max(Math.abs(sketch.get(0)), Math.abs(now.sketch.get(0)));
        boolean same =
                IntStream.range(0, sketch.size()).allMatch(i -> Math.abs(sketch.get(i) - now.sketch.get(i)) <= scale);
        return same
                ? Optional.empty()
                : Optional.of("the first samples of its first batch were others (their sums are " + now.sketch
                        + " in place of " + sketch + ")");
    }
}
