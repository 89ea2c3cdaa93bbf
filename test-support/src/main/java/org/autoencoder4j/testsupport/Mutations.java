package org.autoencoder4j.testsupport;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Damages files, each time in another way: flipped bits, cut ends, pieces copied, moved or left out, bytes and numerals
 * put in, great numbers written over small ones. Half of the damage is done to the first 128 bytes, where headers are.
 *
 * <p>A mutation is a function of the seed, the original and the mutation's number.
 */
public final class Mutations {
    private static final int HEADER = 128;
    private static final int MOST_CHANGES = 3;
    private static final int MOST_BITS = 16;
    private static final long MIXER = 0x9E3779B97F4A7C15L;
    private static final long[] EXTREMES = {
        -1, 0, 1, 0x7F, 0x80, 0xFFFF, 0x7FFF, 0x7FFFFFFF, 0x80000000L, 0xFFFFFFFFL, Long.MAX_VALUE, Long.MIN_VALUE
    };
    private static final String[] NUMERALS = {
        "999999999999999999",
        "4294967296",
        "2147483648",
        "-1",
        "0",
        "1e999",
        "1e39",
        "-0.0",
        "NaN",
        "null",
        "1,".repeat(2000),
        "[".repeat(5000)
    };

    private final long seed;

    private Mutations(long seed) {
        this.seed = seed;
    }

    /**
     * Returns the mutations of a seed.
     *
     * @param seed the seed
     * @return the mutations
     */
    public static Mutations of(long seed) {
        return new Mutations(seed);
    }

    /**
     * Returns a damaged copy.
     *
     * @param original the undamaged bytes
     * @param number which mutation, any number
     * @return the damaged bytes, which are seldom the same as the original
     */
    public byte[] mutate(byte[] original, long number) {
        SplittableRandom random = new SplittableRandom(seed + MIXER * number);
        byte[] bytes = original.clone();
        for (int change = random.nextInt(MOST_CHANGES) + 1; change > 0; change--) {
            bytes = change(bytes, random);
        }
        return bytes;
    }

    private static byte[] change(byte[] bytes, SplittableRandom random) {
        int at = place(bytes, random);
        int end = Math.min(bytes.length, at + random.nextInt(1 + Math.max(1, bytes.length / 4)));
        return switch (random.nextInt(8)) {
            case 0 -> flipped(bytes, random);
            case 1 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 2 -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
            case 3 -> spliced(bytes, at, end, new byte[0]);
            case 4 -> spliced(bytes, place(bytes, random), Arrays.copyOfRange(bytes, at, end));
            case 5 -> spliced(bytes, at, noise(random));
            case 6 -> numeral(bytes, at, random);
            default -> spliced(bytes, at, extreme(random));
        };
    }

    /** A place, in the header or anywhere; from 0 to the length. */
    private static int place(byte[] bytes, SplittableRandom random) {
        int range = random.nextBoolean() ? Math.min(HEADER, bytes.length) : bytes.length;
        return random.nextInt(range + 1);
    }

    private static byte[] flipped(byte[] bytes, SplittableRandom random) {
        for (int bit = random.nextInt(MOST_BITS) + 1; bit > 0 && bytes.length > 0; bit--) {
            bytes[Math.min(place(bytes, random), bytes.length - 1)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private static byte[] noise(SplittableRandom random) {
        byte[] noise = new byte[random.nextInt(64) + 1];
        random.nextBytes(noise);
        return noise;
    }

    /** A number of 1 to 8 bytes at an end of its range, in one of both byte orders. */
    private static byte[] extreme(SplittableRandom random) {
        long value = EXTREMES[random.nextInt(EXTREMES.length)];
        byte[] bytes = new byte[1 << random.nextInt(4)];
        boolean little = random.nextBoolean();
        for (int i = 0; i < bytes.length; i++) {
            bytes[little ? i : bytes.length - 1 - i] = (byte) (value >>> (8 * i));
        }
        return bytes;
    }

    /** Puts a numeral in the place of the next one, or where there is none. */
    private static byte[] numeral(byte[] bytes, int at, SplittableRandom random) {
        byte[] numeral = NUMERALS[random.nextInt(NUMERALS.length)].getBytes(StandardCharsets.US_ASCII);
        int start = at;
        while (start < bytes.length && !Character.isDigit(bytes[start])) {
            start++;
        }
        int end = start;
        while (end < bytes.length && Character.isDigit(bytes[end])) {
            end++;
        }
        return start < end ? spliced(bytes, start, end, numeral) : spliced(bytes, at, at, numeral);
    }

    /** Writes a piece over what stands at a place. */
    private static byte[] spliced(byte[] bytes, int at, byte[] piece) {
        return spliced(bytes, at, Math.min(bytes.length, at + piece.length), piece);
    }

    /** Puts a piece in the place of a range. */
    private static byte[] spliced(byte[] bytes, int from, int to, byte[] piece) {
        byte[] spliced = Arrays.copyOf(bytes, bytes.length - (to - from) + piece.length);
        System.arraycopy(piece, 0, spliced, from, piece.length);
        System.arraycopy(bytes, to, spliced, from + piece.length, bytes.length - to);
        return spliced;
    }
}
