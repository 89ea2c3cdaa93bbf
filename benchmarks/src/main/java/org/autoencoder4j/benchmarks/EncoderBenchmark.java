package org.autoencoder4j.benchmarks;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.autoencoder4j.coding.CodeSign;
import org.autoencoder4j.coding.Codes;
import org.autoencoder4j.coding.Coding;
import org.autoencoder4j.coding.SparseEncoder;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.ValueLaw;
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

/** Codes of 20000 samples of a sparse model by each encoder. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class EncoderBenchmark {
    private static final int SAMPLES = 20_000;

    /** Features, units and active units. */
    @Param({"64x128x5", "256x512x3"})
    public String size = "256x512x3";

    /** The type of the numbers. */
    @Param({"FLOAT", "DOUBLE"})
    public DataType dtype = DataType.DOUBLE;

    /** The encoder, by its name without settings. */
    @Param({"threshold", "largest", "leastSquares", "thresholdingPursuit", "pursuit", "pursuitTo", "stagewise"})
    public String encoder = "pursuit";

    private @Nullable Coding coding;
    private @Nullable Batches samples;

    /** Draws the samples. */
    @Setup
    public void draw() {
        int[] sizes =
                Arrays.stream(size.split("x", -1)).mapToInt(Integer::parseInt).toArray();
        RandomStreams streams = RandomStreams.of(1);
        INDArray dictionary = Dictionaries.gaussian(sizes[0], sizes[1], dtype, streams);
        GenerativeModel model =
                GenerativeModel.sparseCoding(dictionary, sizes[2], ValueLaw.symmetricUniform(1, 2), 0.01);
        samples = Batches.of(model.draw(streams, 0, SAMPLES).observations());
        INDArray weights = Initialiser.near(dictionary, 0.1).weights(sizes[1], streams);
        coding = Coding.of(weights, chosen(sizes[2]));
    }

    private SparseEncoder chosen(int k) {
        return switch (encoder) {
            case "threshold" -> SparseEncoder.threshold(0.8, CodeSign.SIGNED);
            case "largest" -> SparseEncoder.largest(k, CodeSign.SIGNED);
            case "leastSquares" -> SparseEncoder.leastSquares(k, CodeSign.SIGNED);
            case "thresholdingPursuit" -> SparseEncoder.thresholdingPursuit(k, 3, CodeSign.SIGNED);
            case "pursuit" -> SparseEncoder.pursuit(k, CodeSign.SIGNED);
            case "pursuitTo" -> SparseEncoder.pursuitTo(0.5, CodeSign.SIGNED);
            case "stagewise" -> SparseEncoder.stagewise(k, CodeSign.SIGNED);
            default -> throw new IllegalArgumentException("encoder " + encoder + " is unknown");
        };
    }

    /**
     * Codes all samples.
     *
     * @return the codes
     */
    @Benchmark
    public Codes codes() {
        return Objects.requireNonNull(coding).codes(Objects.requireNonNull(samples));
    }
}
