package org.autoencoder4j.benchmarks;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The sizes of a measurement.
 *
 * @param features n
 * @param units m
 * @param sparsity k
 * @param samples N
 * @param threads how many processors may be used
 */
record Sizes(int features, int units, int sparsity, int samples, int threads) {
    /** The processors of this machine. */
    static final int MOST_THREADS = Runtime.getRuntime().availableProcessors();

    /** Returns the powers of 2 up to the number of processors. */
    static List<Integer> threadCounts() {
        return IntStream.iterate(1, count -> count <= MOST_THREADS, count -> 2 * count)
                .boxed()
                .toList();
    }

    /** Returns the size of all samples. */
    double sampleBytes(int width) {
        return (double) width * features * samples;
    }
}
