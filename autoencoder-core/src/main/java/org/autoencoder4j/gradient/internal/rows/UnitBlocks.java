package org.autoencoder4j.gradient.internal.rows;

import org.autoencoder4j.backend.internal.Lanes;

/** Cuts the units into blocks on which the workers work, the same whatever their number. */
public final class UnitBlocks {
    private static final int LEAST = 32;
    private static final int BLOCKS = 8;

    private final int units;
    private final int width;

    /** What to do with the units {@code first .. first + count - 1}. */
    @FunctionalInterface
    public interface Block {
        void run(int worker, int first, int count);
    }

    public UnitBlocks(int units) {
        this.units = units;
        this.width = Math.max(LEAST, (units + BLOCKS - 1) / BLOCKS);
    }

    /** Copies numbers, which takes longer than to multiply them. */
    public void copy(int workers, long numbers, Block block) {
        run(workers, Parts.COPYING * numbers, block);
    }

    public int width() {
        return width;
    }

    /** Runs all blocks on as many of the workers as have enough to do, told as in {@link Parts}. */
    public void run(int workers, long work, Block block) {
        Lanes.run(Parts.useful(workers, work), (units + width - 1) / width, (worker, number) -> {
            int first = number * width;
            block.run(worker, first, Math.min(width, units - first));
        });
    }
}
