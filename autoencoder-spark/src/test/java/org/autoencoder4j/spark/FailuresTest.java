package org.autoencoder4j.spark;

import static org.autoencoder4j.spark.Sameness.assertSameBits;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.autoencoder4j.coding.CodeSign;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.coding.SparseEncoder;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.data.format.Shards;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.gradient.sum.PartedGradient;
import org.autoencoder4j.gradient.sum.PartedTangentKernel;
import org.autoencoder4j.learn.sweep.DictionarySweeps;
import org.autoencoder4j.learn.sweep.SweepGradient;
import org.autoencoder4j.learn.sweep.SweepSums;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.DeepAutoencoder;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.parts.PartedSamples;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.autoencoder4j.train.TrainingResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What goes wrong is said in a sentence, at the first try, and nothing is lost. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class FailuresTest {
    private static final int FEATURES = 8;
    private static final int ROWS = 40_000;

    /** A task is inside of opening its samples, and is interrupted there. */
    private static final CountDownLatch INSIDE = new CountDownLatch(1);

    private static final CountDownLatch INTERRUPTED = new CountDownLatch(1);

    private static SparkSession session;
    private static JavaSparkContext context;

    /** Three tries of a task, as on a cluster; without that number a local one has none. */
    @BeforeAll
    static void start() {
        SparkConf conf = new SparkConf()
                .setMaster("local[2, 3]")
                .setAppName("FailuresTest")
                .set("spark.ui.enabled", "false")
                .set("spark.sql.shuffle.partitions", "2");
        session = SparkSession.builder().config(conf).getOrCreate();
        context = JavaSparkContext.fromSparkContext(session.sparkContext());
    }

    @AfterAll
    static void stop() {
        session.stop();
    }

    private static INDArray samples() {
        return SparkSamplesContract.model(DataType.DOUBLE)
                .draw(RandomStreams.of(1), 0, ROWS)
                .observations()
                .get(NDArrayIndex.all(), NDArrayIndex.interval(0, FEATURES))
                .dup('c');
    }

    private static TiedAutoencoder start(long seed) {
        return TiedAutoencoder.withoutBias(
                Dictionaries.gaussian(FEATURES, 12, DataType.DOUBLE, RandomStreams.of(seed)), Activation.relu());
    }

    private static PartedGradient<TiedAutoencoder, TiedGradient> gradient(PartedSamples samples) {
        return PartedGradient.tied(samples);
    }

    private static String message(Runnable action) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, action::run).getMessage());
    }

    private static final class TaskCount extends SparkListener {
        private final AtomicInteger tasks = new AtomicInteger();

        @Override
        public void onTaskStart(SparkListenerTaskStart start) {
            tasks.incrementAndGet();
        }
    }

    /** A number that goes bad while the run reads it: the checkpoint of the step before is whole, and a run goes on from it. */
    @Test
    void aNanInAShardLeavesTheLastCheckpoint(@TempDir Path folder) throws Exception {
        INDArray all = samples();
        Path data = Files.createDirectory(folder.resolve("data"));
        Npy.write(data.resolve("a.npy"), all.get(NDArrayIndex.interval(0, 15_000)));
        Path second = data.resolve("b.npy");
        Npy.write(second, all.get(NDArrayIndex.interval(15_000, ROWS)));
        String name = data.toString();
        SparkSamples there = SparkSamples.of(context, () -> Shards.of(Path.of(name), DataType.DOUBLE))
                .withTasks(3);
        TiedDescent rule = TiedDescent.of(gradient(there), LearningRate.constant(0.1));
        Path checkpoints = folder.resolve("run");
        TaskCount counted = new TaskCount();
        context.sc().addSparkListener(counted);
        Trainer<TiedAutoencoder> spoilt = Trainer.of(rule, StoppingRule.steps(6))
                .withCheckpoints(checkpoints, 2)
                .withListener((step, progress) -> {
                    if (step.index() == 4) {
                        write(second, 10_003, 5, Double.NaN);
                    }
                });
        String message = message(() -> spoilt.train(start(2)));
        assertEquals(
                second
                        + " has an entry that is NaN or infinite, at [10003, 5]; all must be finite (task 2 of 3, samples"
                        + " 16384 to 32767)",
                message);
        context.sc().listenerBus().waitUntilEmpty();
        // Steps 0 to 5 of three tasks each: none was tried again.
        assertEquals(18, counted.tasks.get());
        context.sc().removeSparkListener(counted);

        write(second, 10_003, 5, all.getDouble(25_003, 5));
        TrainingResult<TiedAutoencoder> resumed =
                Trainer.of(rule, StoppingRule.steps(6)).resume(checkpoints);
        TrainingResult<TiedAutoencoder> alone = Trainer.of(
                        TiedDescent.of(gradient(PartedSamples.of(Batches.of(all))), LearningRate.constant(0.1)),
                        StoppingRule.steps(6))
                .train(start(2));
        assertSameBits(alone.parameters().weights(), resumed.parameters().weights(), "the run that went on");
    }

    private static void write(Path file, long row, int column, double value) {
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES).order(ByteOrder.nativeOrder());
        bytes.putDouble(0, value);
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            long header = access.length() - (ROWS - 15_000L) * FEATURES * Double.BYTES;
            access.seek(header + (row * FEATURES + column) * Double.BYTES);
            access.write(bytes.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Dataset<Row> table(List<Row> rows) {
        StructType schema = new StructType()
                .add("row", DataTypes.LongType)
                .add("x", DataTypes.createArrayType(DataTypes.DoubleType))
                .add("y", DataTypes.DoubleType)
                .add("name", DataTypes.StringType);
        return session.createDataFrame(rows, schema);
    }

    private static List<Row> rows(int count) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(row((long) i, i, 1, 2));
        }
        return rows;
    }

    private static Row row(Long number, double... numbers) {
        return RowFactory.create(
                number, Arrays.copyOf(numbers, numbers.length - 1), numbers[numbers.length - 1], "name");
    }

    private static void assertBegins(String beginning, String message) {
        assertTrue(message.startsWith(beginning), message);
    }

    private static String messageOfRows(List<Row> rows) {
        return message(() -> {
            SparkSamples samples = SparkSamples.ofRows(table(rows), "row", List.of("x", "y"), DataType.DOUBLE, 2);
            gradient(samples)
                    .at(TiedAutoencoder.withoutBias(Nd4j.eye(3).castTo(DataType.DOUBLE), Activation.relu()), 0);
        });
    }

    @Test
    void badRowsAreNamed() {
        int many = 20_000;
        // The first block is looked at before the first sum, and then no task is named.
        List<Row> good = rows(many);
        List<Row> twice = new ArrayList<>(good);
        twice.set(17, row(18_000L, 0, 0, 0));
        assertTrue(messageOfRows(twice)
                .startsWith(
                        "the row number 17 is missing; the numbers of 20000 rows must be 0 to" + " 19999, each once"));
        List<Row> double0 = new ArrayList<>(good);
        double0.set(19_999, row(3L, 0, 0, 0));
        assertBegins("the row number 3 comes twice", messageOfRows(double0));
        List<Row> beyond = new ArrayList<>(good);
        beyond.set(19_999, row(20_000L, 0, 0, 0));
        assertBegins("a row has the number 20000; ", messageOfRows(beyond));
        List<Row> without = new ArrayList<>(good);
        without.set(5, row(null, 0, 0, 0));
        assertBegins("a row has the number -1, or none; ", messageOfRows(without));
        List<Row> ragged = new ArrayList<>(good);
        ragged.set(18_500, row(18_500L, 1, 2, 3, 4));
        assertEquals(
                "in the row with the number 18500, x, y has 4 numbers, and that of the first row that was read 3; all"
                        + " must have the same (task 2 of 2, samples 16384 to 19999)",
                messageOfRows(ragged));
        List<Row> nan = new ArrayList<>(good);
        nan.set(12_345, row(12_345L, 1, Double.NaN, 2));
        assertEquals("in the row with the number 12345, x[1] is NaN; all must be finite", messageOfRows(nan));
        List<Row> none = new ArrayList<>(good);
        none.set(18_000, RowFactory.create(18_000L, new Double[] {1.0, null}, 2.0, "name"));
        assertEquals(
                "in the row with the number 18000, x[1] has no value (task 2 of 2, samples 16384 to 19999)",
                messageOfRows(none));
    }

    @Test
    void badColumnsAreNamed() {
        Dataset<Row> table = table(rows(10));
        assertEquals(
                "the table has no column z, but row, x, y, name",
                message(() -> SparkSamples.ofRows(table, "row", List.of("z"), DataType.DOUBLE)));
        assertEquals(
                "column name has type string; a feature must be a number or an array of numbers",
                message(() -> SparkSamples.ofRows(table, "row", List.of("name"), DataType.DOUBLE)));
        assertEquals(
                "column y has type double; row numbers must be whole numbers",
                message(() -> SparkSamples.ofRows(table, "y", List.of("x"), DataType.DOUBLE)));
        assertEquals(
                "features is empty; there must be at least one column",
                message(() -> SparkSamples.ofRows(table, "row", List.of(), DataType.DOUBLE)));
        assertEquals(
                "the table has no row; there must be at least one",
                message(() -> SparkSamples.ofRows(table(List.of()), "row", List.of("x"), DataType.DOUBLE)));
        assertEquals(
                "tasks = 0 must be at least 1",
                message(() -> SparkSamples.ofRows(table, "row", List.of("x"), DataType.DOUBLE, 0)));
        List<Row> large = rows(3);
        large.set(1, row(1L, 1, 1e300, 2));
        assertTrue(message(() -> SparkSamples.ofRows(table(large), "row", List.of("x"), DataType.FLOAT))
                .startsWith("in the row with the number 1, x[1] is 1.0E300, which is too large for FLOAT"));
    }

    /** Columns of numbers of any kind, as they come from a file of text, without and with numbers of rows. */
    @Test
    void columnsOfCsv(@TempDir Path folder) throws IOException {
        StringBuilder text = new StringBuilder("row,a,b.c\n");
        double[][] numbers = new double[300][];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = new double[] {i % 7, i / 8.0};
            text.append(i).append(',').append(i % 7).append(',').append(i / 8.0).append('\n');
        }
        Path file = Files.writeString(folder.resolve("x.csv"), text);
        Dataset<Row> table = session.read()
                .option("header", "true")
                .option("inferSchema", "true")
                .csv(file.toString());
        TiedAutoencoder at = TiedAutoencoder.withoutBias(Nd4j.eye(2).castTo(DataType.DOUBLE), Activation.relu());
        TiedGradient expected =
                gradient(PartedSamples.of(Batches.of(Nd4j.create(numbers)))).at(at, 0);
        List<String> columns = List.of("a", "b.c");
        try (SparkSamples numbered = SparkSamples.ofRows(table, "row", columns, DataType.DOUBLE);
                SparkSamples asRead = SparkSamples.ofRowsAsRead(table, columns, DataType.DOUBLE, 2)) {
            assertSameBits(expected, gradient(numbered).at(at, 0), "numbered");
            assertSameBits(expected, gradient(asRead).at(at, 0), "as read, of one small file");
            assertEquals(
                    gradient(PartedSamples.of(Batches.of(Nd4j.create(numbers))))
                            .fingerprint()
                            .sketch(),
                    gradient(numbered).fingerprint().sketch());
        }
    }

    /** As many of them, but others. */
    @Test
    void executorsMustOpenTheSameSamples() throws IOException {
        GenerativeModel model = SparkSamplesContract.model(DataType.DOUBLE);
        // A task has a context, the driver has none.
        SparkSamples other = SparkSamples.of(
                context, () -> model.batches(RandomStreams.of(TaskContext.get() == null ? 1 : 2), 1000));
        assertBegins(
                "an executor opens other samples than the driver, for which the first samples of its first batch were"
                        + " others",
                message(() -> gradient(other).at(SparkSamplesContract.start(DataType.DOUBLE), 0)));
    }

    /** The job is cancelled, its task is interrupted, and the flag stays set. */
    @Test
    void anInterruptEndsTheJob() throws Exception {
        RandomStreams streams = RandomStreams.of(1);
        GenerativeModel model = SparkSamplesContract.model(DataType.DOUBLE);
        SparkSamples slow = SparkSamples.of(context, () -> {
            if (TaskContext.get() != null) {
                INSIDE.countDown();
                try {
                    Thread.sleep(TimeUnit.MINUTES.toMillis(5));
                } catch (InterruptedException e) {
                    INTERRUPTED.countDown();
                    throw new IOException(e);
                }
            }
            return model.batches(streams, 10);
        });
        List<Boolean> flags = new ArrayList<>();
        TiedAutoencoder at = SparkSamplesContract.start(DataType.DOUBLE);
        Thread run = new Thread(() -> {
            assertThrows(CancellationException.class, () -> gradient(slow).at(at, 0));
            flags.add(Thread.currentThread().isInterrupted());
        });
        run.start();
        INSIDE.await();
        run.interrupt();
        run.join();
        assertEquals(List.of(true), flags);
        INTERRUPTED.await();
    }

    @Test
    void whatCannotBeSentIsNamed() {
        Batches batches = Batches.of(Nd4j.ones(DataType.DOUBLE, 10, FEATURES));
        assertBegins(
                "the source refers to an object of org.autoencoder4j.data.ArrayBatches, which cannot be sent to"
                        + " executors; it must refer to models, streams, numbers or names of files",
                message(() -> open(() -> batches)));
    }

    private static SparkSamples open(BatchesSource source) {
        try {
            return SparkSamples.of(context, source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rows in the order of three partitions; an order that is another each time is refused. */
    @Test
    void rowsAsRead() {
        List<Row> rows = rows(20_000);
        Dataset<Row> table = session.createDataFrame(
                context.parallelize(rows, 3), table(List.of()).schema());
        double[][] numbers = new double[rows.size()][];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = new double[] {i, 1, 2};
        }
        TiedAutoencoder at = TiedAutoencoder.withoutBias(Nd4j.eye(3).castTo(DataType.DOUBLE), Activation.relu());
        TiedGradient expected =
                gradient(PartedSamples.of(Batches.of(Nd4j.create(numbers)))).at(at, 0);
        try (SparkSamples asRead = SparkSamples.ofRowsAsRead(table, List.of("x", "y"), DataType.DOUBLE, 5)) {
            assertSameBits(expected, gradient(asRead).at(at, 0), "as read");
        }
        assertBegins(
                "the rows come in another order each time that they are computed",
                message(() -> SparkSamples.ofRowsAsRead(table.repartition(2), List.of("x"), DataType.DOUBLE, 1)));
    }

    /** Blocks that are no even part of a part; one set of rows for gradients at several weights, sweeps over some, and a kernel. */
    @Test
    void rowsServeManySums() {
        int features = 48;
        GenerativeModel model = GenerativeModel.sparseCoding(
                Dictionaries.gaussian(features, 60, DataType.DOUBLE, RandomStreams.of(1)),
                3,
                ValueLaw.symmetricUniform(1, 2),
                0.1);
        int many = 17_000;
        INDArray samples = model.draw(RandomStreams.of(2), 0, many).observations();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            rows.add(RowFactory.create((long) i, samples.getRow(i).toDoubleVector()));
        }
        StructType schema = new StructType()
                .add("row", DataTypes.LongType)
                .add("x", DataTypes.createArrayType(DataTypes.DoubleType));
        Dataset<Row> table = session.createDataFrame(context.parallelize(rows, 3), schema);
        PartedSamples here = PartedSamples.of(Batches.of(samples));
        try (SparkSamples there = SparkSamples.ofRows(table, "row", List.of("x"), DataType.DOUBLE, 2)) {
            for (int seed = 3; seed < 6; seed++) {
                INDArray weights = Dictionaries.gaussian(features, 60, DataType.DOUBLE, RandomStreams.of(seed));
                TiedAutoencoder at = TiedAutoencoder.withoutBias(weights, Activation.hardThreshold(0.5));
                assertSameBits(gradient(here).at(at, 0), gradient(there).at(at, 0), "weights " + seed);
                SparseCoder coder = new SparseCoder(weights.dup('f'), SparseEncoder.largest(3, CodeSign.SIGNED));
                int some = 16_000 + 200 * seed;
                assertSameBits(sweep(here, coder, some), sweep(there, coder, some));
            }
            DeepAutoencoder deep = DeepAutoencoder.of(new TwoLayerAutoencoder(
                    Dictionaries.gaussian(features, 5, DataType.DOUBLE, RandomStreams.of(7)),
                    Dictionaries.gaussian(features, 5, DataType.DOUBLE, RandomStreams.of(8))));
            INDArray vector = samples.dup('c').reshape('c', (long) many * features, 1);
            assertSameBits(
                    PartedTangentKernel.of(deep, here).times(vector),
                    PartedTangentKernel.of(deep, there).times(vector),
                    "kernel");
        }
    }

    private static SweepSums sweep(PartedSamples samples, SparseCoder coder, int some) {
        DictionarySweeps rule = DictionarySweeps.of(samples).alternating().upTo(some);
        SweepSums sums = ((SweepGradient) rule.start(coder).evaluate().gradient()).sums();
        assertEquals(some, sums.samples());
        return sums;
    }

    /** What failed there because something was interrupted there is no interrupt of this thread. */
    @Test
    void anInterruptOnAnExecutorIsNoneHere() throws IOException {
        RandomStreams streams = RandomStreams.of(1);
        GenerativeModel model = SparkSamplesContract.model(DataType.DOUBLE);
        SparkSamples failing = SparkSamples.of(context, () -> {
            if (TaskContext.get() != null) {
                throw new IOException("no answer", new InterruptedException("of a client"));
            }
            return model.batches(streams, 10);
        });
        TiedAutoencoder at = SparkSamplesContract.start(DataType.DOUBLE);
        IllegalStateException e = assertThrows(
                IllegalStateException.class, () -> gradient(failing).at(at, 0));
        assertBegins("the cluster could not add up: ", String.valueOf(e.getMessage()));
        assertTrue(String.valueOf(e.getMessage()).contains("no answer"), e.getMessage());
        assertFalse(Thread.interrupted());
    }

    @Test
    void samplesMayBeClosedTwice() throws IOException {
        RandomStreams streams = RandomStreams.of(1);
        GenerativeModel model = SparkSamplesContract.model(DataType.DOUBLE);
        try (SparkSamples all = SparkSamples.of(context, () -> model.batches(streams, 10));
                SparkSamples same = all.withTasks(2)) {
            assertEquals(10, same.size());
        }
        SparkSamples table = SparkSamples.ofRows(table(rows(3)), "row", List.of("x"), DataType.DOUBLE, 1);
        table.close();
        table.close();
    }

    @Test
    void aProcessHasOneContext() {
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> LocalCluster.start(1, 512, new SparkConf()));
        assertTrue(String.valueOf(e.getMessage()).contains("Only one SparkContext"), e.getMessage());
        assertFalse(context.sc().isStopped());
        assertEquals(null, System.getProperty("spark.testing"));
    }
}
