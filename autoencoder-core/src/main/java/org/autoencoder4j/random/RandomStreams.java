package org.autoencoder4j.random;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A seed from which any number of independent random streams can be taken by name, step and block.
 *
 * <p>The same {@code (seed, purpose, step, block)} always gives the same stream, whichever thread asks and in
 * whichever order, so that a resumed, re-chunked or re-threaded run sees the same numbers. Samples are always drawn in
 * blocks of {@link #BLOCK_SIZE}; that number is part of the format and never changes.
 *
 * <p>The random bits are those of the JDK's {@code L64X128MixRandom}. Its 64-bit seed is a SplitMix64-style mix of the
 * four coordinates. Integers within bounds, normal and exponential numbers are made of these bits by Commons RNG, not by
 * the JDK, whose methods change between releases: so a seed gives the same numbers on every JDK. Immutable; threads may
 * share it.
 */
public final class RandomStreams implements Serializable {
    private static final long serialVersionUID = 1;

    /** Found once: to find it by name takes longer than to draw a block of samples. */
    private static final RandomGeneratorFactory<RandomGenerator> GENERATORS =
            RandomGeneratorFactory.of("L64X128MixRandom");

    /** The number of samples that one stream draws: block {@code b} holds samples {@code 256 b .. 256 b + 255}. */
    public static final int BLOCK_SIZE = 256;

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    private final long seed;

    private RandomStreams(long seed) {
        this.seed = seed;
    }

    /**
     * Returns the streams of a seed.
     *
     * @param seed any number
     * @return the streams
     */
    public static RandomStreams of(long seed) {
        return new RandomStreams(seed);
    }

    /**
     * Returns the seed.
     *
     * @return the seed
     */
    public long seed() {
        return seed;
    }

    /**
     * Returns a fresh generator at the start of one stream.
     *
     * @param purpose what the numbers are for, for example {@code "observations"}; streams of different purposes are
     *     independent
     * @param step the training step, or 0
     * @param block the block of samples, or 0
     * @return a generator of its own, at its start
     */
    public RandomGenerator at(String purpose, long step, long block) {
        long hash = mix(seed + GOLDEN_GAMMA);
        hash = mix(hash ^ fnv1a(purpose));
        hash = mix(hash + GOLDEN_GAMMA * (step + 1));
        hash = mix(hash ^ (GOLDEN_GAMMA * (block + 1)));
        return new StreamGenerator(GENERATORS.create(hash));
    }

    private static long fnv1a(String text) {
        long hash = FNV_OFFSET;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        return hash;
    }

    private static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    @Override
    public String toString() {
        return "RandomStreams[seed=" + seed + "]";
    }
}
