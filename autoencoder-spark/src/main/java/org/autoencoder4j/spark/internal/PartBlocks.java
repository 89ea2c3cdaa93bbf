package org.autoencoder4j.spark.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.autoencoder4j.parts.SampleParts;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Makes blocks of the rows of a task's parts, in the order of their numbers, and sees that each number comes once. Where something
 * is wrong with a row, its part becomes one block that says so.
 */
final class PartBlocks implements Iterator<RowBlock> {
    /** The most numbers of a block, unless one row has more. */
    private static final int NUMBERS = 1 << 18;

    private final Iterator<Tuple2<Integer, RowChunk>> chunks;
    private final Description samples;
    private final SampleParts parts;
    private final int end;
    private final Queue<RowBlock> ready = new ArrayDeque<>();
    private int part;
    private @Nullable Tuple2<Integer, RowChunk> ahead;

    /** Of chunks that are sorted by their parts, which are those of a task. */
    PartBlocks(Iterator<Tuple2<Integer, RowChunk>> chunks, Description samples, SampleParts parts, int first, int end) {
        this.chunks = chunks;
        this.samples = samples;
        this.parts = parts;
        this.part = first;
        this.end = end;
    }

    @Override
    public boolean hasNext() {
        if (ready.isEmpty() && part < end) {
            makePart();
        }
        return !ready.isEmpty();
    }

    @Override
    public RowBlock next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    private void makePart() {
        long first = parts.start(part);
        int rows = Math.toIntExact(parts.start(part + 1) - first);
        Part making = new Part(first, rows);
        while (peek() != null && peek()._1() == part) {
            making.add(peek()._2());
            ahead = null;
        }
        making.finish();
        part++;
    }

    private @Nullable Tuple2<Integer, RowChunk> peek() {
        if (ahead == null && chunks.hasNext()) {
            ahead = chunks.next();
        }
        return ahead;
    }

    /** The rows of one part. */
    private final class Part {
        private final long first;
        private final int rows;
        private final int rowsOfBlock = Math.max(1, NUMBERS / samples.features());
        private final List<double[]> blocks = new ArrayList<>();
        private final BitSet seen;
        private long failed = Long.MAX_VALUE;
        private String failure = "";

        Part(long first, int rows) {
            this.first = first;
            this.rows = rows;
            this.seen = new BitSet(rows);
            for (int at = 0; at < rows; at += rowsOfBlock) {
                blocks.add(new double[Math.min(rowsOfBlock, rows - at) * samples.features()]);
            }
        }

        void add(RowChunk chunk) {
            int features = samples.features();
            for (int row = 0; row < chunk.rows(); row++) {
                long number = chunk.number(row);
                if (number < 0 || number >= samples.size()) {
                    fail(number, "a row has the number " + number + (number == -1 ? ", or none" : "") + rule());
                } else if (!chunk.failure().isEmpty()) {
                    fail(number, "in the row with the number " + number + ", " + chunk.failure());
                } else if (seen.get((int) (number - first))) {
                    fail(number, "the row number " + number + " comes twice" + rule());
                } else {
                    int place = (int) (number - first);
                    seen.set(place);
                    System.arraycopy(
                            chunk.values(),
                            row * features,
                            blocks.get(place / rowsOfBlock),
                            place % rowsOfBlock * features,
                            features);
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

        void finish() {
            int missing = seen.nextClearBit(0);
            if (failure.isEmpty() && missing < rows) {
                failure = "the row number " + (first + missing) + " is missing" + rule();
            }
            if (!failure.isEmpty()) {
                ready.add(RowBlock.failed(first, failure));
                return;
            }
            for (int block = 0; block < blocks.size(); block++) {
                ready.add(RowBlock.of(first + (long) block * rowsOfBlock, blocks.get(block), samples.type()));
            }
        }
    }
}
