package org.autoencoder4j.benchmarks;

import java.util.List;

/** What grows while all else stays. */
enum ScalingAxis {
    /** N, at sizes of which 10^6 samples fit. */
    SAMPLES("N", "n = 64, m = 128, k = 4"),
    /** m. */
    UNITS("m", "n = 256, k = 8, N = 20000"),
    /** k. */
    SPARSITY("k", "n = 256, m = 512, N = 20000"),
    /** n. */
    FEATURES("n", "m = 512, k = 8, N = 20000"),
    /** Threads: powers of 2, up to the processors of this machine. */
    THREADS("threads", "n = 256, m = 512, k = 8, N = 20000");

    private final String symbol;
    private final String fixed;

    ScalingAxis(String symbol, String fixed) {
        this.symbol = symbol;
        this.fixed = fixed;
    }

    String symbol() {
        return symbol;
    }

    /** What stays the same. */
    String fixed() {
        return fixed;
    }

    /** Where it is measured, in ascending order. */
    List<Integer> steps() {
        return switch (this) {
            case SAMPLES -> List.of(1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000);
            case UNITS -> List.of(64, 128, 256, 512, 1024, 2048, 4096);
            case SPARSITY -> List.of(1, 2, 4, 8, 16, 32, 64);
            case FEATURES -> List.of(32, 64, 128, 256, 512, 1024, 2048);
            case THREADS -> Sizes.threadCounts();
        };
    }

    Sizes at(int step) {
        int all = Sizes.MOST_THREADS;
        return switch (this) {
            case SAMPLES -> new Sizes(64, 128, 4, step, all);
            case UNITS -> new Sizes(256, step, 8, 20_000, all);
            case SPARSITY -> new Sizes(256, 512, step, 20_000, all);
            case FEATURES -> new Sizes(step, 512, 8, 20_000, all);
            case THREADS -> new Sizes(256, 512, 8, 20_000, step);
        };
    }
}
