package org.autoencoder4j.train.internal;

import org.autoencoder4j.linalg.internal.Lanes;

/** Cuts the units into blocks on which the workers work, the same whatever their number. */
final class Columns {
    private static final int LEAST = 32;
    private static final int BLOCKS = 8;

    private final int units;
    private final int width;

    /** What to do with the units {@code first .. first + count - 1}. */
    @FunctionalInterface
    interface Block {
        void run(int worker, int first, int count);
    }

    Columns(int units) {
        this.units = units;
        this.width = Math.max(LEAST, (units + BLOCKS - 1) / BLOCKS);
    }

    int width() {
        return width;
    }

    void run(int workers, Block block) {
        Lanes.run(workers, (units + width - 1) / width, (worker, number) -> {
            int first = number * width;
            block.run(worker, first, Math.min(width, units - first));
        });
    }
}
