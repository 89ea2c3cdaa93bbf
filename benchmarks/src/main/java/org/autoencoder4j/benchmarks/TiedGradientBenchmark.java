package org.autoencoder4j.benchmarks;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
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

/** The gradient of the tied autoencoder over a whole batch. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class TiedGradientBenchmark {
    /** The workload. */
    @Param({"fig2", "sparse"})
    public String name = "fig2";

    /** The type of the numbers. */
    @Param({"FLOAT", "DOUBLE"})
    public DataType dtype = DataType.FLOAT;

    /** What is added to the bias: 0 leaves the codes as sparse as those of the samples, more makes them denser. */
    @Param({"0", "0.5", "1"})
    public double shift;

    /** The samples of a shuffled batch, or 0 for all of them. */
    @Param({"0", "128"})
    public int batch;

    private long step;
    private @Nullable Workload workload;

    private record Workload(SampleGradient source, TiedAutoencoder autoencoder) {
        Workload(Case workload, DataType type, double shift, int batch) {
            this(SampleGradient.of(batches(workload.observations(type), batch)), shifted(workload.start(type), shift));
        }

        private static Batches batches(Batches all, int batch) {
            return batch == 0 ? all : all.shuffled(batch, RandomStreams.of(1));
        }

        private static TiedAutoencoder shifted(TiedAutoencoder a, double shift) {
            return new TiedAutoencoder(a.weights(), a.bias().add(shift), a.activation());
        }
    }

    /** Reads the data. */
    @Setup
    public void readData() {
        workload = new Workload(Case.named(name), dtype, shift, batch);
    }

    /**
     * Computes the gradient.
     *
     * @return the gradient
     */
    @Benchmark
    public TiedGradient gradient() {
        Workload present = Objects.requireNonNull(workload);
        return present.source().at(present.autoencoder(), step++);
    }
}
