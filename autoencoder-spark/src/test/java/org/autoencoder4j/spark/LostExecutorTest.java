package org.autoencoder4j.spark;

import static org.autoencoder4j.spark.Sameness.assertSameBits;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.gradient.sum.PartedGradient;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.parts.PartedSamples;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.autoencoder4j.train.TrainingResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nd4j.linalg.api.buffer.DataType;

/** An executor that is killed in the middle of a step changes nothing in the result. */
class LostExecutorTest {
    private static final int SAMPLES = 8 * 16384;
    private static final int TASKS = 8;
    private static final int STEPS = 3;

    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void theRunEndsWithTheSameArrays() throws IOException {
        GenerativeModel model = SparkSamplesContract.model(DataType.FLOAT);
        RandomStreams streams = RandomStreams.of(2);
        TiedAutoencoder start = SparkSamplesContract.start(DataType.FLOAT);
        TrainingResult<TiedAutoencoder> expected = train(PartedSamples.of(model.batches(streams, SAMPLES)), start);
        // Kryo, and a second try of what is slow: neither is to make a difference.
        SparkConf settings = new SparkConf()
                .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                .set("spark.speculation", "true")
                .set("spark.speculation.interval", "10ms")
                .set("spark.speculation.multiplier", "1.01")
                .set("spark.speculation.quantile", "0.1");
        try (LocalCluster cluster = LocalCluster.start(2, 512, settings)) {
            Killer killer = new Killer();
            cluster.context().sc().addSparkListener(killer);
            PartedSamples samples = SparkSamples.of(cluster.context(), () -> model.batches(streams, SAMPLES))
                    .withTasks(TASKS);
            TrainingResult<TiedAutoencoder> found = train(samples, start);
            assertTrue(killer.killed, "no executor was killed");
            assertTrue(killer.failed.get() > 0, "no task was lost with the executor");
            assertSameBits(expected.parameters().weights(), found.parameters().weights(), "weights");
            assertArrayEquals(expected.history().losses(), found.history().losses(), 0.0);
        }
    }

    private static TrainingResult<TiedAutoencoder> train(PartedSamples samples, TiedAutoencoder start) {
        return Trainer.of(
                        TiedDescent.of(PartedGradient.tied(samples), LearningRate.constant(1)),
                        StoppingRule.steps(STEPS))
                .train(start);
    }

    /** Kills an executor as soon as tasks of the third step run on both. */
    private static final class Killer extends SparkListener {
        private static final int THIRD_STEP = 2 * TASKS;

        private final AtomicInteger started = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();
        private volatile boolean killed;

        @Override
        public void onTaskStart(SparkListenerTaskStart start) {
            if (start.taskInfo().attemptNumber() == 0
                    && !start.taskInfo().speculative()
                    && started.incrementAndGet() == THIRD_STEP + 2) {
                killed = executors().get(0).destroyForcibly();
            }
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            if (!end.taskInfo().successful()) {
                failed.incrementAndGet();
            }
        }

        private static List<ProcessHandle> executors() {
            List<ProcessHandle> found = ProcessHandle.current()
                    .descendants()
                    .filter(process -> process.info().command().orElse("").endsWith("java"))
                    .toList();
            assertFalse(found.isEmpty(), "no executor is there");
            return found;
        }
    }
}
