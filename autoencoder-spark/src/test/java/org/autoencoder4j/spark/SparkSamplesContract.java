package org.autoencoder4j.spark;

import static org.autoencoder4j.spark.Sameness.assertClose;
import static org.autoencoder4j.spark.Sameness.assertSameBits;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
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
import org.autoencoder4j.gradient.DeepSampleGradient;
import org.autoencoder4j.gradient.Gradient;
import org.autoencoder4j.gradient.GradientSource;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.gradient.TwoLayerSampleGradient;
import org.autoencoder4j.gradient.sum.PartedGradient;
import org.autoencoder4j.gradient.sum.PartedTangentKernel;
import org.autoencoder4j.learn.sweep.DictionarySweeps;
import org.autoencoder4j.learn.sweep.Phase;
import org.autoencoder4j.learn.sweep.SweepGradient;
import org.autoencoder4j.learn.sweep.SweepSums;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.DeepAutoencoder;
import org.autoencoder4j.network.TangentKernel;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.parts.PartedSamples;
import org.autoencoder4j.parts.SampleParts;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.train.UpdateRule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What samples on any cluster keep: the bits of one process, for any number of tasks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
abstract class SparkSamplesContract {
    static final int FEATURES = 64;
    static final int UNITS = 128;

    /** Eight parts, of which the last is not whole. */
    static final int SAMPLES = 7 * 16384 + 5000;

    /** Five parts. */
    private static final int FEWER_SAMPLES = 4 * 16384 + 1000;

    private static final int[] TASKS = {1, 2, 4, 7};

    private SparkSession session;
    private JavaSparkContext context;

    abstract SparkSession startSession();

    /** How many rows a table has: of more than some the test takes long. */
    int rowsOfATable() {
        return 16384 + 3000;
    }

    /** Among how many tasks they are shared out, at most one for each part. */
    List<Integer> tasksOfRows() {
        return List.of(1, 2);
    }

    @BeforeAll
    void start() {
        session = startSession();
        context = JavaSparkContext.fromSparkContext(session.sparkContext());
    }

    @AfterAll
    void stop() {
        session.stop();
    }

    final SparkSession session() {
        return session;
    }

    final JavaSparkContext context() {
        return context;
    }

    static double tolerance(DataType type) {
        return type == DataType.FLOAT ? 1e-6 : 1e-12;
    }

    static GenerativeModel model(DataType type) {
        INDArray atoms = Dictionaries.gaussian(FEATURES, UNITS, type, RandomStreams.of(1));
        return GenerativeModel.sparseCoding(atoms, 5, ValueLaw.symmetricUniform(1, 2), 0.1);
    }

    static TiedAutoencoder start(DataType type) {
        INDArray atoms = Dictionaries.gaussian(FEATURES, UNITS, type, RandomStreams.of(3));
        return TiedAutoencoder.withoutBias(atoms, Activation.hardThreshold(0.5));
    }

    private <G extends Gradient> void check(
            TiedAutoencoder at,
            GradientSource<TiedAutoencoder, G> whole,
            PartedSamples here,
            List<SparkSamples> there) {
        Gradient expected = PartedGradient.tied(here).at(at, 2);
        assertClose(whole.at(at, 2), expected, tolerance(here.dataType()));
        for (SparkSamples samples : there) {
            assertSameBits(expected, PartedGradient.tied(samples).at(at, 2), samples.toString());
        }
    }

    private static List<SparkSamples> shared(SparkSamples samples) {
        List<SparkSamples> all = new ArrayList<>();
        for (int tasks : TASKS) {
            all.add(samples.withTasks(tasks));
        }
        return all;
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void freshSamples(DataType type) throws IOException {
        GenerativeModel model = model(type);
        RandomStreams streams = RandomStreams.of(2);
        Batches here = model.batches(streams, SAMPLES);
        List<SparkSamples> there = shared(SparkSamples.of(context, () -> model.batches(streams, SAMPLES)));
        check(start(type), SampleGradient.of(here), PartedSamples.of(here), there);
    }

    /** Files whose ends are not those of parts. */
    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void shardsOfNpy(DataType type, @TempDir Path folder) throws IOException {
        INDArray all = model(type).draw(RandomStreams.of(4), 0, SAMPLES).observations();
        int[] ends = {0, 10_001, 40_000, SAMPLES};
        for (int i = 1; i < ends.length; i++) {
            Npy.write(folder.resolve("part-" + i + ".npy"), all.get(NDArrayIndex.interval(ends[i - 1], ends[i])));
        }
        String name = folder.toString();
        Batches here = Shards.of(folder, type);
        List<SparkSamples> there = shared(SparkSamples.of(context, () -> Shards.of(Path.of(name), type)));
        check(start(type), SampleGradient.of(here), PartedSamples.of(here), there);
    }

    @Test
    void numberedRowsOfParquet(@TempDir Path folder) {
        INDArray all = model(DataType.DOUBLE)
                .draw(RandomStreams.of(4), 0, rowsOfATable())
                .observations();
        String file = folder.resolve("x.parquet").toString();
        table(all, new Random(5)).repartition(3).write().parquet(file);
        for (DataType type : List.of(DataType.DOUBLE, DataType.FLOAT)) {
            Batches here = Batches.of(all.castTo(type));
            List<SparkSamples> there = new ArrayList<>();
            for (int tasks : tasksOfRows()) {
                there.add(SparkSamples.ofRows(session.read().parquet(file), "row", List.of("x"), type, tasks));
            }
            check(start(type), SampleGradient.of(here), PartedSamples.of(here), there);
            there.forEach(SparkSamples::close);
        }
    }

    /** Rows in random order, with their numbers. */
    final Dataset<Row> table(INDArray samples, Random random) {
        double[][] numbers = samples.castTo(DataType.DOUBLE).toDoubleMatrix();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < numbers.length; i++) {
            rows.add(RowFactory.create((long) i, numbers[i]));
        }
        Collections.shuffle(rows, random);
        StructType schema = new StructType()
                .add("row", DataTypes.LongType)
                .add("x", DataTypes.createArrayType(DataTypes.DoubleType));
        return session.createDataFrame(context.parallelize(rows, 5), schema);
    }

