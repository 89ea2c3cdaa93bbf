package org.autoencoder4j.provenance;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Which data they were: their sizes and type, and the SHA-256 of the first samples of the batch of step 0, as many as
 * {@code digested} says. What is digested are their numbers row by row, each as the 4 or 8 bytes of its IEEE 754 form, the
 * least byte first; so the same numbers have the same digest whatever file they come from. One other bit in a digested sample
 * makes another digest; samples behind the digested ones, and later batches, are not looked at. Samples that are drawn or
 * whitened may differ in last digits on another core type of the BLAS, and their digest with them.
 *
 * @param samples the samples N of a batch, at least 1
 * @param features the features n of a sample, at least 1
 * @param type the type of the numbers, {@code FLOAT} or {@code DOUBLE}
 * @param digested how many of the samples are digested, from 1 to N
 * @param sha256 64 hexadecimal digits
 */
public record DataDigest(long samples, int features, DataType type, long digested, String sha256) {
    /** So many numbers are read without being asked: some milliseconds. */
    private static final long FEW = 1 << 18;

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    /**
     * Puts a digest together.
     *
     * @param samples N
     * @param features n
     * @param type FLOAT or DOUBLE
     * @param digested the samples that are digested
     * @param sha256 their digest
     * @throws IllegalArgumentException if a number is out of its range, the type is another, or the digest is none
     */
    public DataDigest {
        Checks.atLeast("samples", samples, 1);
        Checks.atLeast("features", features, 1);
        Checks.between("digested", digested, 1, samples);
        if (type != DataType.FLOAT && type != DataType.DOUBLE) {
            throw new IllegalArgumentException("type is " + type + "; it must be FLOAT or DOUBLE");
        }
        if (!SHA_256.matcher(sha256).matches()) {
            throw new IllegalArgumentException(
                    "sha256 is \"" + sha256 + "\"; it must be 64 hexadecimal digits in lower case");
        }
    }

    /**
     * Digests the first samples of the batch of step 0, as many as have 2^18 = 262144 numbers together, and at least one. So it
     * costs milliseconds however large the data are, and of a mapped file little is read. Smaller data are digested whole.
     *
     * @param batches the data
     * @return the digest
     */
    public static DataDigest of(Batches batches) {
        return first(batches, Math.max(1, FEW / batches.features()));
    }

    /**
     * Digests all samples of the batch of step 0. Cost: all of them are read once, in pieces of at most 256, and digested at some
     * hundred megabytes a second; memory does not grow.
     *
     * @param batches the data
     * @return the digest
     */
    public static DataDigest ofAll(Batches batches) {
        return first(batches, Long.MAX_VALUE);
    }

    private static DataDigest first(Batches batches, long most) {
        long digested = Math.min(batches.size(), most);
        MessageDigest digest = newDigest();
        Batches.Reader reader = batches.reader();
        long piece = Math.max(1, Math.min(RandomStreams.BLOCK_SIZE, FEW / batches.features()));
        for (long from = 0; from < digested; from += piece) {
            long to = Math.min(digested, from + piece);
            for (double[] row : HeapMatrix.rows(reader.rows(0, from, to))) {
                digest.update(bytes(row, batches.dataType()));
            }
        }
        return new DataDigest(
                batches.size(),
                batches.features(),
                batches.dataType(),
                digested,
                HexFormat.of().formatHex(digest.digest()));
    }

    private static ByteBuffer bytes(double[] row, DataType type) {
        ByteBuffer bytes = ByteBuffer.allocate(row.length * type.width()).order(ByteOrder.LITTLE_ENDIAN);
        for (double number : row) {
            if (type == DataType.DOUBLE) {
                bytes.putDouble(number);
            } else {
                bytes.putFloat((float) number);
            }
        }
        return bytes.flip();
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Returns the sizes in words.
     *
     * @return for example {@code "20000 samples of 784 features, FLOAT, the first 334 digested"}
     */
    public String words() {
        return samples + " samples of " + features + " features, " + type + ", "
                + (digested == samples ? "all" : "the first " + digested) + " digested";
    }
}
