package org.autoencoder4j.spark.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** Puts rows with their numbers into chunks, each of one block. */
final class Chunking implements Iterator<Tuple2<Long, RowChunk>> {
    /** The most numbers of a chunk, unless one row has more: Java's streams hold some dozens of chunks in memory. */
    private static final int CHUNK = 1 << 13;

    /** The most numbers of all chunks that are being filled. */
    private static final long NUMBERS = 1 << 20;

    private final Iterator<Tuple2<Long, Row>> rows;
    private final int place;
    private final RowColumns columns;
    private final Description samples;
    private final BlockPlan plan;
    private final Map<Long, RowChunk> filling = new TreeMap<>();
    private final Deque<Tuple2<Long, RowChunk>> full = new ArrayDeque<>();
    private long held;

    /** Of rows whose features begin at a place. */
    Chunking(Iterator<Tuple2<Long, Row>> rows, int place, RowColumns columns, Description samples, BlockPlan plan) {
        this.rows = rows;
        this.place = place;
        this.columns = columns;
        this.samples = samples;
        this.plan = plan;
    }

    @Override
    public boolean hasNext() {
        while (full.isEmpty() && rows.hasNext()) {
            take(rows.next());
        }
        if (full.isEmpty()) {
            empty();
        }
        return !full.isEmpty();
    }

    @Override
    public Tuple2<Long, RowChunk> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return full.remove();
    }

    private void take(Tuple2<Long, Row> row) {
        long number = row._1();
        // Numbers that no row should have go to the first block and the last, where that is found.
        long within = Math.max(0, Math.min(samples.size() - 1, number));
        long block = plan.of(within);
        try {
            double[] numbers = columns.numbers(row._2(), place);
            if (numbers.length != samples.features()) {
                throw new IllegalArgumentException(String.join(", ", columns.names()) + " has " + numbers.length
                        + " numbers, and that of the first row that was read " + samples.features()
                        + "; all must have the same");
            }
            add(block, number, numbers);
        } catch (IllegalArgumentException e) {
            full.add(new Tuple2<>(block, RowChunk.failed(number, String.valueOf(e.getMessage()))));
        }
    }

    private void add(long block, long number, double[] numbers) {
        RowChunk chunk = filling.computeIfAbsent(block, each -> RowChunk.empty());
        chunk.add(number, numbers);
        held += numbers.length;
        if ((long) chunk.rows() * numbers.length >= CHUNK) {
            held -= (long) chunk.rows() * numbers.length;
            full.add(new Tuple2<>(block, chunk.trimmed(numbers.length)));
            filling.remove(block);
        } else if (held > NUMBERS) {
            empty();
        }
    }

    private void empty() {
        filling.forEach((block, chunk) -> full.add(new Tuple2<>(block, chunk.trimmed(samples.features()))));
        filling.clear();
        held = 0;
    }
}
