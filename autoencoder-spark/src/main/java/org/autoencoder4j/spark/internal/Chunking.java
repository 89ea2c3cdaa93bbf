package org.autoencoder4j.spark.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.autoencoder4j.parts.SampleParts;
import scala.Tuple2;

/** Puts rows with their numbers into chunks, each of one part. */
final class Chunking implements Iterator<Tuple2<Integer, RowChunk>> {
    /** Rows of a chunk, and the numbers that all chunks which are being filled may have. */
    private static final int ROWS = 1024;

    private static final long NUMBERS = 1 << 20;

    private final Iterator<Tuple2<Long, Row>> rows;
    private final int place;
    private final RowColumns columns;
    private final Description samples;
    private final SampleParts parts;
    private final Map<Integer, RowChunk> filling = new TreeMap<>();
    private final Deque<Tuple2<Integer, RowChunk>> full = new ArrayDeque<>();
    private long held;

    /** Of rows whose features begin at a place. */
    Chunking(Iterator<Tuple2<Long, Row>> rows, int place, RowColumns columns, Description samples, SampleParts parts) {
        this.rows = rows;
        this.place = place;
        this.columns = columns;
        this.samples = samples;
        this.parts = parts;
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
    public Tuple2<Integer, RowChunk> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return full.remove();
    }

    private void take(Tuple2<Long, Row> row) {
        long number = row._1();
        // Numbers that no row should have go to the first part and the last, where that is found.
        long within = Math.max(0, Math.min(samples.size() - 1, number));
        int part = (int) (within / parts.length());
        try {
            double[] numbers = columns.numbers(row._2(), place);
            if (numbers.length != samples.features()) {
                throw new IllegalArgumentException(String.join(", ", columns.names()) + " has " + numbers.length
                        + " numbers, and that of the first row that was read " + samples.features()
                        + "; all must have the same");
            }
            add(part, number, numbers);
        } catch (IllegalArgumentException e) {
            full.add(new Tuple2<>(part, RowChunk.failed(number, String.valueOf(e.getMessage()))));
        }
    }

    private void add(int part, long number, double[] numbers) {
        RowChunk chunk = filling.computeIfAbsent(part, each -> RowChunk.empty());
        chunk.add(number, numbers);
        held += numbers.length;
        if (chunk.rows() == ROWS) {
            full.add(new Tuple2<>(part, chunk.trimmed(numbers.length)));
            filling.remove(part);
            held -= (long) ROWS * numbers.length;
        } else if (held > NUMBERS) {
            empty();
        }
    }

    private void empty() {
        filling.forEach((part, chunk) -> full.add(new Tuple2<>(part, chunk.trimmed(samples.features()))));
        filling.clear();
        held = 0;
    }
}
