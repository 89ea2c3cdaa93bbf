package org.autoencoder4j.spark.internal;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.autoencoder4j.spark.internal.RowBlocks.RowValues;
import scala.Tuple2;

/**
 * Makes blocks of the rows of a task, which come sorted by their numbers, and sees that each number comes once. After what is
 * wrong with one row there is no further block.
 */
final class BlockIterator implements Iterator<RowBlock> {
    /** The most numbers of a block, unless one row has more. */
    private static final int NUMBERS = 1 << 18;

    private final Iterator<Tuple2<Long, RowValues>> rows;
    private final Description samples;
    private final long end;
    private long next;
    private boolean failed;

    BlockIterator(Iterator<Tuple2<Long, RowValues>> rows, Description samples, long first, long end) {
        this.rows = rows;
        this.samples = samples;
        this.next = first;
        this.end = end;
    }

    @Override
    public boolean hasNext() {
        return !failed && (next < end || rows.hasNext());
    }

    @Override
    public RowBlock next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int features = samples.features();
        long first = next;
        long most = Math.min(end - first, Math.max(1, NUMBERS / features));
        double[] numbers = new double[(int) Math.max(0, most) * features];
        while (next < first + most) {
            if (!rows.hasNext()) {
                return failed("the row number " + next + " is missing" + rule());
            }
            Tuple2<Long, RowValues> row = rows.next();
            if (row._1() != next) {
                return failed(wrong(row._1()) + rule());
            }
            if (!row._2().failure().isEmpty()) {
                return failed(
                        "in the row with the number " + next + ", " + row._2().failure());
            }
            System.arraycopy(row._2().numbers(), 0, numbers, (int) (next - first) * features, features);
            next++;
        }
        if (next == end && rows.hasNext()) {
            return failed(wrong(rows.next()._1()) + rule());
        }
        return RowBlock.of(first, numbers, samples.type());
    }

    private RowBlock failed(String why) {
        failed = true;
        return RowBlock.failed(next, why);
    }

    private String rule() {
        return "; the numbers of " + samples.size() + " rows must be 0 to " + (samples.size() - 1) + ", each once";
    }

    private String wrong(long number) {
        if (number < 0 || number >= samples.size()) {
            return "a row has the number " + number + (number == -1 ? ", or none" : "");
        }
        return number < next ? "the row number " + number + " comes twice" : "the row number " + next + " is missing";
    }
}
