package org.autoencoder4j.examples.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.gradient.sum.PartedGradient;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.spark.SparkSamples;
import org.autoencoder4j.train.TrainingResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Runs the code of docs/SPARK.md, started as spark-submit starts it: with the master as a system property. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class OnSparkTest {
    private static final String MASTER = "spark.master";

    private static SparkSession session;
    private static JavaSparkContext context;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        System.setProperty(MASTER, "local[2]");
        System.setProperty("spark.app.name", "OnSparkTest");
        System.setProperty("spark.ui.enabled", "false");
        session = OnSpark.session();
        context = JavaSparkContext.fromSparkContext(session.sparkContext());
    }

    @AfterAll
    static void stop() {
        session.stop();
        List.of(MASTER, "spark.app.name", "spark.ui.enabled").forEach(System::clearProperty);
    }

    private static TiedAutoencoder autoencoder(int n, DataType type) {
        INDArray weights = Dictionaries.gaussian(n, n + 2, type, RandomStreams.of(3));
        return TiedAutoencoder.withoutBias(weights, Activation.hardThreshold(0.5));
    }

    private static double loss(SparkSamples samples) {
        TiedAutoencoder at = autoencoder(samples.features(), samples.dataType());
        double loss = PartedGradient.tied(samples).at(at, 0).loss();
        samples.close();
        return loss;
    }

    private static double loss(INDArray samples) {
        return autoencoder(samples.columns(), samples.dataType()).loss(samples);
    }

    @Test
    void theLineTrainsAndWritesCheckpoints() throws IOException {
        assertEquals("1", session.sparkContext().conf().get("spark.executorEnv.OMP_NUM_THREADS"));
        INDArray atoms = Dictionaries.gaussian(8, 10, DataType.FLOAT, RandomStreams.of(1));
        GenerativeModel model = GenerativeModel.sparseCoding(atoms, 2, ValueLaw.symmetricUniform(1, 2), 0.1);
        TrainingResult<TiedAutoencoder> result =
                OnSpark.train(context, model, 20_000, autoencoder(8, DataType.FLOAT), folder);
        assertEquals(10, result.steps());
        assertTrue(result.loss() < result.initialLoss(), result.loss() + " of " + result.initialLoss());
        assertTrue(Files.exists(folder.resolve("autoencoder4j-checkpoint-000000000005")));
    }

    @Test
    void filesAreRead() throws IOException {
        INDArray samples = Dictionaries.gaussian(50, 6, DataType.FLOAT, RandomStreams.of(4));
        Npy.write(folder.resolve("a.npy"), samples.dup());
        Npy.write(folder.resolve("b.npy"), samples.dup());
        double expected = loss(samples);
        assertEquals(expected, loss(OnSpark.shards(context, folder.toString())), 1e-6 * expected);
        assertEquals(
                expected, loss(OnSpark.file(context, folder.resolve("a.npy").toString())), 1e-6 * expected);
    }

    @Test
    void rowsAreRead() {
        double[][] numbers = Dictionaries.gaussian(30, 2, DataType.DOUBLE, RandomStreams.of(5))
                .toDoubleMatrix();
        List<Row> rows = IntStream.range(0, 30)
                .mapToObj(i -> RowFactory.create((long) i, numbers[i], numbers[i][0], numbers[i][1]))
                .toList();
        StructType schema = new StructType()
                .add("row", DataTypes.LongType)
                .add("x", DataTypes.createArrayType(DataTypes.DoubleType))
                .add("width", DataTypes.DoubleType)
                .add("height", DataTypes.DoubleType);
        Dataset<Row> table = session.createDataFrame(rows, schema);
        String parquet = folder.resolve("parquet").toString();
        String csv = folder.resolve("csv").toString();
        table.select("row", "x").repartition(3).write().parquet(parquet);
        table.select("width", "height").write().option("header", true).csv(csv);
        INDArray all = Nd4j.createFromArray(numbers);
        assertEquals(loss(all.castTo(DataType.FLOAT)), loss(OnSpark.parquet(session, parquet)), 1e-5);
        assertEquals(loss(all), loss(OnSpark.csv(session, csv)), 1e-12);
    }
}