    @Test
    void theGradientOfPaper2() throws IOException {
        GenerativeModel model = model(DataType.DOUBLE);
        RandomStreams streams = RandomStreams.of(6);
        Batches here = model.batches(streams, FEWER_SAMPLES);
        INDArray encoder = Dictionaries.gaussian(FEATURES, UNITS, DataType.DOUBLE, RandomStreams.of(7));
        INDArray decoder = Dictionaries.gaussian(FEATURES, UNITS, DataType.DOUBLE, RandomStreams.of(8));
        TwoLayerAutoencoder at = new TwoLayerAutoencoder(encoder, decoder);
        SparkSamples samples = SparkSamples.of(context, () -> model.batches(streams, FEWER_SAMPLES));
        for (Regime regime : List.of(Regime.WEAKLY_TRAINED, Regime.JOINTLY_TRAINED)) {
            Gradient expected =
                    PartedGradient.twoLayer(PartedSamples.of(here), regime).at(at, 1);
            assertClose(TwoLayerSampleGradient.of(here, regime).at(at, 1), expected, 1e-12);
            List<SparkSamples> there =
                    regime == Regime.JOINTLY_TRAINED ? shared(samples) : List.of(samples.withTasks(3));
            for (SparkSamples some : there) {
                assertSameBits(expected, PartedGradient.twoLayer(some, regime).at(at, 1), regime + ", " + some);
            }
        }
        DeepAutoencoder deep = DeepAutoencoder.of(at);
        Gradient expected = PartedGradient.deep(PartedSamples.of(here)).at(deep, 1);
        assertClose(DeepSampleGradient.of(here).at(deep, 1), expected, 1e-12);
        assertSameBits(expected, PartedGradient.deep(samples.withTasks(3)).at(deep, 1), "deep");
    }

    /** The sums B and C of the estimator over all samples, and what else it takes from a sweep. */
    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void theSweepsOfTheEstimator(DataType type) throws IOException {
        GenerativeModel model = model(type);
        RandomStreams streams = RandomStreams.of(9);
        Batches here = model.batches(streams, FEWER_SAMPLES);
        INDArray start = Dictionaries.gaussian(FEATURES, UNITS, type, RandomStreams.of(10));
        SparseCoder coder = new SparseCoder(start, SparseEncoder.largest(5, CodeSign.SIGNED));
        int count = type == DataType.DOUBLE ? 2 : 1;
        List<SweepSums> expected =
                sweeps(DictionarySweeps.of(PartedSamples.of(here)).alternating(), coder, count);
        SweepSums whole =
                sweeps(DictionarySweeps.of(here).alternating(), coder, 1).get(0);
        assertEquals(FEWER_SAMPLES, expected.get(count - 1).samples());
        for (int i = 0; i < UNITS; i++) {
            double rounding = tolerance(type) * whole.energy();
            assertArrayEquals(whole.residualProducts(i), expected.get(0).residualProducts(i), rounding);
            assertArrayEquals(whole.moment(i), expected.get(0).moment(i), rounding);
        }
        for (SparkSamples there : shared(SparkSamples.of(context, () -> model.batches(streams, FEWER_SAMPLES)))) {
            List<SweepSums> found = sweeps(DictionarySweeps.of(there).alternating(), coder, count);
            for (int sweep = 0; sweep < found.size(); sweep++) {
                assertSameBits(expected.get(sweep), found.get(sweep));
            }
        }
    }

