package org.autoencoder4j.benchmarks;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.model.Draw;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Drawing a batch, beside the gradient over it and beside both at once, as in training on fresh samples. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class DrawingBenchmark {
    /** Rows that are read at a time, as the gradient does. */
    private static final int PIECE = 4 * RandomStreams.BLOCK_SIZE;

    /** The workload. */
    @Param({"fig2", "sparse"})
    public String name = "fig2";

    /** The type of the numbers. */
    @Param({"FLOAT", "DOUBLE"})
    public DataType dtype = DataType.FLOAT;

    private final RandomStreams streams = RandomStreams.of(1);
    private long step;
    private @Nullable Workload workload;

    private record Workload(
            GenerativeModel model, Batches fresh, TiedAutoencoder start, SampleGradient kept, SampleGradient drawing) {
        static Workload of(Case c, DataType type, RandomStreams streams) {
            SparseModel sizes = new SparseModel(c.features, c.units, c.sparsity);
            GenerativeModel model = sizes.model(type, streams);
            Batches fresh = model.batches(streams, c.samples);
            SampleGradient kept = SampleGradient.of(Batches.of(fresh.batch(0)));
            return new Workload(model, fresh, sizes.near(model, streams), kept, SampleGradient.of(fresh));
        }
    }

    /** Draws the batch that is kept. */
    @Setup
    public void prepare() {
        workload = Workload.of(Case.named(name), dtype, streams);
    }

    private Workload workload() {
        return Objects.requireNonNull(workload);
    }

    /**
     * Draws a batch with its codes.
     *
     * @return the batch
     */
    @Benchmark
    public Draw draw() {
        return workload().model().draw(streams, step++, workload().fresh().size());
    }

    /**
     * Draws a batch piece by piece into one buffer.
     *
     * @return the last piece
     */
    @Benchmark
    public INDArray read() {
        Batches fresh = workload().fresh();
        Batches.Reader reader = fresh.reader();
        INDArray last = reader.rows(step, 0, Math.min(PIECE, fresh.size()));
        for (long from = PIECE; from < fresh.size(); from += PIECE) {
            last = reader.rows(step, from, Math.min(from + PIECE, fresh.size()));
        }
        step++;
        return last;
    }

    /**
     * Computes the gradient over a batch that is there.
     *
     * @return the gradient
     */
    @Benchmark
    public TiedGradient gradient() {
        return workload().kept().at(workload().start(), 0);
    }

    /**
     * Computes the gradient over a batch that is drawn meanwhile.
     *
     * @return the gradient
     */
    @Benchmark
    public TiedGradient gradientOfFresh() {
        return workload().drawing().at(workload().start(), step++);
    }
}
