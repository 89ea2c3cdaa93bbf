package org.autoencoder4j.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.random.RandomStreams;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Reading 400 MB of an {@code .npy} file that the system has in its cache: 10^9 bytes a second = 400 / (ms). */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class NpyBenchmark {
    private static final long BYTES = 400_000_000;
    private static final int FEATURES = 250;
    private static final int PIECE = 4 * RandomStreams.BLOCK_SIZE;

    /** The type of the numbers. */
    @Param({"FLOAT", "DOUBLE"})
    public DataType dtype = DataType.FLOAT;

    private @Nullable Path file;
    private @Nullable Batches batches;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(8 * FEATURES * PIECE);

    /**
     * Writes the file.
     *
     * @throws IOException if it cannot be written
     */
    @Setup
    public void write() throws IOException {
        GenerativeModel model = new SparseModel(FEATURES, 500, 8).model(dtype, RandomStreams.of(1));
        Path folder = Files.createTempDirectory("npy-benchmark");
        Path written = folder.resolve("samples.npy");
        LargeNpy.writeIfMissing(written, model.batches(RandomStreams.of(1), BYTES / FEATURES / dtype.width()));
        file = written;
        batches = Npy.map(written);
    }

    /**
     * Deletes the file.
     *
     * @throws IOException if it cannot be deleted
     */
    @TearDown(Level.Trial)
    public void delete() throws IOException {
        Path written = Objects.requireNonNull(file);
        Files.deleteIfExists(written);
        Files.deleteIfExists(Objects.requireNonNull(written.getParent()));
    }

    /**
     * Reads the memory-mapped file as samples, which are checked to be finite.
     *
     * @return the last piece
     */
    @Benchmark
    public INDArray mapped() {
        Batches present = Objects.requireNonNull(batches);
        Batches.Reader reader = present.reader();
        INDArray last = reader.rows(0, 0, PIECE);
        for (long from = PIECE; from < present.size(); from += PIECE) {
            last = reader.rows(0, from, Math.min(from + PIECE, present.size()));
        }
        return last;
    }

    /**
     * Reads the same bytes in pieces of the same size, and looks at none.
     *
     * @return the number of bytes
     * @throws IOException if the file cannot be read
     */
    @Benchmark
    public long raw() throws IOException {
        long count = 0;
        try (FileChannel channel = FileChannel.open(Objects.requireNonNull(file))) {
            buffer.clear().limit(dtype.width() * FEATURES * PIECE);
            for (int read = channel.read(buffer); read >= 0; read = channel.read(buffer)) {
                count += read;
                buffer.rewind();
            }
        }
        return count;
    }
}