    /** Sweeps that grow to all samples, and replace units by what the worst samples of all parts have in common. */
    @Test
    void theWorstSamplesOfAllParts() throws IOException {
        GenerativeModel model = model(DataType.DOUBLE);
        RandomStreams streams = RandomStreams.of(9);
        INDArray start = model.dictionary().dup('f');
        // Two units at one atom, so that an atom is missing.
        start.getColumn(1).assign(start.getColumn(0));
        SparseCoder coder = new SparseCoder(start, SparseEncoder.pursuit(5, CodeSign.SIGNED));
        List<SweepGradient> expected = run(
                DictionarySweeps.of(PartedSamples.of(model.batches(streams, FEWER_SAMPLES)))
                        .fromNear(),
                coder);
        assertTrue(expected.stream().mapToInt(SweepGradient::swaps).sum() > 0, "no unit was replaced");
        SparkSamples there = SparkSamples.of(context, () -> model.batches(streams, FEWER_SAMPLES));
        List<SweepGradient> found = run(DictionarySweeps.of(there.withTasks(3)).fromNear(), coder);
        assertEquals(expected.size(), found.size());
        for (int sweep = 0; sweep < found.size(); sweep++) {
            assertEquals(expected.get(sweep).swaps(), found.get(sweep).swaps());
            assertSameBits(expected.get(sweep).sums(), found.get(sweep).sums());
        }
    }

    /** The sweeps up to two that replace units and read more than one part. */
    private static List<SweepGradient> run(DictionarySweeps rule, SparseCoder coder) {
        UpdateRule.Session<SparseCoder> run = rule.start(coder);
        List<SweepGradient> sweeps = new ArrayList<>();
        int large = 0;
        while (large < 2) {
            SweepGradient sweep = (SweepGradient) run.evaluate().gradient();
            assertEquals(Phase.REFINING, sweep.phase());
            sweeps.add(sweep);
            large += sweep.sums().samples() > 2 * SampleParts.LEAST ? 1 : 0;
            run.advance();
        }
        return sweeps;
    }

    private static List<SweepSums> sweeps(DictionarySweeps rule, SparseCoder coder, int count) {
        UpdateRule.Session<SparseCoder> run = rule.start(coder);
        List<SweepSums> sums = new ArrayList<>();
        for (int sweep = 0; sweep < count; sweep++) {
            sums.add(((SweepGradient) run.evaluate().gradient()).sums());
            run.advance();
        }
        return sums;
    }

    /** Products of paper 2's kernel, with the samples in three parts. */
    @Test
    void theTangentKernel() throws IOException {
        int rows = 2 * SampleParts.LEAST + 100;
        int features = 3;
        INDArray atoms = Dictionaries.gaussian(features, 4, DataType.DOUBLE, RandomStreams.of(1));
        GenerativeModel model = GenerativeModel.sparseCoding(atoms, 2, ValueLaw.symmetricUniform(1, 2), 0.1);
        INDArray samples = model.draw(RandomStreams.of(2), 0, rows).observations();
        DeepAutoencoder at = DeepAutoencoder.of(new TwoLayerAutoencoder(
                Dictionaries.gaussian(features, 6, DataType.DOUBLE, RandomStreams.of(3)),
                Dictionaries.gaussian(features, 6, DataType.DOUBLE, RandomStreams.of(4))));
        INDArray block = model.draw(RandomStreams.of(5), 0, rows).observations().reshape('c', rows * features, 1);
        RandomStreams streams = RandomStreams.of(2);
        SparkSamples there = SparkSamples.of(
                context, () -> Batches.of(model.draw(streams, 0, rows).observations()));
        INDArray expected = PartedTangentKernel.of(at, PartedSamples.of(Batches.of(samples)))
                .times(block);
        assertSameBits(
                expected, PartedTangentKernel.of(at, there.withTasks(2)).times(block), "product with the kernel");
        INDArray whole = TangentKernel.of(at, samples).times(block);
        double scale = whole.amaxNumber().doubleValue();
        assertEquals(0, whole.sub(expected).amaxNumber().doubleValue(), 1e-12 * scale);
    }

    /** Something that no lambda of the library's own sends. */
    record Scaled(double factor) implements Activation, Serializable {
        @Override
        public double apply(double z) {
            return factor * Math.tanh(z);
        }

        @Override
        public double slope(double z) {
            double t = Math.tanh(z);
            return factor * (1 - t * t);
        }

        @Override
        public String name() {
            return "scaled(" + factor + ")";
        }
    }

    @Test
    void anActivationOfOnesOwn() throws IOException {
        GenerativeModel model = model(DataType.DOUBLE);
        RandomStreams streams = RandomStreams.of(2);
        Batches here = model.batches(streams, 3000);
        TiedAutoencoder at = TiedAutoencoder.withoutBias(start(DataType.DOUBLE).weights(), new Scaled(0.7));
        List<SparkSamples> there = List.of(SparkSamples.of(context, () -> model.batches(streams, 3000)));
        check(at, SampleGradient.of(here), PartedSamples.of(here), there);
    }
}
