package org.autoencoder4j.descent;

import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.autoencoder4j.coding.CodeSign;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.coding.SparseEncoder;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.preprocessing.Centring;
import org.autoencoder4j.data.preprocessing.Preprocessing;
import org.autoencoder4j.data.preprocessing.Scaling;
import org.autoencoder4j.data.preprocessing.Whitening;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.gradient.TwoLayerFixtures;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.testsupport.Mutations;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Each file of each kind of saved folder is damaged in many ways. Reading it ends in a documented exception, or gives what
 * was saved; it never gives other numbers, takes long or takes much memory.
 */
class DamagedStateTest {
    private static final int MANY = 10_000;
    private static final int FEW = 100;
    private static final long MOST_BEYOND_FOUR_TIMES_THE_FILE = 64L << 20;

    @TempDir
    Path parent;

    /** The kinds of saved folders. */
    enum Kind {
        TIED_MODEL {
            @Override
            void write(Path folder) throws IOException {
                model().save(folder);
            }

            @Override
            List<double[]> read(Path folder) throws IOException {
                TiedAutoencoder read = TiedAutoencoder.load(folder);
                return numbers(
                        List.of(read.weights(), read.bias()), read.activation().hashCode());
            }

            private TiedAutoencoder model() {
                return Fixtures.autoencoder(1, 6, 4, Activation.hardThreshold(0.5));
            }
        },
        TWO_LAYER_MODEL {
            @Override
            void write(Path folder) throws IOException {
                TwoLayerFixtures.autoencoder(Regime.JOINTLY_TRAINED, 1, 6, 5).save(folder);
            }

            @Override
            List<double[]> read(Path folder) throws IOException {
                TwoLayerAutoencoder read = TwoLayerAutoencoder.load(folder);
                return numbers(List.of(read.encoder(), read.decoder()), read.scale());
            }
        },
        CODER_MODEL {
            @Override
            void write(Path folder) throws IOException {
                INDArray weights =
                        Fixtures.autoencoder(1, 6, 4, Activation.relu()).weights();
                new SparseCoder(weights, SparseEncoder.thresholdingPursuit(2, 3, CodeSign.NON_NEGATIVE)).save(folder);
            }

            @Override
            List<double[]> read(Path folder) throws IOException {
                SparseCoder read = SparseCoder.load(folder);
                return numbers(List.of(read.weights()), read.encoder().hashCode());
            }
        },
        CENTRING {
            @Override
            void write(Path folder) throws IOException {
                Centring.of(Batches.of(SavedRuns.samples(1))).save(folder);
            }

            @Override
            List<double[]> read(Path folder) throws IOException {
                return numbers(List.of(Preprocessing.load(folder).apply(SavedRuns.samples(2))), 0);
            }
        },
        WHITENING {
            @Override
            void write(Path folder) throws IOException {
                Whitening.of(Batches.of(SavedRuns.samples(1)), 0.1).save(folder);
            }

            @Override
            List<double[]> read(Path folder) throws IOException {
                Preprocessing read = Preprocessing.load(folder);
                INDArray samples = SavedRuns.samples(2);
                return numbers(List.of(read.apply(samples), read.invert(samples)), 0);
            }
        },
        PIPELINE {
            @Override
            void write(Path folder) throws IOException {
                Batches data = Batches.of(SavedRuns.samples(1));
                Preprocessing.fit(data, Centring::of, Scaling::of, scaled -> Whitening.of(scaled, 0.1))
                        .save(folder);
            }

            @Override
            List<double[]> read(Path folder) throws IOException {
                return WHITENING.read(folder);
            }

            @Override
            Path newest(Path folder) {
                return folder;
            }
        },
        TIED_CHECKPOINT {
            @Override
            void write(Path folder) {
                SavedRuns.TIED.run().train(3, folder, 2);
            }

            @Override
            List<double[]> read(Path folder) throws IOException {
                return resumed(SavedRuns.TIED, folder);
            }
        },
        TWO_LAYER_CHECKPOINT {
            @Override
            void write(Path folder) {
                SavedRuns.TWO_LAYER.run().train(3, folder, 2);
            }

            @Override
            List<double[]> read(Path folder) throws IOException {
                return resumed(SavedRuns.TWO_LAYER, folder);
            }
        },
        SPAN_CHECKPOINT {
            @Override
            void write(Path folder) {
                SavedRuns.SPAN.run().train(3, folder, 2);
            }

            @Override
            List<double[]> read(Path folder) throws IOException {
                return resumed(SavedRuns.SPAN, folder);
            }
        },
        SWEEPS_CHECKPOINT {
            @Override
            void write(Path folder) {
                SavedRuns.SWEEPS.run().train(3, folder, 2);
            }

            @Override
            List<double[]> read(Path folder) throws IOException {
                return resumed(SavedRuns.SWEEPS, folder);
            }
        };

