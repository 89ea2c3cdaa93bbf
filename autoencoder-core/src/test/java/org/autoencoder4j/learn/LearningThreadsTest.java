package org.autoencoder4j.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.autoencoder4j.backend.OtherJvm;
import org.autoencoder4j.coding.CodeSign;
import org.autoencoder4j.coding.Planted;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.preprocessing.Centring;
import org.autoencoder4j.data.preprocessing.Scaling;
import org.autoencoder4j.data.preprocessing.Whitening;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The same samples, options and seed give the same saved folder, byte for byte, whatever the number of threads. */
class LearningThreadsTest {
    @TempDir
    private Path folder;

    /** Learns in several ways and saves what was learned; prints the checksums of all files. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            INDArray samples = Planted.of(5, 64, 96, 3, 2500, CodeSign.SIGNED, 0.02)
                    .samples()
                    .addi(3);
            DictionaryLearning plain = DictionaryLearning.withDefaults().withSweepsUpTo(14);
            DictionaryLearning whitened =
                    plain.withPreprocessing(Centring::of, Scaling::of, data -> Whitening.of(data, 1e-2));
            save(plain.fit(Batches.of(samples), RandomStreams.of(1)), folder.resolve("plain"));
            save(
                    whitened.fit(Batches.of(samples.castTo(DataType.FLOAT)), RandomStreams.of(1)),
                    folder.resolve("whitened"));
            save(
                    plain.withUnitsUpTo(96)
                            .withSparsity(Sparsity.most(3))
                            .fit(Batches.of(samples), RandomStreams.of(1)),
                    folder.resolve("grown"));
        }

        private static void save(Learned learned, Path folder) throws IOException {
            learned.save(folder);
            // How it was made says how many threads there were.
            Files.readAllLines(folder.resolve("SHA256SUMS")).stream()
                    .filter(line -> !line.endsWith("  provenance.json"))
                    .forEach(System.out::println);
        }
    }

    private List<String> sums(String threads) throws IOException, InterruptedException {
        OtherJvm.Outcome outcome = OtherJvm.run(
                Program.class,
                OtherJvm.classPath().toList(),
                List.of("-Xmx512m", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0"),
                List.of(folder.resolve(threads).toString()),
                Map.of("OMP_NUM_THREADS", threads));
        assertEquals(List.of(), outcome.errors());
        return new ArrayList<>(outcome.output());
    }

    @Test
    void theNumberOfThreadsChangesNoBit() throws IOException, InterruptedException {
        assertEquals(sums("1"), sums("3"));
    }
}
