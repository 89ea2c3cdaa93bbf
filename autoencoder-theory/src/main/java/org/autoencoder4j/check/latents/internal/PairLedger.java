package org.autoencoder4j.check.latents.internal;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What is known of all ordered pairs, by unit and by pairs of blocks. Margins are those of a unit in a code over one that is
 * not, less the noise. Threads may share it.
 */
public final class PairLedger {
    /** Of the pairs of two blocks: the least lower bound of a margin, and whether one is undecided. */
    public static final class BlockPair {
        final int first;
        final int second;
        double least = Double.POSITIVE_INFINITY;
        boolean open;

        BlockPair(int first, int second) {
            this.first = first;
            this.second = second;
        }
    }

    private final BlockPair[][] blocks;
    private final double[] low;
    private final double[] high;
    private final double[] lowOutside;
    private final double[] highOutside;
    private final int[] rivals;
    private final int[][] pending;
    private volatile double best = Double.POSITIVE_INFINITY;

    public PairLedger(int units) {
        int count = (units + EncoderProducts.BLOCK - 1) / EncoderProducts.BLOCK;
        this.blocks = new BlockPair[count][count];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < count; j++) {
                blocks[i][j] = new BlockPair(i, j);
            }
        }
        this.low = filled(units);
        this.high = filled(units);
        this.lowOutside = filled(units);
        this.highOutside = filled(units);
        this.rivals = new int[units];
        Arrays.fill(rivals, -1);
        this.pending = new int[units][count];
    }

    private static double[] filled(int count) {
        double[] filled = new double[count];
        Arrays.fill(filled, Double.POSITIVE_INFINITY);
        return filled;
    }

    /**
     * Takes up what bounds say of a unit's margins over all others, and for each block of others how many pairs are undecided.
     *
     * @param below lower bounds, infinite for the unit itself
     * @param above what some code attains, or infinite
     */
    public synchronized void bounded(int unit, double[] below, double[] above, int[] undecided) {
        BlockPair[] pairs = blocks[unit / EncoderProducts.BLOCK];
        for (int block = 0; block < pairs.length; block++) {
            pairs[block].open |= undecided[block] > 0;
        }
        pending[unit] = undecided;
        for (int j = 0; j < below.length; j++) {
            BlockPair pair = pairs[j / EncoderProducts.BLOCK];
            pair.least = Math.min(pair.least, below[j]);
            low[unit] = Math.min(low[unit], below[j]);
            lowOutside[j] = Math.min(lowOutside[j], below[j]);
            take(unit, j, above[j]);
        }
    }

    /** Takes up a margin that some code attains. */
    public synchronized void attained(int member, int outsider, double margin) {
        take(member, outsider, margin);
    }

    private void take(int member, int outsider, double margin) {
        highOutside[outsider] = Math.min(highOutside[outsider], margin);
        if (margin < high[member]) {
            high[member] = margin;
            rivals[member] = outsider;
            best = Math.min(best, margin);
        }
    }

    /** All pairs of a unit with a block of others were looked at; so many stay undecided. */
    public synchronized void settled(BlockPair pair, int member, int undecided) {
        pending[member][pair.second] = undecided;
    }

    /** The least margin that some code attains. */
    public double best() {
        return best;
    }

    /** Pairs of blocks, those with the least bounds first. */
    public BlockPair[] inOrder() {
        return Arrays.stream(blocks)
                .flatMap(Arrays::stream)
                .sorted((a, b) -> Double.compare(a.least, b.least))
                .toArray(BlockPair[]::new);
    }

    /** A lower bound of the unit's margins over others. */
    public double low(int unit) {
        return low[unit];
    }

    /** The least of the unit's margins over others that some code attains. */
    public double high(int unit) {
        return high[unit];
    }

    /** A lower bound of the margins of others over the unit. */
    public double lowOutside(int unit) {
        return lowOutside[unit];
    }

    /** The least of the margins of others over the unit that some code attains. */
    public double highOutside(int unit) {
        return highOutside[unit];
    }

    /** The other unit of {@link #high}; -1 if there is none. */
    public int rival(int unit) {
        return rivals[unit];
    }

    public long pending(int unit) {
        return Arrays.stream(pending[unit]).asLongStream().sum();
    }

    public long pending() {
        return IntStream.range(0, pending.length).mapToLong(this::pending).sum();
    }
}
