package org.autoencoder4j.gradient.internal.rows;

import org.autoencoder4j.backend.internal.Lanes;

/** Cuts the units into blocks on which the workers work, the same whatever their number. */
public final class Columns {
    private static final int LEAST = 32;
    private static final int BLOCKS = 8;

    private final int units;
    private final int width;

    /** What to do with the units {@code first .. first + count - 1}. */
    @FunctionalInterface
    public interface Block {
        void run(int worker, int first, int count);
    }

    public Columns(int units) {
        this.units = units;
        this.width = Math.max(LEAST, (units + BLOCKS - 1) / BLOCKS);
    }

    public int width() {
        return width;
    }

    public void run(int workers, Block block) {
        Lanes.run(workers, (units + width - 1) / width, (worker, number) -> {
            int first = number * width;
            block.run(worker, first, Math.min(width, units - first));
        });
    }
}
