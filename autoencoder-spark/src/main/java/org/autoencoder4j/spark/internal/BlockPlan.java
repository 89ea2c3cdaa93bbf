package org.autoencoder4j.spark.internal;

import java.io.Serializable;
import org.autoencoder4j.parts.SampleParts;

/** How parts of rows are cut into blocks, which no part shares with another. */
record BlockPlan(SampleParts parts, int rows) implements Serializable {
    /** The most numbers of a block, unless one row has more. */
    private static final int NUMBERS = 1 << 18;

    static BlockPlan of(SampleParts parts, int features) {
        return new BlockPlan(parts, Math.max(1, NUMBERS / features));
    }

    private long blocksOfPart() {
        return (parts.length() - 1) / rows + 1;
    }

    /** The first block of a part; of the number of parts, one past the last block. */
    long firstOf(int part) {
        long last = parts.samples() - parts.start(parts.count() - 1);
        return part < parts.count() ? part * blocksOfPart() : (part - 1) * blocksOfPart() + (last - 1) / rows + 1;
    }

    /** The block of a row. */
    long of(long row) {
        return row / parts.length() * blocksOfPart() + row % parts.length() / rows;
    }

    /** The part of a block. */
    int part(long block) {
        return (int) (block / blocksOfPart());
    }

    /** The first row of a block; of one past the last block, the number of rows. */
    long start(long block) {
        long within = Math.min(block % blocksOfPart() * rows, parts.length());
        return Math.min(parts.samples(), block / blocksOfPart() * parts.length() + within);
    }
}
