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
    private final int[][] pending;
    private double best = Double.POSITIVE_INFINITY;
    private int bestMember = -1;
    private int bestOutsider = -1;

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
        this.pending = new int[units][count];
    }

    private static double[] filled(int count) {
        double[] filled = new double[count];
        Arrays.fill(filled, Double.POSITIVE_INFINITY);
        return filled;
    }

    /** Takes up what the bounds say of a unit: for each block of others the least bound, and how many pairs are undecided. */
    public synchronized void bounded(int unit, double[] least, int[] undecided) {
        for (int block = 0; block < least.length; block++) {
            BlockPair pair = blocks[unit / EncoderProducts.BLOCK][block];
            pair.least = Math.min(pair.least, least[block]);
            pair.open |= undecided[block] > 0;
            low[unit] = Math.min(low[unit], least[block]);
            pending[unit][block] = undecided[block];
        }
    }

    /** Takes up a margin that some code attains. */
    public synchronized void attained(int member, int outsider, double margin) {
        high[member] = Math.min(high[member], margin);
        if (margin < best) {
            best = margin;
            bestMember = member;
            bestOutsider = outsider;
        }
    }

    /** All pairs of a unit with a block of others were looked at; so many stay undecided, within rounding of 0. */
    public synchronized void settled(BlockPair pair, int member, int undecided) {
        pending[member][pair.second] = undecided;
    }

    public synchronized double best() {
        return best;
    }

    public int bestMember() {
        return bestMember;
    }

    public int bestOutsider() {
        return bestOutsider;
    }

    /** Pairs of blocks, those with the least bounds first. */
    public BlockPair[] inOrder() {
        return Arrays.stream(blocks)
                .flatMap(Arrays::stream)
                .sorted((a, b) -> Double.compare(a.least, b.least))
                .toArray(BlockPair[]::new);
    }

    public double low(int unit) {
        return low[unit];
    }

    public double high(int unit) {
        return high[unit];
    }

    public long pending(int unit) {
        return Arrays.stream(pending[unit]).asLongStream().sum();
    }

    public long pending() {
        return IntStream.range(0, pending.length).mapToLong(this::pending).sum();
    }
}
