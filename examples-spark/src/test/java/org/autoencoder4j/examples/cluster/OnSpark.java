package org.autoencoder4j.examples.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.data.format.Shards;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.gradient.GradientSource;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.gradient.sum.PartedGradient;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.spark.ExecutorSettings;
import org.autoencoder4j.spark.SparkSamples;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.autoencoder4j.train.TrainingResult;
import org.nd4j.linalg.api.buffer.DataType;

/** The code of docs/SPARK.md; DocumentationTest of the other examples compares it, OnSparkTest runs it. */
final class OnSpark {
    private OnSpark() {}

    static SparkSession session() {
        // begin of a session
        SparkConf conf = ExecutorSettings.addTo(new SparkConf());
        SparkSession session = SparkSession.builder().config(conf).getOrCreate();
        JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
        // end of a session
        return context.sc() == session.sparkContext() ? session : null;
    }

    static TrainingResult<TiedAutoencoder> train(
            JavaSparkContext context, GenerativeModel model, int n, TiedAutoencoder start, Path folder)
            throws IOException {
        // begin of the line
        RandomStreams streams = RandomStreams.of(1);
        // In one process: SampleGradient.of(model.batches(streams, n))
        GradientSource<TiedAutoencoder, TiedGradient> gradient =
                PartedGradient.tied(SparkSamples.of(context, () -> model.batches(streams, n)));
        TrainingResult<TiedAutoencoder> result = Trainer.of(
                        TiedDescent.of(gradient, LearningRate.constant(0.1)), StoppingRule.steps(10))
                .withCheckpoints(folder, 5)
                .train(start);
        // end of the line
        return result;
    }

    static SparkSamples shards(JavaSparkContext context, String folder) throws IOException {
        // begin of shards
        SparkSamples samples = SparkSamples.of(context, () -> Shards.of(Path.of(folder), DataType.FLOAT));
        // end of shards
        return samples;
    }

    static SparkSamples file(JavaSparkContext context, String file) throws IOException {
        // begin of a file
        SparkSamples samples = SparkSamples.of(context, () -> Npy.map(Path.of(file)));
        // end of a file
        return samples;
    }

    static SparkSamples parquet(SparkSession session, String folder) {
        // begin of numbered rows
        SparkSamples samples = SparkSamples.ofRows(session.read().parquet(folder), "row", List.of("x"), DataType.FLOAT);
        // end of numbered rows
        return samples;
    }

    static SparkSamples csv(SparkSession session, String folder) {
        // begin of rows as they come
        SparkSamples samples = SparkSamples.ofRowsAsRead(
                session.read()
                        .option("header", true)
                        .option("inferSchema", true)
                        .csv(folder),
                List.of("width", "height"),
                DataType.DOUBLE,
                8);
        // end of rows as they come
        return samples;
    }
}
