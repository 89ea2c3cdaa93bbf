package org.autoencoder4j.benchmarks;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
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

/** Whole steps of the workloads in which the peers take part: training, kernels, their products and their spectra. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 8)
@Measurement(iterations = 15)
@Fork(1)
public class WorkloadBenchmark {
    /** The workload. */
    @Param({"fig2", "sparse", "w2weak", "w2joint", "kmatvec", "ginf", "eig"})
    public String name = "fig2";

    /** The type of the numbers. */
    @Param({"FLOAT", "DOUBLE"})
    public DataType dtype = DataType.FLOAT;

    private @Nullable Workload workload;

    /**
     * Reads the data, or draws them.
     *
     * @throws IOException if that fails
     */
    @Setup
    public void prepare() throws IOException {
        workload = Workload.of(name, dtype);
    }

    /** Does one step. */
    @Benchmark
    public void step() {
        Objects.requireNonNull(workload).step();
    }
}
