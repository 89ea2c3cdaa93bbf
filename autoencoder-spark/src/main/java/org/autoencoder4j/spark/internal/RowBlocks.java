package org.autoencoder4j.spark.internal;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.Fingerprint;
import org.autoencoder4j.parts.SampleParts;
import org.autoencoder4j.parts.Sum;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import scala.Tuple2;

/** The rows of a table, sorted by their numbers and kept by the executors that add them up. */
public final class RowBlocks {
    private final JavaRDD<RowBlock> blocks;
    private final Description samples;
    private final SampleParts parts;

    private RowBlocks(JavaRDD<RowBlock> blocks, Description samples) {
        this.blocks = blocks;
        this.samples = samples;
        this.parts = SampleParts.of(samples.size());
    }

    /** Rows with a column of numbers. */
    public static RowBlocks numbered(
            Dataset<Row> rows, String number, List<String> features, DataType type, int tasks) {
        RowColumns.requireNumber(rows.schema(), number);
        RowColumns columns = RowColumns.of(rows.schema(), features, type);
        List<String> chosen = new ArrayList<>(List.of(number));
        chosen.addAll(features);
        Dataset<Row> table = select(rows, chosen);
        Counted counted = count(table, columns, 1);
        JavaRDD<Tuple2<Long, Row>> numbered = table.javaRDD().map(row -> {
            long at = row.isNullAt(0) ? -1 : ((Number) row.get(0)).longValue();
            return new Tuple2<>(at, row);
        });
        return of(numbered, 1, columns, counted, tasks);
    }

    /** Rows in the order in which they are read. */
    public static RowBlocks asRead(Dataset<Row> rows, List<String> features, DataType type, int tasks) {
        RowColumns columns = RowColumns.of(rows.schema(), features, type);
        Dataset<Row> table = select(rows, features);
        Counted counted = count(table, columns, 0);
        JavaRDD<Tuple2<Long, Row>> numbered =
                table.javaRDD().zipWithIndex().map(row -> new Tuple2<>(row._2(), row._1()));
        return of(numbered, 0, columns, counted, tasks);
    }

    /** How many rows and features there are. */
    private record Counted(long rows, int features) implements Serializable {}

    private static Dataset<Row> select(Dataset<Row> rows, List<String> names) {
        return rows.select(names.stream().map(RowBlocks::quoted).toArray(org.apache.spark.sql.Column[]::new));
    }

    /** A name may have dots in it. */
    private static org.apache.spark.sql.Column quoted(String name) {
        return functions.col("`" + name.replace("`", "``") + "`");
    }

    private static Counted count(Dataset<Row> table, RowColumns columns, int place) {
        long rows = table.count();
        if (rows == 0) {
            throw new IllegalArgumentException("the table has no row; there must be at least one");
        }
        Row first = table.first();
        int features;
        try {
            features = columns.numbers(first, place).length;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("in the first row that was read, " + e.getMessage(), e);
        }
        if (features == 0) {
            throw new IllegalArgumentException("the first row that was read has no feature; each must have as many");
        }
        return new Counted(rows, features);
    }

    private static RowBlocks of(
            JavaRDD<Tuple2<Long, Row>> numbered, int place, RowColumns columns, Counted counted, int tasks) {
        Description samples = new Description(counted.rows, counted.features, columns.type(), false);
        SampleParts parts = SampleParts.of(counted.rows);
        JavaRDD<RowBlock> blocks = numbered.mapPartitionsToPair(
                        rows -> new Chunking(rows, place, columns, samples, parts))
                .repartitionAndSortWithinPartitions(new ByPart(parts, tasks))
                .mapPartitionsWithIndex(
                        (task, chunks) -> new PartBlocks(
                                chunks,
                                samples,
                                parts,
                                parts.firstOfTask(task, tasks),
                                parts.firstOfTask(task + 1, tasks)),
                        true)
                .setName("samples in blocks of rows")
                .persist(StorageLevel.MEMORY_AND_DISK());
        return new RowBlocks(blocks, samples);
    }

    public Description samples() {
        return samples;
    }

    public SampleParts parts() {
        return parts;
    }

    /** Of the first rows; their bytes are not digested, since most are elsewhere. */
    public Fingerprint fingerprint(Gathering gathering) {
        int rows = (int) Math.min(samples.size(), RandomStreams.BLOCK_SIZE);
        int features = samples.features();
        int tasks = blocks.getNumPartitions();
        SampleParts shared = parts;
        JavaRDD<RowBlock> first = blocks.mapPartitionsWithIndex(
                (task, all) -> shared.firstOfTask(task, tasks) == 0 && shared.firstOfTask(task + 1, tasks) > 0
                        ? new FirstBlocks(all, (long) rows * features)
                        : List.<RowBlock>of().iterator(),
                true);
        double[] numbers = new double[rows * features];
        int at = 0;
        for (RowBlock block : Gathering.heedInterrupts(() -> gathering.collect(first, tasks))) {
            if (!block.failure().isEmpty()) {
                throw new IllegalArgumentException(block.failure());
            }
            int count = Math.min(block.numbers(), numbers.length - at);
            block.copyTo(0, numbers, at, count);
            at += count;
        }
        Batches known = Batches.of(
                Nd4j.create(numbers, new long[] {rows, features}, 'c').castTo(samples.type()));
        return new Fingerprint(
                samples.size() + " samples of " + features + " features, " + samples.type(),
                Fingerprint.of(known).sketch());
    }

    public <Q, S extends Sum<S>> JavaRDD<Answer> answers(Question<Q, S> question, Broadcast<byte[]> query) {
        return blocks.mapPartitionsWithIndex(new RowTask<>(question, query), true);
    }

    public void release() {
        blocks.unpersist(false);
    }

    /** Chunks to the task that adds up their part. */
    private static final class ByPart extends Partitioner {
        private static final long serialVersionUID = 1;

        private final SampleParts parts;
        private final int tasks;

        ByPart(SampleParts parts, int tasks) {
            this.parts = parts;
            this.tasks = tasks;
        }

        @Override
        public int numPartitions() {
            return tasks;
        }

        @Override
        public int getPartition(Object key) {
            int part = (Integer) key;
            int task = (int) ((long) part * tasks / parts.count());
            while (parts.firstOfTask(task + 1, tasks) <= part) {
                task++;
            }
            return task;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ByPart by && by.parts.equals(parts) && by.tasks == tasks;
        }

        @Override
        public int hashCode() {
            return parts.hashCode() + tasks;
        }
    }

    /** The first blocks, until there are enough numbers. */
    private static final class FirstBlocks implements Iterator<RowBlock> {
        private final Iterator<RowBlock> all;
        private long missing;

        FirstBlocks(Iterator<RowBlock> all, long numbers) {
            this.all = all;
            this.missing = numbers;
        }

        @Override
        public boolean hasNext() {
            return missing > 0 && all.hasNext();
        }

        @Override
        public RowBlock next() {
            RowBlock block = all.next();
            missing -= block.failure().isEmpty() ? block.numbers() : missing;
            return block;
        }
    }
}
