package org.autoencoder4j.spark;

import static org.autoencoder4j.spark.Sameness.assertSameBits;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.autoencoder4j.data.Batches;
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
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/** An executor that is killed in the middle of a step changes nothing in the result. */
class LostExecutorTest {
    private static final int SAMPLES = 8 * 16384;
    private static final int TASKS = 8;
    private static final int STEPS = 4;
    private static final int STEP_OF_THE_KILL = 2;

    /** The batches of a model, which in one step wait for a file: until then the step is in its middle. */
    record Waiting(Batches source, String file) implements Batches {
        @Override
        public long size() {
            return source.size();
        }

        @Override
        public int features() {
            return source.features();
        }

        @Override
        public DataType dataType() {
            return source.dataType();
        }

        @Override
        public boolean changeWithStep() {
            return true;
        }

        @Override
        public Reader reader() {
            Reader reader = source.reader();
            return (step, from, to) -> {
                while (step == STEP_OF_THE_KILL && !Files.exists(Path.of(file))) {
                    pause();
                }
                return reader.rows(step, from, to);
            };
        }

        private static void pause() {
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void theRunEndsWithTheSameArrays(@TempDir Path folder) throws Exception {
        GenerativeModel model = SparkSamplesContract.model(DataType.FLOAT);
        RandomStreams streams = RandomStreams.of(2);
        TiedAutoencoder start = SparkSamplesContract.start(DataType.FLOAT);
        TrainingResult<TiedAutoencoder> expected = train(PartedSamples.of(model.batches(streams, SAMPLES)), start);
        Path file = folder.resolve("killed");
        String name = file.toString();
        // A second try of what is slow is to make no difference either.
        SparkConf settings = LocalClusterTest.shortLived()
                .set("spark.speculation", "true")
                .set("spark.speculation.interval", "10ms")
                .set("spark.speculation.multiplier", "1.01")
                .set("spark.speculation.quantile", "0.1");
        try (LocalCluster cluster = LocalCluster.start(2, 512, settings)) {
            Killer killer = new Killer(file);
            cluster.context().sc().addSparkListener(killer);
            PartedSamples samples = SparkSamples.of(
                            cluster.context(), () -> new Waiting(model.batches(streams, SAMPLES), name))
                    .withTasks(TASKS);
            TrainingResult<TiedAutoencoder> found = train(samples, start);
            cluster.context().sc().listenerBus().waitUntilEmpty();
            assertTrue(killer.lost.get() > 0, "no task was lost with an executor");
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

    /** Kills an executor as soon as tasks of the step run on both, and lets the step go on then. */
    private static final class Killer extends SparkListener {
        private final Path file;
        private final AtomicInteger started = new AtomicInteger();
        private final AtomicInteger lost = new AtomicInteger();

        Killer(Path file) {
            this.file = file;
        }

        @Override
        public void onTaskStart(SparkListenerTaskStart start) {
            boolean first =
                    start.taskInfo().attemptNumber() == 0 && !start.taskInfo().speculative();
            if (first && started.incrementAndGet() == STEP_OF_THE_KILL * TASKS + 2) {
                // Executors are the only processes that this one has started.
                ProcessHandle.current()
                        .descendants()
                        .filter(process -> process.info().command().orElse("").endsWith("java"))
                        .findFirst()
                        .ifPresent(ProcessHandle::destroyForcibly);
                try {
                    Files.createFile(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            if (end.reason() instanceof ExecutorLostFailure) {
                lost.incrementAndGet();
            }
        }
    }
}
