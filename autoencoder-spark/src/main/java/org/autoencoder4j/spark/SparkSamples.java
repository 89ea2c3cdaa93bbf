package org.autoencoder4j.spark;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
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
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Samples whose sums are added up by the executors of a cluster. They take the place of samples in this process: where a run had
 * {@code SampleGradient.of(batches)}, it has {@code PartedGradient.tied(SparkSamples.of(context, () -> batches))}; descent,
 * trainer, checkpoints and listeners stay as they are.
 *
 * <p>For each sum, as the gradient of a step, one job runs: the query, as the present parameters, is broadcast once; each task
 * adds up a run of parts with the very code that works in one process, and sends the sums of whole subtrees of parts; the driver
 * adds these in the order of the tasks. Codes and samples stay where they are. The result has the same bits for any number of
 * tasks and executors, after a lost executor, a repeated or a speculative task, and as {@link PartedSamples#of} in one process, as
 * long as all processors run the same kernels of the BLAS (a warning is logged where they do not).
 *
 * <p>A sample that is not to be used ends the sum at the first try, with an {@link IllegalArgumentException} that says which and
 * where. An interrupt cancels the job.
 *
 * <p>Cost of a sum, beside the work itself: some 0.1 s for the job, the query to each executor, and from each task a few sums.
 * Memory of a task slot: what one thread needs for a batch of one part. Immutable; threads may share them.
 */
public final class SparkSamples implements PartedSamples, AutoCloseable {
    private final JavaSparkContext context;
    private final Where where;
    private final int tasks;
    private final Gathering gathering;

    /** Where the samples are. */
    private sealed interface Where {
        Description samples();

        Fingerprint fingerprint();

        <Q, S extends Sum<S>> JavaRDD<Answer> answers(
                JavaSparkContext context, Question<Q, S> question, Broadcast<byte[]> query);

        String id();

        void release();
    }

    private SparkSamples(JavaSparkContext context, Where where, int tasks) {
        this.context = context;
        this.where = where;
        this.tasks = tasks;
        this.gathering = new Gathering(context);
    }

    /**
     * Returns samples that every process can open: fresh ones, or files that all machines see. They are shared out among as many
     * tasks as the cluster has cores now.
     *
     * @param context the connection to the cluster
     * @param source how a process opens the samples; here they are opened once, too
     * @return the samples
     * @throws IOException if they cannot be read here
     * @throws IllegalArgumentException if they are not to be used
     */
    public static SparkSamples of(JavaSparkContext context, BatchesSource source) throws IOException {
        Batches here = source.open();
        Where where = new Opened(UUID.randomUUID().toString(), source, Description.of(here), Fingerprint.of(here));
        return new SparkSamples(context, where, context.defaultParallelism());
    }

    /**
     * Returns samples from the rows of a table, as Spark reads it from Parquet, CSV and the like: one sample a row. Rows come in no
     * order; a column with the numbers 0 to N - 1 gives them one, and with it results have the same bits however the table is
     * stored and cut. The rows are moved to where their parts are added up, once, and kept in the executors' memory, or on their
     * disks where that is too small, until {@link #close}.
     *
     * <p>They are shared out among as many tasks as the cluster has cores now, at most one for each part; with
     * {@link #ofRows(Dataset, String, List, DataType, int)} among others.
     *
     * @param rows the table
     * @param number the column of row numbers, whole numbers from 0 on, each once
     * @param features the columns of the features: each a number, or an array of numbers as long in each row
     * @param type FLOAT or DOUBLE
     * @return the samples
     * @throws IllegalArgumentException if a column is missing or of another type, or the table has no row; what single rows have
     *     that is not to be used is found with the first sum
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
     * @param tasks among how many tasks the rows are shared out, at least 1
     * @return the samples
     * @throws IllegalArgumentException as {@link #ofRows(Dataset, String, List, DataType)}, or if tasks is below 1
     */
    public static SparkSamples ofRows(
            Dataset<Row> rows, String number, List<String> features, DataType type, int tasks) {
        Checks.atLeast("tasks", tasks, 1);
        return of(rows, Gathering.heedInterrupts(() -> RowBlocks.numbered(rows, number, features, type, tasks)), tasks);
    }

    /**
     * Returns samples from the rows of a table without row numbers, in the order in which Spark happens to read them. That depends
     * on how its files are cut, and so on the cluster: results of one cluster are the same to the bit as long as nothing changes
     * there, and elsewhere the same to rounding.
     *
     * @param rows the table
     * @param features the columns of the features: each a number, or an array of numbers as long in each row
     * @param type FLOAT or DOUBLE
     * @param tasks among how many tasks the rows are shared out, at least 1
     * @return the samples
     * @throws IllegalArgumentException as {@link #ofRows(Dataset, String, List, DataType, int)}
     */
    public static SparkSamples ofRowsAsRead(Dataset<Row> rows, List<String> features, DataType type, int tasks) {
        Checks.atLeast("tasks", tasks, 1);
        return of(rows, Gathering.heedInterrupts(() -> RowBlocks.asRead(rows, features, type, tasks)), tasks);
    }

    private static SparkSamples of(Dataset<Row> rows, RowBlocks blocks, int tasks) {
        JavaSparkContext context = contextOf(rows);
        Where where = new InRows(UUID.randomUUID().toString(), blocks, blocks.fingerprint(new Gathering(context)));
        return new SparkSamples(context, where, tasks);
    }

    private static JavaSparkContext contextOf(Dataset<Row> rows) {
        return JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext());
    }

    /**
     * Shares the samples out among another number of tasks; two or three for each core keep all busy where some are slower. It
     * changes no bit of a result.
     *
     * @param number how many, at least 1; there are at most as many as parts
     * @return the same samples
     * @throws IllegalArgumentException if number is below 1
     * @throws IllegalStateException if the samples are rows of a table, which were shared out when they were read
     */
    public SparkSamples withTasks(int number) {
        Checks.atLeast("tasks", number, 1);
        if (where instanceof InRows) {
            throw new IllegalStateException(
                    "rows of a table were shared out among " + tasks + " tasks; give ofRows another number");
        }
        return new SparkSamples(context, where, number);
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
        Question<Q, S> question = where instanceof InRows rows
                ? new Question<>(
                        where.id(), where.samples(), what, parts, rows.blocks().parts(), tasks)
                : new Question<>(where.id(), where.samples(), what, parts, parts, Math.min(tasks, parts.count()));
        byte[] bytes = what.toBytes(query);
        return Gathering.heedInterrupts(() -> {
            Broadcast<byte[]> sent = context.broadcast(bytes);
            try {
                return gathering.total(question, where.answers(context, question, sent));
            } finally {
                Work.afterwards(() -> {
                    sent.destroy();
                    return sent;
                });
            }
        });
    }

    /** Frees the rows of a table that executors keep; other samples leave nothing behind. */
    @Override
    public void close() {
        where.release();
    }

    @Override
    public String toString() {
        return "SparkSamples[" + where.samples() + ", " + tasks + " tasks]";
    }

    /** Samples that every process opens. */
    private record Opened(String id, BatchesSource source, Description samples, Fingerprint fingerprint)
            implements Where {
        @Override
        public <Q, S extends Sum<S>> JavaRDD<Answer> answers(
                JavaSparkContext context, Question<Q, S> question, Broadcast<byte[]> query) {
            List<Integer> numbers = IntStream.range(0, question.tasks()).boxed().toList();
            return context.parallelize(numbers, question.tasks()).map(new OpenedTask<>(question, source, query));
        }

        @Override
        public void release() {}
    }

    /** Rows of a table, in the executors. */
    private record InRows(String id, RowBlocks blocks, Fingerprint fingerprint) implements Where {
        @Override
        public Description samples() {
            return blocks.samples();
        }

        @Override
        public <Q, S extends Sum<S>> JavaRDD<Answer> answers(
                JavaSparkContext context, Question<Q, S> question, Broadcast<byte[]> query) {
            return blocks.answers(question, query);
        }

        @Override
        public void release() {
            blocks.release();
        }
    }
}
