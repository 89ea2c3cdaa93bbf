package org.autoencoder4j.spark.internal;

import java.util.BitSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Makes blocks of rows in the order of their numbers, and sees that each number comes once. Where something is wrong with a row,
 * its block says so.
 */
final class PartBlocks implements Iterator<RowBlock> {
    private final Iterator<Tuple2<Long, RowChunk>> chunks;
    private final Description samples;
    private final BlockPlan plan;
    private final long end;
    private long block;
    private @Nullable Tuple2<Long, RowChunk> ahead;

    /** Of chunks that are sorted by their blocks, which are those of a task. */
    PartBlocks(Iterator<Tuple2<Long, RowChunk>> chunks, Description samples, BlockPlan plan, long first, long end) {
        this.chunks = chunks;
        this.samples = samples;
        this.plan = plan;
        this.block = first;
        this.end = end;
    }

    @Override
    public boolean hasNext() {
        return block < end;
    }

    @Override
    public RowBlock next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        long first = plan.start(block);
        Gathered rows = new Gathered(first, (int) (plan.start(block + 1) - first));
        Tuple2<Long, RowChunk> next = peek();
        while (next != null && next._1() == block) {
            rows.add(next._2());
            ahead = null;
            next = peek();
        }
        block++;
        return rows.finish();
    }

    private @Nullable Tuple2<Long, RowChunk> peek() {
        if (ahead == null && chunks.hasNext()) {
            ahead = chunks.next();
        }
        return ahead;
    }

    /** The rows of one block. */
    private final class Gathered {
        private final long first;
        private final int rows;
        private final double[] numbers;
        private final BitSet seen;
        private long failed = Long.MAX_VALUE;
        private String failure = "";

        Gathered(long first, int rows) {
            this.first = first;
            this.rows = rows;
            this.seen = new BitSet(rows);
            this.numbers = new double[rows * samples.features()];
        }

        void add(RowChunk chunk) {
            int features = samples.features();
            for (int row = 0; row < chunk.rows(); row++) {
                long number = chunk.number(row);
                int place = (int) (number - first);
                if (number < 0 || number >= samples.size()) {
                    fail(number, "a row has the number " + number + (number == -1 ? ", or none" : "") + rule());
                } else if (!chunk.failure().isEmpty()) {
                    fail(number, "in the row with the number " + number + ", " + chunk.failure());
                } else if (seen.get(place)) {
                    fail(number, "the row number " + number + " comes twice" + rule());
                } else {
                    seen.set(place);
                    System.arraycopy(chunk.values(), row * features, numbers, place * features, features);
                }
            }
        }

        private String rule() {
            return "; the numbers of " + samples.size() + " rows must be 0 to " + (samples.size() - 1) + ", each once";
        }

        /** Of several the first row is told. */
        private void fail(long number, String why) {
            if (number < failed) {
                failed = number;
                failure = why;
            }
        }

        RowBlock finish() {
            int missing = seen.nextClearBit(0);
            if (failure.isEmpty() && missing < rows) {
                failure = "the row number " + (first + missing) + " is missing" + rule();
            }
            return failure.isEmpty() ? RowBlock.of(first, numbers, samples.type()) : RowBlock.failed(first, failure);
        }
    }
}
