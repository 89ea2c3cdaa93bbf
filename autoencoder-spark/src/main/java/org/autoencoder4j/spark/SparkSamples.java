package org.autoencoder4j.spark;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.Fingerprint;
import org.autoencoder4j.parts.PartedSamples;
import org.autoencoder4j.parts.SampleParts;
import org.autoencoder4j.parts.SampleSum;
import org.autoencoder4j.parts.Sum;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.spark.internal.Answer;
import org.autoencoder4j.spark.internal.Description;
import org.autoencoder4j.spark.internal.Gathering;
import org.autoencoder4j.spark.internal.OpenedTask;
import org.autoencoder4j.spark.internal.Question;
import org.autoencoder4j.spark.internal.RowBlocks;
import org.autoencoder4j.spark.internal.SourceBytes;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Samples whose sums are added up by the executors of a cluster. They take the place of samples in this process: where a run had
 * {@code SampleGradient.of(model.batches(streams, n))}, it has
 * {@code PartedGradient.tied(SparkSamples.of(context, () -> model.batches(streams, n)))}; descent, trainer, checkpoints and
 * listeners stay as they are.
 *
 * <p>For each sum, as the gradient of a step, one job runs: the query, as the present parameters, is broadcast once; each task
 * adds up a run of parts with the very code that works in one process, and sends the sums of whole subtrees of parts; the driver
 * adds these in the order of the tasks. Codes and samples stay where they are. The result has the same bits for any number of
 * tasks and executors, after a lost executor, a repeated or a speculative task, and as {@link PartedSamples#of} in one process, as
 * long as all processors, also the driver's, run the same kernels of the BLAS (a warning is logged where they do not).
 *
 * <p>A sample that is not to be used ends the sum at the first try, with an {@link IllegalArgumentException} that says which and
 * where; if the cluster cannot compute, there is an {@link IllegalStateException}. An interrupt cancels the job with its tasks and
 * ends in a {@link java.util.concurrent.CancellationException}; the flag stays set.
 *
 * <p>Cost of a sum, beside the work itself: some 0.1 s for the job, the query to each executor, and from each task at most a few
 * sums. Memory of the driver: the sums of all tasks, at most {@code 2 log2} of the parts for each, and mostly one or two. Memory of
 * a task slot: what one thread needs for a batch of one part, kept for the next task. Immutable; threads may share them.
 */
public final class SparkSamples implements PartedSamples, AutoCloseable {
    private final JavaSparkContext context;
    private final Where where;
    private final OptionalInt tasks;
    private final Gathering gathering;

    /** Where the samples are. */
    private sealed interface Where {
        Description samples();

        Fingerprint fingerprint();

        /** What a job is to add up, given among how many tasks at most. */
        <Q, S extends Sum<S>> Question<Q, S> question(SampleSum<Q, S> what, SampleParts parts, int most);

        <Q, S extends Sum<S>> JavaRDD<Answer> answers(
                JavaSparkContext context, Question<Q, S> question, Broadcast<byte[]> query);

        void release(JavaSparkContext context);
    }

    private SparkSamples(JavaSparkContext context, Where where, OptionalInt tasks) {
        this.context = context;
        this.where = where;
        this.tasks = tasks;
        this.gathering = new Gathering(context);
    }

    /**
     * Returns samples that every process can open: fresh ones, or files that all machines see. They are shared out among as many
     * tasks as the cluster has cores at the time of each sum.
     *
     * @param context the connection to the cluster
     * @param source how a process opens the samples; here they are opened once, too
     * @return the samples
     * @throws IOException if they cannot be read here
     * @throws IllegalArgumentException if they are not to be used, or the source refers to something that cannot be sent
     */
    public static SparkSamples of(JavaSparkContext context, BatchesSource source) throws IOException {
        byte[] bytes = SourceBytes.write(source);
        Batches here = source.open();
        Broadcast<byte[]> sent = Gathering.heedInterrupts(() -> context.broadcast(bytes));
        Where where = new Opened(
                UUID.randomUUID().toString(), sent, Description.of(here), Fingerprint.of(here), new AtomicBoolean());
        return new SparkSamples(context, where, OptionalInt.empty());
    }

    /**
     * Returns samples from the rows of a table, as Spark reads it from Parquet, CSV and the like: one sample a row. Rows come in no
     * order; a column with the numbers 0 to N - 1 gives them one, and with it results have the same bits however the table is
     * stored and cut. The numbers must be stored with the rows: computed ones may be others if rows are computed once more. The rows
     * are moved to where their parts are added up, once, and kept in the executors' memory, or on their disks where that is too
     * small, until {@link #close}. Memory of a task slot: one part, that is {@code max(16384, N / 256)} rows.
     *
     * <p>They are shared out among as many tasks as the cluster has cores now;
     * {@link #ofRows(Dataset, String, List, DataType, int)} takes another number.
     *
     * @param rows the table
     * @param number the column of row numbers, whole numbers from 0 on, each once
     * @param features the columns of the features: each a number, or an array of numbers as long in each row
     * @param type FLOAT or DOUBLE
     * @return the samples
     * @throws IllegalArgumentException if a column is missing or of another type, or the table has no row; what single rows have
     *     that is not to be used is found here or with the first sum
     */
    public static SparkSamples ofRows(Dataset<Row> rows, String number, List<String> features, DataType type) {
        return ofRows(rows, number, features, type, contextOf(rows).defaultParallelism());
    }

    /**
     * Does the same for another number of tasks.
     *
     * @param rows the table
     * @param number the column of row numbers, whole numbers from 0 on, each once
     * @param features the columns of the features
     * @param type FLOAT or DOUBLE
     * @param tasks among how many tasks the rows are shared out, at least 1; there are at most as many as parts
     * @return the samples
     * @throws IllegalArgumentException as {@link #ofRows(Dataset, String, List, DataType)}, or if tasks is below 1
     */
    public static SparkSamples ofRows(
            Dataset<Row> rows, String number, List<String> features, DataType type, int tasks) {
        RowBlocks.Table table = table(rows, features, type, tasks);
        return of(rows, gathering -> RowBlocks.numbered(table, number, gathering));
    }

    /**
     * Returns samples from the rows of a table without row numbers, in the order in which Spark happens to read them. That depends
     * on how its files are cut, and so on the cluster: results of one cluster are the same to the bit as long as nothing changes
     * there, and elsewhere the same to rounding.
     *
     * @param rows the table, as it is read or with its rows changed one by one: not after a join, a repartition and the like,
     *     whose order is another each time
     * @param features the columns of the features: each a number, or an array of numbers as long in each row
     * @param type FLOAT or DOUBLE
     * @param tasks among how many tasks the rows are shared out, at least 1; there are at most as many as parts
     * @return the samples
     * @throws IllegalArgumentException as {@link #ofRows(Dataset, String, List, DataType, int)}, or if the order is not stable
     */
    public static SparkSamples ofRowsAsRead(Dataset<Row> rows, List<String> features, DataType type, int tasks) {
        RowBlocks.Table table = table(rows, features, type, tasks);
        return of(rows, gathering -> RowBlocks.asRead(table, gathering));
    }

    private static RowBlocks.Table table(Dataset<Row> rows, List<String> features, DataType type, int tasks) {
        Checks.realType("type", type);
        Checks.atLeast("tasks", tasks, 1);
        return new RowBlocks.Table(rows, List.copyOf(features), type, tasks);
    }

    /** Reads rows. */
    @FunctionalInterface
    private interface Rows {
        RowBlocks read(Gathering gathering) throws InterruptedException;
    }

    private static SparkSamples of(Dataset<Row> table, Rows rows) {
        JavaSparkContext context = contextOf(table);
        return Gathering.heedInterrupts(() -> {
            Gathering gathering = new Gathering(context);
            RowBlocks blocks = rows.read(gathering);
            Where where = new InRows(UUID.randomUUID().toString(), blocks, blocks.fingerprint(gathering));
            return new SparkSamples(context, where, OptionalInt.of(blocks.tasks()));
        });
    }

    private static JavaSparkContext contextOf(Dataset<Row> rows) {
        return JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext());
    }

    /**
     * Shares the samples out among another number of tasks; two or three for each core keep all busy where some are slower. It
     * changes no bit of a result.
     *
     * @param number how many, at least 1; there are at most as many as parts
     * @return the same samples; closing one closes all
     * @throws IllegalArgumentException if number is below 1
     * @throws IllegalStateException if the samples are rows of a table, which were shared out when they were read
     */
    public SparkSamples withTasks(int number) {
        Checks.atLeast("tasks", number, 1);
        if (where instanceof InRows) {
            throw new IllegalStateException(
                    "rows of a table were shared out when they were read; give ofRows another number of tasks");
        }
        return new SparkSamples(context, where, OptionalInt.of(number));
    }

    @Override
    public long size() {
        return where.samples().size();
    }

    @Override
    public int features() {
        return where.samples().features();
    }

    @Override
    public DataType dataType() {
        return where.samples().type();
    }

    @Override
    public boolean changeWithStep() {
        return where.samples().changeWithStep();
    }

    @Override
    public Fingerprint fingerprint() {
        return where.fingerprint();
    }

    @Override
    public <Q, S extends Sum<S>> Totals<Q, S> totals(SampleSum<Q, S> what) {
        return (query, samples) -> total(what, query, parts(samples));
    }

    private <Q, S extends Sum<S>> S total(SampleSum<Q, S> what, Q query, SampleParts parts) {
        byte[] bytes = what.toBytes(query);
        return Gathering.heedInterrupts(() -> {
            Question<Q, S> question = where.question(what, parts, tasks.orElseGet(context::defaultParallelism));
            Broadcast<byte[]> sent = context.broadcast(bytes);
            try {
                return gathering.total(question, where.answers(context, question, sent));
            } finally {
                destroy(context, sent);
            }
        });
    }

    /** Also of a thread that is interrupted. Of a context that was stopped nothing is left. */
    private static void destroy(JavaSparkContext context, Broadcast<byte[]> sent) {
        if (context.sc().isStopped()) {
            return;
        }
        Work.afterwards(() -> {
            sent.destroy();
            return sent;
        });
    }

    /**
     * Frees what executors keep of the samples: the rows of a table, or how they are opened. What a process that goes on has opened
     * it keeps until a few others were. Samples that are closed, also those of {@link #withTasks}, are of no further use.
     */
    @Override
    public void close() {
        where.release(context);
    }

    @Override
    public String toString() {
        return "SparkSamples[" + where.samples() + (tasks.isPresent() ? ", " + tasks.getAsInt() + " tasks]" : "]");
    }

    /** Samples that every process opens. */
    private record Opened(
            String id, Broadcast<byte[]> source, Description samples, Fingerprint fingerprint, AtomicBoolean closed)
            implements Where {
        @Override
        public <Q, S extends Sum<S>> Question<Q, S> question(SampleSum<Q, S> what, SampleParts parts, int most) {
            return new Question<>(id, samples, what, parts, parts, Math.min(most, parts.count()));
        }

        @Override
        public <Q, S extends Sum<S>> JavaRDD<Answer> answers(
                JavaSparkContext context, Question<Q, S> question, Broadcast<byte[]> query) {
            List<Integer> numbers = IntStream.range(0, question.tasks()).boxed().toList();
            return context.parallelize(numbers, question.tasks()).map(new OpenedTask<>(question, source, query));
        }

        @Override
        public void release(JavaSparkContext context) {
            if (!closed.getAndSet(true)) {
                destroy(context, source);
            }
        }
    }

    /** Rows of a table, in the executors. */
    private record InRows(String id, RowBlocks blocks, Fingerprint fingerprint) implements Where {
        @Override
        public Description samples() {
            return blocks.samples();
        }

        @Override
        public <Q, S extends Sum<S>> Question<Q, S> question(SampleSum<Q, S> what, SampleParts parts, int most) {
            return new Question<>(id, blocks.samples(), what, parts, blocks.parts(), blocks.tasks());
        }

        @Override
        public <Q, S extends Sum<S>> JavaRDD<Answer> answers(
                JavaSparkContext context, Question<Q, S> question, Broadcast<byte[]> query) {
            return blocks.answers(question, query);
        }

        @Override
        public void release(JavaSparkContext context) {
            blocks.release();
        }
    }
}