        abstract void write(Path folder) throws IOException;

        abstract List<double[]> read(Path folder) throws IOException;

        /** The folder in which the newest state lies. */
        Path newest(Path folder) throws IOException {
            try (Stream<Path> all = Files.list(folder)) {
                return all.filter(Files::isDirectory).max(Path::compareTo).orElse(folder);
            }
        }

        private static List<double[]> resumed(SavedRuns kind, Path folder) throws IOException {
            SavedRuns.Run.End end = kind.run().resume(2, folder, 100);
            double[] rows = {end.rows().hashCode()};
            return Stream.concat(numbers(end.arrays(), 0).stream(), Stream.of(rows))
                    .toList();
        }

        private static List<double[]> numbers(List<INDArray> arrays, double more) {
            return Stream.concat(
                            arrays.stream().map(array -> array.dup().data().asDouble()), Stream.of(new double[] {more}))
                    .toList();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDamagedFileIsRefused(Kind kind) throws IOException {
        damage(kind, FEW);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("slow")
    void manyDamagedFilesAreRefused(Kind kind) throws IOException {
        damage(kind, MANY);
    }

    private void damage(Kind kind, int count) throws IOException {
        Path folder = parent.resolve("saved");
        kind.write(folder);
        List<double[]> right = kind.read(folder);
        List<Path> files = SavedRuns.files(kind.newest(folder));
        int refused = 0;
        for (Path file : files) {
            byte[] original = Files.readAllBytes(file);
            Mutations mutations = Mutations.of(file.getFileName().hashCode());
            for (int i = 0; i < count; i++) {
                byte[] damaged = mutations.mutate(original, i);
                Files.write(file, damaged);
                refused += isRefused(kind, folder, right, file + ", mutation " + i, damaged.length) ? 1 : 0;
            }
            Files.write(file, original);
        }
        assertTrue(refused > 0.9 * count * files.size(), "only " + refused + " were refused");
        assertTrue(same(right, kind.read(folder)), "undamaged again");
    }

    /** Reads on this thread, so that what it allocates is counted. A read takes a few milliseconds, not seconds. */
    private boolean isRefused(Kind kind, Path folder, List<double[]> right, String what, long length) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long nativeBytes = Pointer.totalBytes();
        long heapBytes = threads.getCurrentThreadAllocatedBytes();
        boolean refused = false;
        try {
            List<double[]> read = assertTimeout(Duration.ofSeconds(5), () -> kind.read(folder), what);
            assertTrue(same(right, read), what + " was read as other numbers");
        } catch (Exception e) {
            assertTrue(
                    e instanceof IllegalArgumentException || e instanceof IOException, () -> what + " ended in " + e);
            refused = true;
        }
        long most = 4 * length + MOST_BEYOND_FOUR_TIMES_THE_FILE;
        long heap = threads.getCurrentThreadAllocatedBytes() - heapBytes;
        assertTrue(heap <= most, what + " allocated " + heap + " bytes of heap");
        long outside = Pointer.totalBytes() - nativeBytes;
        assertTrue(outside <= most, what + " allocated " + outside + " bytes outside of it");
        return refused;
    }

    private static boolean same(List<double[]> right, List<double[]> read) {
        return right.size() == read.size()
                && IntStream.range(0, right.size()).allMatch(i -> Arrays.equals(right.get(i), read.get(i)));
    }
}
