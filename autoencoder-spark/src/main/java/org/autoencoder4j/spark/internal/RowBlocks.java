package org.autoencoder4j.spark.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.DeterministicLevel;
import org.apache.spark.sql.Column;
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

    private RowBlocks(JavaRDD<RowBlock> blocks, Description samples, SampleParts parts) {
        this.blocks = blocks;
        this.samples = samples;
        this.parts = parts;
    }

    /** Which rows, which of their columns, and among how many tasks at most they are shared out. */
    public record Table(Dataset<Row> rows, List<String> features, DataType type, int tasks) {
        private RowColumns columns() {
            return RowColumns.of(rows.schema(), features, type);
        }
    }

    /** Rows with a column of numbers. */
    public static RowBlocks numbered(Table table, String number, Gathering gathering) throws InterruptedException {
        RowColumns.requireNumber(table.rows.schema(), number);
        RowColumns columns = table.columns();
        List<String> chosen = new ArrayList<>(List.of(number));
        chosen.addAll(table.features);
        JavaRDD<Row> rows = select(table.rows, chosen).javaRDD();
        JavaRDD<Tuple2<Long, Row>> numbered = rows.map(row -> {
            long at = row.isNullAt(0) ? -1 : ((Number) row.get(0)).longValue();
            return new Tuple2<>(at, row);
        });
        long count = Arrays.stream(counts(rows, gathering)).sum();
        return of(numbered, 1, columns, new Counted(count, features(rows, columns, 1, gathering)), table.tasks);
    }

    /** Rows in the order in which they are read. */
    public static RowBlocks asRead(Table table, Gathering gathering) throws InterruptedException {
        RowColumns columns = table.columns();
        JavaRDD<Row> rows = select(table.rows, table.features).javaRDD();
        if (!DeterministicLevel.DETERMINATE().equals(rows.rdd().outputDeterministicLevel())) {
            throw new IllegalArgumentException(
                    "the rows come in another order each time that they are computed, as after a"
                            + " join or a repartition; store them first, or give them a column of numbers and use ofRows");
        }
        long[] starts = counts(rows, gathering);
        Arrays.parallelPrefix(starts, Long::sum);
        long count = starts.length == 0 ? 0 : starts[starts.length - 1];
        JavaRDD<Tuple2<Long, Row>> numbered = rows.mapPartitionsWithIndex(
                (partition, all) -> new Numbering(all, partition == 0 ? 0 : starts[partition - 1]), true);
        return of(numbered, 0, columns, new Counted(count, features(rows, columns, 0, gathering)), table.tasks);
    }

    /** How many rows and features there are. */
    private record Counted(long rows, int features) {}

    /** Numbers rows from a number on. */
    private static final class Numbering implements Iterator<Tuple2<Long, Row>> {
        private final Iterator<Row> rows;
        private long next;

        Numbering(Iterator<Row> rows, long first) {
            this.rows = rows;
            this.next = first;
        }

        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public Tuple2<Long, Row> next() {
            return new Tuple2<>(next++, rows.next());
        }
    }

    /** How many rows each partition has. */
    private static long[] counts(JavaRDD<Row> rows, Gathering gathering) throws InterruptedException {
        JavaRDD<Long> counts = rows.mapPartitions(all -> {
            long count = 0;
            for (; all.hasNext(); all.next()) {
                count++;
            }
            return List.of(count).iterator();
        });
        long[] found = gathering.await(counts.getNumPartitions(), counts::collectAsync).stream()
                .mapToLong(Long::longValue)
                .toArray();
        if (Arrays.stream(found).sum() == 0) {
            throw new IllegalArgumentException("the table has no row; there must be at least one");
        }
        return found;
    }

    private static Dataset<Row> select(Dataset<Row> rows, List<String> names) {
        return rows.select(names.stream().map(RowBlocks::quoted).toArray(Column[]::new));
    }

    /** A name may have dots in it. */
    private static Column quoted(String name) {
        return functions.col("`" + name.replace("`", "``") + "`");
    }

    private static int features(JavaRDD<Row> rows, RowColumns columns, int place, Gathering gathering)
            throws InterruptedException {
        JavaRDD<Row> firsts = rows.mapPartitions(all ->
                all.hasNext() ? List.of(all.next()).iterator() : List.<Row>of().iterator());
        Row first =
                gathering.await(firsts.getNumPartitions(), firsts::collectAsync).get(0);
        int features;
        try {
            features = columns.numbers(first, place).length;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("in the first row that was read, " + e.getMessage(), e);
        }
        if (features == 0) {
            throw new IllegalArgumentException("the first row that was read has no feature; each must have as many");
        }
        return features;
    }

    private static RowBlocks of(
            JavaRDD<Tuple2<Long, Row>> numbered, int place, RowColumns columns, Counted counted, int mostTasks) {
        Description samples = new Description(counted.rows, counted.features, columns.type(), false, List.of());
        SampleParts parts = SampleParts.of(counted.rows);
        BlockPlan plan = BlockPlan.of(parts, counted.features);
        int tasks = Math.min(mostTasks, parts.count());
        JavaRDD<RowBlock> blocks = numbered.mapPartitionsToPair(
                        rows -> new Chunking(rows, place, columns, samples, plan))
                .repartitionAndSortWithinPartitions(new ByPart(plan, tasks))
                .mapPartitionsWithIndex(
                        (task, chunks) -> new PartBlocks(
                                chunks,
                                samples,
                                plan,
                                plan.firstOf(parts.firstOfTask(task, tasks)),
                                plan.firstOf(parts.firstOfTask(task + 1, tasks))),
                        true)
                .setName("samples in blocks of rows")
                .persist(StorageLevel.MEMORY_AND_DISK());
        return new RowBlocks(blocks, samples, parts);
    }

    public Description samples() {
        return samples;
    }

    public SampleParts parts() {
        return parts;
    }

    public int tasks() {
        return blocks.getNumPartitions();
    }

    /** Of the first rows; their bytes are not digested, since most are elsewhere. Frees the rows if they are not to be used. */
    public Fingerprint fingerprint(Gathering gathering) throws InterruptedException {
        try {
            return Description.of(samples.size(), firstRows(gathering)).fingerprint();
        } catch (RuntimeException | InterruptedException e) {
            release();
            throw e;
        }
    }

    private Batches firstRows(Gathering gathering) throws InterruptedException {
        int rows = (int) Math.min(samples.size(), RandomStreams.BLOCK_SIZE);
        int features = samples.features();
        JavaRDD<RowBlock> first = blocks.mapPartitionsWithIndex(
                (task, all) -> task == 0
                        ? new FirstBlocks(all, (long) rows * features)
                        : List.<RowBlock>of().iterator(),
                true);
        double[] numbers = new double[rows * features];
        int at = 0;
        for (RowBlock block : gathering.await(tasks(), first::collectAsync)) {
            if (!block.failure().isEmpty()) {
                throw new IllegalArgumentException(block.failure());
            }
            int count = Math.min(block.numbers(), numbers.length - at);
            block.copyTo(0, numbers, at, count);
            at += count;
        }
        return Batches.of(Nd4j.create(numbers, new long[] {rows, features}, 'c').castTo(samples.type()));
    }

    public <Q, S extends Sum<S>> JavaRDD<Answer> answers(Question<Q, S> question, Broadcast<byte[]> query) {
        return blocks.mapPartitionsWithIndex(new RowTask<>(question, query), true);
    }

    /** Of a context that was stopped nothing is left. */
    public void release() {
        if (!blocks.context().isStopped()) {
            blocks.unpersist(false);
        }
    }

    /** Chunks to the task that adds up the part of their block. */
    private static final class ByPart extends Partitioner {
        private static final long serialVersionUID = 1;

        private final BlockPlan plan;
        private final int tasks;

        ByPart(BlockPlan plan, int tasks) {
            this.plan = plan;
            this.tasks = tasks;
        }

        @Override
        public int numPartitions() {
            return tasks;
        }

        @Override
        public int getPartition(Object key) {
            SampleParts parts = plan.parts();
            int part = plan.part((Long) key);
            int task = (int) ((long) part * tasks / parts.count());
            while (parts.firstOfTask(task + 1, tasks) <= part) {
                task++;
            }
            return task;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ByPart by && by.plan.equals(plan) && by.tasks == tasks;
        }

        @Override
        public int hashCode() {
            return plan.hashCode() + tasks;
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
