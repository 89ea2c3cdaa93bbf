package org.autoencoder4j.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.autoencoder4j.backend.OtherJvm;
import org.autoencoder4j.coding.CodeSign;
import org.autoencoder4j.coding.Planted;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Memory does not grow with the samples of a file: arrays that are no longer needed are freed at once, and do not wait for a
 * garbage collector that sees only the heap.
 */
class LearningMemoryTest {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int FEATURES = 64;

    /** A heap that is all there from the start: how far it has grown must not be counted as the samples' memory. */
    private static final List<String> STEADY = List.of(
            "-Xms128m",
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:+AlwaysPreTouch",
            "-XX:TieredStopAtLevel=1",
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0");

    @TempDir
    private Path folder;

    /** Learns from a file and prints how much memory it has of its own, in MiB. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws IOException {
            Batches samples = Npy.map(Path.of(arguments[0]));
            Learned learned = DictionaryLearning.withDefaults()
                    .withUnits(16)
                    .withSparsity(Sparsity.most(2))
                    .fit(samples, RandomStreams.of(1));
            String kibibytes = Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("RssAnon:"))
                    .findFirst()
                    .orElseThrow()
                    .replaceAll("\\D", "");
            System.out.println(learned.fit().samples() + " " + Long.parseLong(kibibytes) / 1024);
        }
    }

    private long mebibytes(int copies) throws IOException, InterruptedException {
        INDArray few =
                Planted.of(1, FEATURES, 16, 2, 1000, CodeSign.SIGNED, 0.01).samples();
        Path file = folder.resolve(copies + ".npy");
        Npy.write(file, Nd4j.tile(few, copies, 1).castTo(DataType.FLOAT));
        OtherJvm.Outcome outcome = OtherJvm.run(
                Program.class,
                OtherJvm.classPath().toList(),
                STEADY,
                List.of(file.toString()),
                Map.of("OMP_NUM_THREADS", "1", "MALLOC_ARENA_MAX", "1"));
        assertEquals(List.of(), outcome.errors());
        String[] words = outcome.output().get(0).split(" ", -1);
        assertEquals(1000L * copies, Long.parseLong(words[0]));
        return Long.parseLong(words[1]);
    }

    /** 150000 samples in DOUBLE have 73 MiB; a pass that leaves them to the collector adds that or more, and half of it fails. */
    @Test
    void memoryIsFlatInTheSamples() throws IOException, InterruptedException {
        assumeTrue(Files.isReadable(STATUS), "memory is counted on Linux only");
        long few = mebibytes(2);
        long many = mebibytes(150);
        assertTrue(many <= few + 36, few + " MiB for 2000 samples and " + many + " for 150000");
    }
}
